"""Cities, countries and places to time zones."""

from zoneinfo import available_timezones

import pytest

from bot.digests.zones import CITIES, MAX_CHOICES, find_zones, is_zone, nearest_zone


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  new   york ", "America/New_York"),
        ("München", "Europe/Berlin"),
        ("munchen", "Europe/Berlin"),
        ("Київ", "Europe/Kyiv"),
        ("Wien", "Europe/Vienna"),
        ("Варшава", "Europe/Warsaw"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Lodz", "Europe/Warsaw"),
        ("Japan", "Asia/Tokyo"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("Delhi", "Asia/Kolkata"),
        ("Kathman", "Asia/Kathmandu"),
    ],
)
def test_what_people_say_is_one_zone(said: str, zone: str) -> None:
    assert find_zones(said) == [zone]


@pytest.mark.parametrize("said", ["Atlantis", "", "?", "Mars/Phobos", "xx", "../etc/passwd"])
def test_what_says_nothing_is_no_zone(said: str) -> None:
    assert find_zones(said) == []


def test_a_country_with_several_zones_is_a_choice() -> None:
    found = find_zones("United States")
    assert len(found) == MAX_CHOICES and "America/New_York" in found


def test_every_city_of_the_table_leads_to_a_zone_that_exists() -> None:
    assert set(CITIES) <= available_timezones()


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.4, "Europe/Berlin"),
        (48.14, 11.58, "Europe/Berlin"),
        (50.45, 30.52, "Europe/Kyiv"),
        (37.77, -122.42, "America/Los_Angeles"),
        (-33.87, 151.2, "Australia/Sydney"),
        (28.61, 77.21, "Asia/Kolkata"),
        (40.71, -74.0, "America/New_York"),
        (49.84, 24.03, "Europe/Kyiv"),
        (-33.45, -70.67, "America/Santiago"),
        (-1.29, 36.82, "Africa/Nairobi"),
    ],
)
def test_a_place_is_the_zone_of_the_nearest_city(latitude: float, longitude: float, zone: str) -> None:
    assert nearest_zone(latitude, longitude) == zone


@pytest.mark.parametrize(("name", "exists"), [("Europe/Berlin", True), ("Europe/Atlantis", False), ("../x", False)])
def test_zones_that_do_not_exist_are_known(name: str, exists: bool) -> None:
    assert is_zone(name) is exists
