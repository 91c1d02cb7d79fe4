"""A name that looks like a setting and is none is told, with the one that may be meant."""

import pytest

from config.environment import NOT_SETTINGS, explain_unknown_names
from config.settings import Settings


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("BYLINE_TELEGRM_TOKEN", "BYLINE_TELEGRAM_TOKEN"),
        ("BYLINE_OWNERID", "BYLINE_OWNER_ID"),
        ("BYLINE_DATADIR", "BYLINE_DATA_DIR"),
        ("byline_telegrm_token", "BYLINE_TELEGRAM_TOKEN"),
    ],
)
def test_a_misspelled_name_is_told_with_the_one_that_is_meant(name: str, meant: str) -> None:
    assert explain_unknown_names([name]) == [f"{name} is no setting, so it is ignored: is {meant} meant?"]


def test_a_name_like_no_other_points_at_the_list() -> None:
    (line,) = explain_unknown_names(["BYLINE_COFFEE_MILK"])

    assert line == "BYLINE_COFFEE_MILK is no setting, so it is ignored; config/defaults.toml lists them all."


def test_every_setting_is_known_in_any_case_and_so_are_other_programs_names() -> None:
    names = [f"BYLINE_{name}".upper() for name in Settings.model_fields]
    names += ["BYLINE_LOG_JSON", "BYLINE_FETCH_HOSTS", "byline_telegram_token", "PATH", "MY_BYLINE_X", *NOT_SETTINGS]

    assert explain_unknown_names(names) == []
