import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS

README = Path(__file__).parents[4] / "README.md"
HEAVY = (
    "torch",
    "transformers",
    "spacy",
    "telegram",
    "sqlalchemy",
    "procrastinate",
    "pydantic",
    "trafilatura",
    "numpy",
)
LISTED = f"""
import sys
from bot.__main__ import run
assert run(["--help"]) == 0
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""


def test_help_imports_nothing_heavy() -> None:
    result = subprocess.run(
        [sys.executable, "-c", LISTED], capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "200"}
    )
    assert result.stderr.strip() == "[]"
    for name, command in COMMANDS.items():
        assert name in result.stdout
        assert command.help in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_in_the_readme(name: str) -> None:
    assert importlib.util.find_spec(COMMANDS[name].module)
    assert f"`byline {name}" in README.read_text(encoding="utf-8")


def test_no_command_imports_a_model_before_it_is_called() -> None:
    modules = {command.module for command in COMMANDS.values()}
    code = f"import sys, {', '.join(sorted(modules))}\nprint({{'torch', 'transformers', 'spacy'}} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
