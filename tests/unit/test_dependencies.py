"""Every dependency has its reason and its exact version, and every import its dependency."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
OURS = {"bot", "config", "summarizer"}


def names_of(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[\[<>=]", requirement)[0]) for requirement in requirements}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


RUNTIME = names_of(PROJECT["dependencies"])
ALL = sorted(RUNTIME.union(*(names_of(extra) for extra in EXTRAS.values())))


@pytest.mark.parametrize("name", ALL)
def test_every_dependency_has_its_reason_and_its_version(name: str) -> None:
    reasons = (ROOT / "docs/adr/0002-dependencies.md").read_text(encoding="utf-8").partition("**Decision.**")[2]
    pinned = {plain(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}

    assert re.search(rf"(?<![\w-]){name}(?![\w-])", reasons), "no line in docs/adr/0002-dependencies.md"
    assert name in pinned, "no version in constraints.txt"


def test_every_import_belongs_to_a_declared_dependency() -> None:
    imported = {
        name.partition(".")[0]
        for package in OURS
        for file in (ROOT / package).rglob("*.py")
        for name in imports_of(ast.parse(file.read_text(encoding="utf-8")))
    }
    distributions = packages_distributions()
    undeclared = {
        name
        for name in imported - OURS - sys.stdlib_module_names
        if not RUNTIME.union(names_of(EXTRAS["gguf"])) & {plain(d) for d in distributions.get(name, [name])}
    }

    assert undeclared == set()


def imports_of(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found
