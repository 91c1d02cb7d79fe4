"""Printed lines back to paragraphs: hyphens at line ends, page numbers and running heads out."""

import re
from collections import Counter
from collections.abc import Sequence

HEAD_LINES = 2  # lines at a page's top and bottom that may repeat
MIN_PAGES = 3  # of pages with the same line, before it is taken for a running head
SHORT_LINE = 0.75  # of the usual width: such a line ends a paragraph

_NUMBER = re.compile(r"(?:page |seite |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/|von) ?\d{1,4})?", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[•▪◦‣*·–—-]|\d{1,2}[.)])\s+\S")


def join_pages(pages: Sequence[str]) -> str:
    """The text of a printed document, in paragraphs with a blank line between."""
    lines = [[line.strip() for line in page.split("\n")] for page in pages]
    running = _find_running(lines)
    flowing: list[str] = []
    for page in lines:
        flowing += [line for line in page if line not in running and not _NUMBER.fullmatch(line)]
    return "\n\n".join(join_lines(flowing))


def join_lines(lines: Sequence[str]) -> list[str]:
    """Paragraphs of lines that were broken at a width.

    >>> join_lines(["The mayor said the har-", "bor would open.", "", "It did."])
    ['The mayor said the harbor would open.', 'It did.']
    """
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = is_open and not _ENDS.search(paragraphs[-1])
            continue
        if is_open and not _BULLET.match(line):
            paragraphs[-1] = _glue(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        is_open = len(line) >= width * SHORT_LINE or not _ENDS.search(line)
    return paragraphs


def _glue(before: str, line: str) -> str:
    if re.search(r"[a-zäöüß]-$", before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"


def _find_running(pages: Sequence[Sequence[str]]) -> set[str]:
    """Lines that stand at the edge of many pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        edges.update({*filled[:HEAD_LINES], *filled[-HEAD_LINES:]})
    return {line for line, count in edges.items() if count >= max(MIN_PAGES, len(pages) // 2)}
