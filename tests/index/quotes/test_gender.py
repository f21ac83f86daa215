"""First names tell women and men, or nothing."""

from __future__ import annotations

from index.quotes.entities import Entity
from index.quotes.gender import is_female, is_first_name


def test_first_names() -> None:
    assert is_female("Martha") is True
    assert is_female("Hugo") is False
    assert is_female("Mei-Ling") is is_female("Mei")
    assert is_female("Robin") is None
    assert [is_female(n) for n in ("Renée", "Małgorzata", "José", "Søren")] == [True, True, False, False]
    assert is_first_name("Robin")
    assert not is_first_name("Conductor")
    assert is_female("Conductor") is None


def test_an_office_tells_nothing_against_a_first_name() -> None:
    """ "Hugo Berg's mother": a word beside a name is not always about who bears it."""
    entity = Entity(0)
    entity.names["Hugo", "Berg"] += 1
    assert entity.female is False
    entity.offices["mother"] += 1
    assert entity.female is None
    entity.honorifics.add("mr")
    assert entity.female is False
    entity.honorifics.add("mrs")
    assert entity.female is None
