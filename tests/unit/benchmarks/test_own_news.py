from typing import Any

import pytest

from benchmarks.own_news import MarkupError, build_counts, parse_article, read_articles


def parse(body: str, title: str = "A title") -> dict[str, Any]:
    return parse_article("dev_local_x", f"{title}\n\n{body}\n")


def test_marks_become_spans_of_the_bare_text() -> None:
    record = parse("{s1|Ann Reed, the clerk,} {c1|said} {k1|it rained}.")
    (attribution,) = record["attributions"]
    assert record["text"] == "A title\n\nAnn Reed, the clerk, said it rained."
    for part, words in (("source", "Ann Reed, the clerk,"), ("cue", "said"), ("content", "it rained")):
        span = attribution[part]
        assert (span["text"], record["text"][span["start"] : span["end"]]) == (words, words)


def test_an_article_has_the_keys_of_a_gold_record() -> None:
    record = parse("{s1|Ann Reed} {c1|said} {k1|it rained}.", title="{s2|Reed}: {k2|It rained}")
    assert (record["id"], record["genre"], record["title"]) == ("dev_local_x", "local", "Reed: It rained")
    assert [(a["id"], a["cue"] is None) for a in record["attributions"]] == [("A1", False), ("A2", True)]


def test_a_repeated_number_makes_one_part_of_several_fragments() -> None:
    content = parse("{k1|“It rained,”} {s1|Ann Reed} {c1|said}, {k1|“all day.”}")["attributions"][0]["content"]
    assert [s["text"] for s in content["spans"]] == ["“It rained,”", "“all day.”"]
    assert content["text"] == "“It rained,” ... “all day.”"


def test_one_source_may_serve_two_attributions() -> None:
    found = parse("{s1,2|Ann Reed} {c1|said} {k1|it rained} and {c2!|denied} {k2|that it snowed}.")["attributions"]
    assert [(a["source"]["text"], a["polarity"]) for a in found] == [("Ann Reed", "positive"), ("Ann Reed", "negative")]


def test_the_name_behind_a_pronoun_is_found_in_the_text() -> None:
    record = parse("Ann Reed spoke. {s1=Ann Reed|She} {c1|said} {k1|it rained}.")
    name = record["attributions"][0]["source_resolved_gold"]
    assert name == {"text": "Ann Reed", "start": 9, "end": 17}


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        ("“It rained all day.”", "direct"),
        ('"It rained all day."', "direct"),
        ("it rained “all day”", "mixed"),
        ("it rained all day", "indirect"),
        ("“It rained.\n\n“It rained again.”", "direct"),
    ],
)
def test_quotation_marks_decide_the_type(content: str, quote: str) -> None:
    assert parse(f"{{s1|Ann Reed}} {{c1|said}} {{k1|{content}}}")["attributions"][0]["quote"] == quote


def test_single_quotation_marks_count_in_the_title_alone() -> None:
    assert parse("x", title="{s1|Reed} {c1|calls} {k1|'it's raining all day'}")["attributions"][0]["quote"] == "direct"
    assert parse("{s1|Reed} {c1|says} {k1|'it rains'}")["attributions"][0]["quote"] == "indirect"


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("s1|Ann Reed, the clerk", "named"),
        ("s1|the clerk, Ann Reed", "named"),
        ("s1|the Department of Rain", "named"),
        ("s1|Republican leaders in Ohio", "nominal"),
        ("s1|a spokeswoman for Ann Reed", "nominal"),
        ("s1~|Police", "nominal"),
        ("s1=A title|She", "pronoun"),
    ],
)
def test_the_head_of_the_source_decides_its_kind(mark: str, kind: str) -> None:
    assert parse(f"{{{mark}}} {{c1|said}} {{k1|it rained}}.")["attributions"][0]["source_kind"] == kind


def test_an_attribution_inside_the_content_of_another_is_nested() -> None:
    found = parse("{s1|Reed} {c1|said} {k1|{s2|Hale} {c2!|denied} {k2|the rain}}. {k3|“Yes,”} {s3|he} {c3|said}.")
    assert [a["nested"] for a in found["attributions"]] == [False, True, False]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{s1|Reed} {c1|said} {k1|it rained.", r"dev_local_x: \{k1\| is never closed"),
        ("Reed said it rained}.", "line 3: a closing brace without a mark"),
        ("{x1|Reed} {c1|said} {k1|it rained}.", r"line 3: \{x1\| is no mark"),
        ("{s|Reed} {c1|said} {k1|it rained}.", r"\{s\| is no mark"),
        ("Reed {said} it rained.", "line 3: a { that opens no mark"),
        ("Reed | said.", r"line 3: a \| that opens no mark"),
        ("{s1|Reed} {c1|said} {k1| it rained}.", r"\{k1\| is empty, or begins or ends with a blank"),
        ("{s1|Reed} {c1|} {k1|it rained}.", r"\{c1\| is empty"),
        ("{s1|Reed} {c1|said} it rained.", "attribution 1 has no content"),
        ("It {k1|rained}.", "attribution 1 has neither source nor cue"),
        ("{s1=Ann Lowe|She} {c1|said} {k1|it rained}.", "the name 'Ann Lowe' is not in the text"),
        ("{s1|Reed} {c1~|said} {k1|it rained}.", "only a source has a name or is nominal"),
        ("{s1!|Reed} {c1|said} {k1|it rained}.", "only a cue is negative"),
        ("{s1=A|She} {s1=title|she} {c1|said} {k1|it rained}.", "attribution 1 has another name already, A"),
    ],
)
def test_malformed_markup_says_what_is_wrong(body: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message):
        parse(body)


def test_every_article_of_the_set_parses_and_has_whole_spans() -> None:
    records = read_articles()
    assert records
    for record in records:
        for a in record["attributions"]:
            for part in filter(None, (a["source"], a["cue"], a["content"], a.get("source_resolved_gold"))):
                for span in part.get("spans", [part]):
                    assert record["text"][span["start"] : span["end"]] == span["text"]


def test_the_two_halves_are_the_whole_set() -> None:
    held, dev = build_counts(read_articles(half="held")), build_counts(read_articles(half="dev"))
    both = build_counts(read_articles())
    assert both["attributions"] == held["attributions"] + dev["attributions"]
