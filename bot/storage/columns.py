"""Columns that many tables have."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Identity, Text, false, func, true


def row_id() -> Column[int]:
    """The primary key, counted by the database."""
    return Column("id", BigInteger, Identity(), primary_key=True)


def now(name: str) -> Column[object]:
    """A moment; where none is given, the present one."""
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


def moment(name: str) -> Column[object]:
    """A moment that may not have come."""
    return Column(name, DateTime(timezone=True))


def words(name: str) -> Column[str]:
    """Text; where none is given, the empty one."""
    return Column(name, Text, nullable=False, server_default="")


def flag(name: str, *, default: bool = False) -> Column[bool]:
    """Yes or no."""
    return Column(name, Boolean, nullable=False, server_default=true() if default else false())
