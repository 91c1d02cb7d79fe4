"""What `summarizer` offers, and what it costs to import it."""

import subprocess
import sys

import summarizer


def test_all_public_names_are_listed() -> None:
    public = {name for name in vars(summarizer) if not name.startswith("_")}
    submodules = {name.partition(".")[2] for name in sys.modules if name.startswith("summarizer.")}

    assert public - submodules == set(summarizer.__all__)


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import summarizer, sys; print({'torch', 'transformers', 'spacy', 'numpy'} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
