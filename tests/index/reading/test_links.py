"""What a document says of its own address."""

from __future__ import annotations

import pytest

from index.reading.formats import read_bytes
from index.reading.links import kin, web_address

MARKDOWN = "---\nurl: {}\npublisher: The Harbour Post\n---\n# The bridge opens\n\nIt opens on Friday, the mayor said.\n"


@pytest.mark.parametrize(
    "address",
    [
        "https://harbour.test@evil.test/",
        "https://harbour.test%2Fnews@evil.test",
        "javascript:alert(1)",
        "https://",
        "https://evil.test/) x",
        "https://evil.test/\u202egnp.exe",
        "https://[",
        "https://evil.test/" + "a" * 2_000,
    ],
)
def test_odd_addresses_are_none(address: str) -> None:
    assert web_address(address) is None
    assert read_bytes(MARKDOWN.format(address).encode(), "x.md").url is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.harbour.test/a", "https://m.harbour.test/b", True),
        ("https://news.harbour.test/a", "https://harbour.test/", True),
        ("https://harbour.test/", "https://evil.test/harbour.test", False),
        ("https://harbour.test/", "https://test/", False),
    ],
)
def test_kinship(one: str, other: str, same: bool) -> None:
    assert kin(one, other) is same is kin(other, one)


def test_a_fetched_markdown_names_its_own_house_only() -> None:
    raw = MARKDOWN.format("https://harbour.test/bridge").encode()
    stolen = read_bytes(
        raw, "https://evil.test/x.md", content_type="text/markdown", url="https://evil.test/x.md"
    )
    assert (stolen.url, stolen.publisher) == ("https://evil.test/x.md", None)
    own = read_bytes(raw, "x", content_type="text/markdown", url="https://www.harbour.test/x.md")
    assert (own.url, own.publisher) == ("https://harbour.test/bridge", "The Harbour Post")
