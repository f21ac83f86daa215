"""Round numbers in digits and in words: "300" is "three hundred". Only ever of a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from index.checking.tokens import Word

_POWERS = {"billion": 9, "million": 6, "thousand": 3, "hundred": 2}
_MOST = 15
"""Digits of a number that is written anew."""


def renumbered(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Canonical words with every round number written in other ways, at the same places: "300000", "300 thousand",
    "3 hundred thousand". Linear."""
    ways = (_rewritten(words, write) for write in (_in_digits, _in_words, _in_hundreds))
    return [way for way in dict.fromkeys(ways) if way != tuple(words)]


def _rewritten(words: Sequence[Word], write: Callable[[Decimal], list[str]]) -> tuple[Word, ...]:
    found: list[Word] = []
    at = 0
    while at < len(words):
        value = _value(words[at].folded)
        end = at + 1
        while value is not None and end < min(at + 3, len(words)) and words[end].folded in _POWERS:
            value *= 10 ** _POWERS[words[end].folded]
            end += 1
        if value is None or (end == at + 1 and value < 100):
            found += words[at:end]
        else:
            found += [Word(word, words[at].start, words[end - 1].end) for word in write(value)]
        at = end
    return tuple(found)


def _value(word: str) -> Decimal | None:
    if word == "one":
        return Decimal(1)
    plain = word.replace(".", "", 1)
    return (
        Decimal(word)
        if len(word) <= _MOST and plain.isascii() and plain.isdigit() and word[-1] != "."
        else None
    )


def _in_digits(value: Decimal) -> list[str]:
    return [_plain(value)]


def _in_words(value: Decimal) -> list[str]:
    """300,000 as "300 thousand", 4.3 million as it is."""
    for name, power in _POWERS.items():
        count = value / 10**power
        short = count * (10 if power > 3 else 1) % 1 == 0  # nobody writes "4.3 thousand"
        if 1 <= count < 1000 and short:
            return ["one" if count == 1 else _plain(count), name]
    return _in_digits(value)


def _in_hundreds(value: Decimal) -> list[str]:
    """300,000 as "3 hundred thousand"."""
    first, *rest = _in_words(value)
    number = _value(first)
    if number is None or number % 100 or not 100 <= number < 1000:
        return [first, *rest]
    return [*_in_words(number), *rest]


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
