"""Word tables: how they are written down."""


def words(text: str) -> frozenset[str]:
    """The words of a table that is written as prose."""
    return frozenset(text.split())
