"""Feeds: found, fetched, parsed, decided on and stored, each in its own file."""
