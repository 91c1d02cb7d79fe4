"""A time zone from what a person says: a city, a country, an IANA name, an offset; or from where they are (pure)."""

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

MAX_CHOICES = 8
LANGUAGES = ("en", "de", "uk", "ru", "pl", "fr", "es", "it", "pt", "tr", "cs", "nl", "ar", "fa", "zh", "ja")
# Large cities whose zone bears the name of another one.
CITIES = {
    "Africa/Cairo": "Alexandria, Giza",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria, Soweto",
    "Africa/Lagos": "Abuja, Kano, Ibadan, Port Harcourt",
    "America/Bogota": "Medellín, Cali, Barranquilla",
    "America/Chicago": "Houston, Dallas, Austin, San Antonio, Minneapolis, St. Louis, New Orleans, Milwaukee, Kansas City",
    "America/Denver": "Salt Lake City, Albuquerque, Colorado Springs",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, Portland, Las Vegas, Sacramento, San Jose, Oakland",
    "America/Mexico_City": "Guadalajara, Puebla",
    "America/New_York": "Washington, Boston, Philadelphia, Atlanta, Miami, Pittsburgh, Baltimore, Charlotte, Cleveland",
    "America/Sao_Paulo": "Rio de Janeiro, Brasília, Belo Horizonte, Curitiba, Porto Alegre",
    "America/Toronto": "Ottawa, Montreal, Quebec",
    "America/Vancouver": "Victoria",
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Asia/Karachi": "Lahore, Islamabad, Faisalabad",
    "Asia/Kolkata": "Delhi, New Delhi, Mumbai, Bangalore, Bengaluru, Chennai, Hyderabad, Pune, Ahmedabad",
    "Asia/Riyadh": "Jeddah, Mecca, Medina",
    "Asia/Shanghai": "Beijing, Guangzhou, Shenzhen, Chengdu, Wuhan, Tianjin, Hangzhou",
    "Asia/Tokyo": "Osaka, Kyoto, Yokohama, Nagoya, Sapporo, Fukuoka",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon, Da Nang",
    "Asia/Seoul": "Busan, Incheon",
    "Asia/Tehran": "Isfahan, Mashhad, Shiraz",
    "Australia/Sydney": "Canberra, Newcastle",
    "Europe/Amsterdam": "Rotterdam, The Hague, Utrecht, Eindhoven",
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Köln, Frankfurt, Stuttgart, Leipzig, Dresden, Düsseldorf, Bremen",
    "Europe/Brussels": "Antwerp, Ghent, Bruges",
    "Europe/Istanbul": "Ankara, Izmir, Bursa",
    "Europe/Kyiv": "Kharkiv, Odesa, Odessa, Lviv, Dnipro, Zaporizhzhia, Mykolaiv, Харків, Одеса, Львів, Дніпро, Київ, Киев",
    "Europe/London": "Manchester, Birmingham, Edinburgh, Glasgow, Liverpool, Leeds, Bristol, Cardiff",
    "Europe/Madrid": "Barcelona, Valencia, Seville, Sevilla, Bilbao, Málaga",
    "Europe/Moscow": "Saint Petersburg, Санкт-Петербург, Sochi",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Nice, Bordeaux, Lille, Strasbourg",
    "Europe/Prague": "Brno, Ostrava",
    "Europe/Rome": "Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Firenze, Venice, Bologna",
    "Europe/Vienna": "Graz, Linz, Salzburg, Innsbruck",
    "Europe/Warsaw": "Kraków, Cracow, Gdańsk, Wrocław, Poznań, Łódź",
    "Europe/Zurich": "Geneva, Genève, Basel, Bern, Lausanne",
}
_COORDINATE = re.compile(r"([+-])(\d{2,3})(\d{2})(\d{2})?")


def find_zones(said: str) -> list[str]:
    """IANA zones that somebody may mean: one where it is clear, several to choose from, none where it says nothing.

    >>> find_zones("munich"), find_zones("Portugal"), find_zones("Atlantis")
    (['Europe/Berlin'], ['Europe/Lisbon', 'Atlantic/Madeira', 'Atlantic/Azores'], [])
    """
    said = " ".join(said.split())
    exact = {zone.lower(): zone for zone in available_timezones()}
    if "/" in said or said.upper() == "UTC":
        zone = exact.get(said.lower().replace(" ", "_"))
        return [zone] if zone else []
    names = _names()
    key = _plain(said)
    if not key:
        return []
    found = names.get(key) or _starting_with(key)
    return list(dict.fromkeys(found))[:MAX_CHOICES]


def nearest_zone(latitude: float, longitude: float) -> str:
    """The zone whose chief city is nearest: right except near borders, where the reader sees the time and can say so.

    >>> nearest_zone(48.14, 11.58)
    'Europe/Berlin'
    """
    here = math.radians(latitude), math.radians(longitude)
    return min(_places(), key=lambda place: _distance(here, place[1]))[0]


def is_zone(name: str) -> bool:
    """Whether a zone of this name exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _starting_with(key: str) -> list[str]:
    if len(key) < 3:
        return []
    return [zone for name, zones in sorted(_names().items()) if name.startswith(key) for zone in zones]


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """Every name known, plain, with its zones: what is certain first."""
    names: dict[str, list[str]] = {}
    for name, zone in _named_zones():
        zones = names.setdefault(_plain(name), [])
        if zone not in zones:
            zones.append(zone)
    return names


def _named_zones() -> Iterator[tuple[str, str]]:
    zones = [(countries, zone) for countries, _at, zone in _table("zone.tab")]
    for zone, cities in CITIES.items():
        yield from ((city.strip(), zone) for city in cities.split(","))
    for _country, zone in zones:
        yield zone.rpartition("/")[2].replace("_", " "), zone
    yield from _cities_in_other_languages([zone for _country, zone in zones])
    countries = {code: name for code, name, *_ in _table("iso3166.tab")}
    yield from ((countries[code], zone) for code, zone in zones)


def _cities_in_other_languages(zones: list[str]) -> Iterator[tuple[str, str]]:
    from babel import Locale

    for language in LANGUAGES:
        locale = Locale.parse(language)
        for zone in zones:
            if city := (locale.time_zones.get(zone) or {}).get("city"):
                yield city, zone


@lru_cache(maxsize=1)
def _places() -> list[tuple[str, tuple[float, float]]]:
    """Zones with the place of their chief city, in radians."""
    places = []
    for _country, at, zone in _table("zone.tab"):
        latitude, longitude = (_degrees(match) for match in _COORDINATE.finditer(at))
        places.append((zone, (math.radians(latitude), math.radians(longitude))))
    for zone, latitude, longitude in _EXTRA_PLACES:
        places.append((zone, (math.radians(latitude), math.radians(longitude))))
    return places


# Where the chief city of a zone is so far off that a neighbor's is nearer.
_EXTRA_PLACES = (
    ("Europe/Berlin", 48.1, 11.6),
    ("Europe/Berlin", 50.1, 8.7),
    ("Europe/Berlin", 51.2, 6.8),
    ("America/Los_Angeles", 47.6, -122.3),
    ("America/Los_Angeles", 37.8, -122.4),
    ("America/Los_Angeles", 32.8, -117.1),
    ("America/New_York", 33.7, -84.4),
    ("America/New_York", 25.8, -80.2),
    ("America/Chicago", 29.8, -95.4),
    ("America/Chicago", 32.8, -96.8),
    ("America/Chicago", 45.0, -93.3),
    ("Asia/Kolkata", 28.6, 77.2),
    ("Asia/Kolkata", 13.0, 77.6),
    ("Asia/Shanghai", 39.9, 116.4),
    ("Asia/Shanghai", 23.1, 113.3),
    ("Europe/Kyiv", 49.8, 24.0),
    ("Europe/Kyiv", 49.99, 36.2),
    ("Europe/Kyiv", 46.5, 30.7),
    ("Europe/Paris", 43.3, 5.4),
    ("Europe/Paris", 43.6, 1.4),
    ("Europe/Madrid", 41.4, 2.2),
    ("Europe/Rome", 45.5, 9.2),
    ("Europe/Istanbul", 39.9, 32.9),
    ("Australia/Sydney", -35.3, 149.1),
)


def _degrees(match: re.Match[str]) -> float:
    sign, degrees, minutes, seconds = match.groups()
    value = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -value if sign == "-" else value


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The angle between two places (haversine)."""
    half = math.sin((b[0] - a[0]) / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    return 2 * math.asin(min(1.0, math.sqrt(half)))


def _table(name: str) -> list[list[str]]:
    """The rows of one of the time zone database's own tables."""
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [row[:3] if name == "zone.tab" else row for row in rows]


def _plain(name: str) -> str:
    """Lower case, without accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l"))
    return " ".join(re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c))))
