"""How many planted errors the guard catches, and how many faithful statements it rejects.

python -m benchmarks.guard [--gold] [--data FILE.jsonl] [--show KIND]

Statements and errors are made from human annotation; the guard sees Byline's own annotation, or with --gold the human one.
Without --gold every statement that Byline composes of these articles counts among the faithful ones, too.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.annotated_news import read_gold, read_marked
from benchmarks.faithful import Case, build_faithful
from benchmarks.planted import plant
from summarizer.document import AnnotatedDocument
from summarizer.faithfulness import check
from summarizer.naming import is_named_in

HERE = Path(__file__).parent
NEWS = HERE.parent.parent / "shared" / "data" / "gum_wikinews" / "train.jsonl"
WRITTEN = HERE / "guard_news.txt"
WANTED = 0.98, 0.03  # caught at least, rejected at most
ENOUGH = 200  # errors of a kind below which its figure says little


def main() -> int:
    """Print the table; 1 when a kind is caught too seldom or faithful statements are rejected too often."""
    arguments = _parse_arguments()
    gold = list(_documents(arguments.data))
    seen = gold if arguments.gold else _annotate(gold)
    chance = random.Random(arguments.seed)
    built = ((case, own) for document, own in zip(gold, seen, strict=True) for case in build_faithful(document))
    cases = [(case, own) for case, own in built if _names_its_guest(case, own)]
    started = time.perf_counter()
    made, rejected, planted, caught = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    composed = [] if arguments.gold else [(case, own) for own in seen for case in _composed(own)]
    for case, own in [*cases, *composed]:
        failures = check(case.statement, [own])
        made[case.form] += 1
        rejected[case.form] += bool(failures)
        if failures and arguments.show in ("faithful", case.form):
            _show(case, failures)
    texts = {case.statement.text for case, _ in cases}
    for case, own in [*cases, *(c for c in composed if c[0].statement.text not in texts)]:
        for kind, statement in plant(case, chance):
            failures = check(statement, [own])
            planted[kind] += 1
            caught[kind] += bool(failures)
            if not failures and arguments.show == kind:
                _show(replace(case, form=kind, statement=statement), ())
    return _report((made, rejected), (planted, caught), time.perf_counter() - started)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", action="store_true", help="human annotation of who says what, not Byline's own")
    parser.add_argument("--data", type=Path, default=NEWS, help="annotated news; left out where it is absent")
    parser.add_argument("--show", default="", help="'faithful', or a kind of error: print what went wrong")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _documents(data: Path) -> Iterator[AnnotatedDocument]:
    if data.is_file():
        yield from read_gold(data)
    if WRITTEN.is_file():
        yield from read_marked(WRITTEN)


def _annotate(documents: Iterable[AnnotatedDocument]) -> list[AnnotatedDocument]:
    from summarizer.annotate import load_annotator

    annotator = load_annotator()
    return [annotator.annotate(d.document) for d in documents]


def _names_its_guest(case: Case, own: AnnotatedDocument) -> bool:
    """Whether a statement out of an interview says who answers; without, it is not faithful, though people annotate no cue."""
    turns = [turn for c in case.statement.citations if (turn := own.turn_of(c.span))]
    return all(turn.name and is_named_in(turn.name, case.statement.text) for turn in turns)


def _composed(document: AnnotatedDocument) -> Iterator[Case]:
    """What Byline itself writes of a document's sentences."""
    from summarizer.compose import compose
    from summarizer.units import find_units

    for span in find_units(document):
        statement = compose(document, span, number=1)
        if statement is not None:
            yield Case("composed", statement, (document,))


def _show(case: Case, failures: Sequence[object]) -> None:
    cited = " | ".join(c.text for c in case.statement.citations)
    print(f"[{case.form}] {', '.join(map(str, failures))}\n  S {case.statement.text}\n  E {cited}")


def _report(
    faithful: tuple[Counter[str], Counter[str]], wrong: tuple[Counter[str], Counter[str]], seconds: float
) -> int:
    (made, rejected), (planted, caught) = faithful, wrong
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
