import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.pointers import find_pointers

CASES = json.loads((Path(__file__).parents[2] / "cases" / "pointers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["label"] for c in CASES])
def test_a_statement_points_back_or_stands_alone(case: dict[str, Any]) -> None:
    assert bool(list(find_pointers(case["told"]))) is case["points"]
