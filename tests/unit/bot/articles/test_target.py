"""What a link may be, before its name is looked up."""

import pytest

from bot.articles.target import join_target, parse_target
from bot.errors import UnsafeAddressError

DISGUISED_LOOPBACK = """
2130706433 017700000001 0177.0.0.1 0x7f.0.0.1 0x7f000001 0X7F.1 127.1 127.0.1 127.0.0.01 127.000.000.001 127.0.0.1.
0x7f.0x0.0x0.0x1 0 00000000 0x0 1 4294967295 999.999.999.999 256.256.256.256 127.0.0.0x1 1.2.3 8.8.8.08
①②⑦.⓪.⓪.① １２７.０.０.１ 127。0。0。1 127．0．0．1 127｡0｡0｡1 ⓛocalhost ｌｏｃａｌｈｏｓｔ ⓔxample.com
𝟏𝟐𝟕.𝟎.𝟎.𝟏 ²130706433 127.0.0.１
%31%32%37.0.0.1 127%2e0%2e0%2e1 ex%61mple.com
""".split()

PRIVATE = """
127.0.0.1 10.1.2.3 172.20.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 198.18.0.1
192.0.0.192 168.63.129.16 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::]
[2001:0:7f00:1::] [fe80::1] [fd00:ec2::254] [ff02::1] [fec0::1] [2001:db8::1] [::ffff:0:7f00:1] [0:0:0:0:0:0:0:1]
localhost LOCALHOST localhost. a.localhost localhost.localdomain.local printer.local metadata.google.internal intranet
metadata wpad router.lan nas.home.arpa hidden.onion x.invalid db postgres host.docker.internal
""".split()

MALFORMED = """
http:// http:///x http://./ http://../ http://.example.org/ http://a..example.org/ http://[::1 http://::1/ http://[]/
http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/ http://[1.2.3.4]/ http://[v1.x]/ http://exa$mple.org/ http://example.org:99999/
http://example.org:-1/ http://example.org:8x/ http://exam!ple.org/ http://<script>/ http://a,b.example.org/ example.org
//example.org/ http:example.org http:/example.org https:\\\\example.org http://example.org\\.evil.org/ http://-.\u00ad.org/
http://\u200bexample.org/ http://exa\u202emple.org/
""".split()

SCHEMES = """
file:///etc/passwd ftp://example.org/ gopher://example.org/ javascript:alert(1) data:text/html,x about:blank blob:x
ws://example.org/ wss://example.org/ ldap://example.org/ dict://example.org:11211/ jar:http://example.org!/ tg://resolve
mailto:a@example.org view-source:http://example.org/ feed://example.org/ sftp://example.org/ unix:///run/x httpx://example.org
""".split()

CREDENTIALS = [
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://@example.org/",
    "http://:@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org%40127.0.0.1@evil.org/",
]

HOSTILE = [
    *(f"{scheme}://{host}/latest" for host in DISGUISED_LOOPBACK + PRIVATE for scheme in ("http", "https")),
    *(f"http://example.org:{port}/" for port in (0, 1, 21, 22, 23, 25, 53, 110, 143, 389, 445, 2375, 3306, 5432, 6379)),
    *(f"https://example.org:{port}/" for port in (8000, 8080, 8443, 9200, 10250, 11211, 27017, 65535)),
    *MALFORMED,
    *SCHEMES,
    *CREDENTIALS,
    "http://example.org/\r\nHost: evil.org",
    "http://example.org/\x00",
    "http://exam\nple.org/",
    "http://exam\tple.org/",
    "http://exam ple.org/",
    "http://example.org/\x85",
    "http://" + "a" * 64 + ".org/",
    "http://" + ".".join(["abcdefgh"] * 30) + ".org/",
    "http://example.org/" + "a" * 5000,
    "",
    " ",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_links_are_refused(url):
    with pytest.raises(UnsafeAddressError):
        parse_target(url)


@pytest.mark.parametrize(
    ("url", "parsed"),
    [
        ("http://example.org", "http://example.org/"),
        (" https://example.org/a b?c=d e#part ", "https://example.org/a%20b?c=d%20e"),
        ("HTTPS://EXAMPLE.org:443/%7Ea", "https://example.org/%7Ea"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("http://example.org./x", "http://example.org/x"),
        (
            "https://пример.рф/новость?а=б",
            "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C?%D0%B0=%D0%B1",
        ),
        ("https://STRASSE.de/ß", "https://strasse.de/%C3%9F"),
        ("https://Müller.de/", "https://xn--mller-kva.de/"),
        ("http://8.8.8.8/x", "http://8.8.8.8/x"),
        ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
        ("https://a_b.example.org/", "https://a_b.example.org/"),
        (
            "https://127.0.0.1.nip.io/",
            "https://127.0.0.1.nip.io/",
        ),  # a name like any other; its address is checked later
        ("https://example.org?q=1", "https://example.org/?q=1"),
        ("https://mylocal.org/", "https://mylocal.org/"),
        ("https://1.example.org/", "https://1.example.org/"),
    ],
)
def test_ordinary_links_are_admitted_in_one_spelling(url, parsed):
    assert parse_target(url).url == parsed


def test_a_fragment_and_line_ends_at_the_edges_do_not_matter():
    assert parse_target("\n https://example.org/x#y\r\n").url == "https://example.org/x"


@pytest.mark.parametrize(
    ("location", "joined"),
    [
        ("/b", "https://example.org/b"),
        ("c?d", "https://example.org/a/c?d"),
        ("//example.net/", "https://example.net/"),
        (" http://example.net/ ", "http://example.net/"),
    ],
)
def test_redirects_may_be_relative(location, joined):
    assert join_target(parse_target("https://example.org/a/b"), location) == joined
