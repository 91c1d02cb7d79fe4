"""The sample articles: what the README promises of them."""

from pathlib import Path

import pytest

from bot.demo.samples import FOLDER, load_samples
from bot.errors import DemoError

SHARED = Path(__file__).parents[5] / "shared" / "examples"


def test_there_are_at_least_six_articles_of_readable_length() -> None:
    samples = load_samples()
    assert len(samples) >= 6
    assert all(250 <= len(sample.text.split()) <= 500 for sample in samples)


def test_every_article_of_the_folder_is_listed_once() -> None:
    assert sorted(sample.name for sample in load_samples()) == sorted(path.stem for path in FOLDER.glob("*.txt"))


def test_an_article_begins_with_its_headline_and_a_blank_line() -> None:
    for sample in load_samples():
        headline, blank, body = sample.text.split("\n", 2)
        assert sample.headline == headline
        assert not blank
        assert body


def test_the_samples_hold_what_makes_news_hard() -> None:
    everything = "\n".join(sample.text for sample in load_samples())
    for shape in ("She added", "according to them", "This is stated in a new report by",
                  "\n– ", "\n• ", "seems", "denies", "probably", "Editor's note"):  # fmt: skip
        assert shape in everything


def test_two_outlets_disagree_on_the_number_of_one_event() -> None:
    texts = {sample.name: sample.text for sample in load_samples()}
    assert "14 injured" in texts["ferry-fire-harbor-wire"]
    assert "Nineteen hurt" in texts["ferry-fire-coast-daily"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="sample articles are missing"):
        load_samples(tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/examples is not there to compare with")
def test_no_sentence_of_the_real_examples_was_copied() -> None:
    real = " ".join(path.read_text(encoding="utf-8") for path in SHARED.glob("*.txt")).split()
    eights = {" ".join(real[i : i + 8]) for i in range(len(real) - 7)}
    for sample in load_samples():
        words = sample.text.split()
        assert not eights & {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
