"""Links: signed, expiring, to one article or one shelf; fragments that name a place in a paragraph."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

from bot.errors import LinkError, StartError
from bot.serving.links import Leave, Links, place, secret_in, with_token
from index.reading.text import read_text

SECRET = b"s" * 64


def test_a_token_gives_back_what_it_was_made_of() -> None:
    links = Links(SECRET, 7)
    for leave in (Leave("12", 5), Leave("12"), Leave("shared", 10**12)):
        assert links.leave(links.token(leave)) == leave


def test_a_link_fits_on_a_button() -> None:
    links = Links(SECRET, 7, "https://quotes.example.org")
    assert len(links.to_article("9" * 19, 10**9) + "#p1000:10000-20000") < 512


def test_nobody_else_can_make_one() -> None:
    links = Links(SECRET, 7)
    token = links.token(Leave("12", 5))
    other = Links(b"t" * 64, 7).token(Leave("12", 5))
    for wrong in (
        "",
        "x",
        token[:-1],
        token[1:],
        token + "x",
        other,
        token.swapcase(),
        "a" * 10_000,
        "é.é.é",
    ):
        with pytest.raises(LinkError, match="not whole"):
            links.leave(wrong)


def test_every_changed_character_is_noticed() -> None:
    links = Links(SECRET, 7)
    token = links.token(Leave("12", 5))
    for at in range(len(token) - 1):  # of the last one, base64 does not use every bit
        wrong = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(LinkError):
            links.leave(wrong)


def test_it_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    links = Links(SECRET, 2)
    now = TimestampSigner(SECRET).get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now - 86_400 * 2 + 60)
    good = links.token(Leave("12", 5))
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now - 86_400 * 2 - 60)
    old = links.token(Leave("12", 5))
    monkeypatch.undo()
    assert links.leave(good) == Leave("12", 5)
    with pytest.raises(LinkError, match="expired"):
        links.leave(old)


def test_only_private_shelves_need_leave() -> None:
    links = Links(SECRET, 7, "https://quotes.example.org/")
    assert links.to_article("shared", 5) == "https://quotes.example.org/a/5"
    assert links.to_article("12", 5).startswith("https://quotes.example.org/a/5?t=")


def test_places() -> None:
    article = read_text(b"A title\n\nThe first one.\n\nThe second one.\n", "a.txt")
    start = article.text.index("second")
    assert place(article, start, start + 6) == "p2:4-10"
    assert place(article, start, start + 600) == "p2:4-15"
    assert place(article, 2, 7) == "p0:2-7"


def test_leave_goes_before_the_fragment() -> None:
    assert with_token("/a/5#p1:0-5", "x.y") == "/a/5?t=x.y#p1:0-5"
    assert with_token("/a/5?v=1", "x") == "/a/5?v=1&t=x"
    assert with_token("/a/5", "") == "/a/5"


def test_the_secret_is_made_once_and_is_nobody_elses_to_read(data: Path) -> None:
    secret = secret_in(data)
    assert secret_in(data) == secret
    assert len(secret) >= 32
    (file,) = data.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("short")
    with pytest.raises(StartError, match="delete it"):
        secret_in(data)
