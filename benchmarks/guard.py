"""How many planted errors the guard catches, and how many faithful statements it rejects.

python benchmarks/guard.py [--gold] [--data FILE.jsonl] [--show KIND]
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotated_news import read_gold, read_marked
from faithful import Case, build_faithful
from planted import plant

from summarizer.document import AnnotatedDocument
from summarizer.faithfulness import check

HERE = Path(__file__).parent
NEWS = HERE.parent.parent / "shared" / "data" / "gum_wikinews" / "train.jsonl"
WRITTEN = HERE / "guard_news.txt"
WANTED = 0.98, 0.03  # caught at least, rejected at most
ENOUGH = 200  # errors of a kind below which its figure says little


def main() -> int:
    """Print the table; 1 when a kind is caught too seldom or faithful statements are rejected too often."""
    arguments = _parse_arguments()
    documents = list(_documents(arguments))
    chance = random.Random(arguments.seed)
    cases = [case for document in documents for case in build_faithful(document)]
    started = time.perf_counter()
    made, rejected = Counter[str](), Counter[str]()
    for case in cases:
        failures = check(case.statement, case.sources)
        made[case.form] += 1
        rejected[case.form] += bool(failures)
        if failures and arguments.show == "faithful":
            _show(case, failures)
    planted, caught = Counter[str](), Counter[str]()
    for case in cases:
        for kind, statement in plant(case, chance):
            failures = check(statement, case.sources)
            planted[kind] += 1
            caught[kind] += bool(failures)
            if not failures and arguments.show == kind:
                _show(Case(kind, statement, case.sources), ())
    seconds = time.perf_counter() - started
    return _report(made, rejected, planted, caught, seconds)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", action="store_true", help="human annotation of who says what, not Byline's own")
    parser.add_argument("--data", type=Path, default=NEWS, help="annotated news; left out where it is absent")
    parser.add_argument("--show", default="", help="'faithful', or a kind of error: print what went wrong")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _documents(arguments: argparse.Namespace) -> Iterator[AnnotatedDocument]:
    gold: list[AnnotatedDocument] = []
    if arguments.data.is_file():
        gold += read_gold(arguments.data)
    if WRITTEN.is_file():
        gold += read_marked(WRITTEN)
    yield from gold


def _show(case: Case, failures: Iterable[object]) -> None:
    cited = " | ".join(c.text for c in case.statement.citations)
    print(f"[{case.form}] {', '.join(map(str, failures))}\n  S {case.statement.text}\n  E {cited}")


def _report(
    made: Counter[str], rejected: Counter[str], planted: Counter[str], caught: Counter[str], seconds: float
) -> int:
    print(f"{'faithful, rejected':<24}{'of':>6}{'share':>8}")
    for form in made:
        print(f"{form:<24}{made[form]:>6}{rejected[form] / made[form]:>8.3f}")
    share = rejected.total() / made.total()
    print(f"{'all':<24}{made.total():>6}{share:>8.3f}\n\n{'planted, caught':<24}{'of':>6}{'share':>8}")
    for kind in planted:
        few = "  (few)" if planted[kind] < ENOUGH else ""
        print(f"{kind:<24}{planted[kind]:>6}{caught[kind] / planted[kind]:>8.3f}{few}")
    checks = made.total() + planted.total()
    print(f"\n{checks} checks, {1000 * seconds / checks:.1f} ms each")
    return int(share > WANTED[1] or any(caught[k] < WANTED[0] * planted[k] for k in planted))


if __name__ == "__main__":
    raise SystemExit(main())
