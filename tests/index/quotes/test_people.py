"""Who "he" is: names, offices, roles, pronouns."""

from __future__ import annotations

import pytest

from index.model import Article
from index.quotes.entities import Entity, is_plural
from index.quotes.marks import find_marked
from index.quotes.names import find_names
from index.quotes.people import Cast
from index.quotes.resolve import Resolver, Speaker
from tests.index.quotes.articles import article

TITLE = "Bridge to close"


def resolved(of: Article, *mentions: str) -> list[Speaker | None]:
    """The mentions, looked for in order, resolved."""
    blocks = [(of.title_start, of.title_end), *((p.start, p.end) for p in of.paragraphs)]
    marks = [(m.start, m.end) for a, b in blocks for m in find_marked(of.text, a, b) if not m.single]
    spans, position = [], 0
    for mention in mentions:
        position = of.text.index(mention, position)
        spans.append((position, position + len(mention)))
        position += len(mention)
    resolver = Resolver(Cast(of.text, blocks, marks, spans))
    return [resolver.resolve(*span) for span in spans]


def names(of: Article, *mentions: str) -> list[str | None]:
    return [s.name if s else None for s in resolved(of, *mentions)]


def test_one_person_with_one_name_and_title() -> None:
    a = article(
        "Lind says bridge will close",
        "Transport Minister Mara Lind said the bridge would close.",
        "“It rusts,” Lind said. The minister said a ferry would run.",
        "“It is slow,” she said.",
    )
    found = resolved(a, "Lind", "Transport Minister Mara Lind", "Lind", "The minister", "she")
    assert [s.name for s in found if s] == ["Mara Lind"] * 5
    assert {s.title for s in found if s} == {"Transport Minister"}


def test_title_in_apposition() -> None:
    a = article(TITLE, "Mara Lind, the transport minister, said so. The minister smiled.")
    found = resolved(a, "Mara Lind", "The minister")
    assert [(s.name, s.title) for s in found if s] == [("Mara Lind", "transport minister")] * 2


def test_two_people_with_one_surname() -> None:
    a = article(
        TITLE,
        "Mayor Oskar Lind opened the bridge. Engineer Tova Lind built it.",
        "Mayor Lind said it was time. Engineer Lind said it was late.",
    )
    assert names(a, "Mayor Lind", "Engineer Lind") == ["Oskar Lind", "Tova Lind"]


def test_gender_keeps_two_people_apart() -> None:
    a = article(
        TITLE, "Mrs Tova Lind met Mr Oskar Berg at the bridge.", "“It holds,” she said. “It rusts,” he said."
    )
    assert names(a, "she", "he") == ["Tova Lind", "Oskar Berg"]


def test_bodies_and_groups_are_speakers() -> None:
    a = article(
        TITLE,
        "The River Transport Authority (RTA) said the bridge would close. Officials said so on Monday.",
        "“We regret it,” the RTA said. It added that a ferry would run.",
    )
    assert names(a, "The River Transport Authority (RTA)", "Officials", "the RTA", "It") == [
        "River Transport Authority",
        "Officials",
        "River Transport Authority",
        "River Transport Authority",
    ]


def test_roles_without_a_name_stay_roles() -> None:
    a = article(TITLE, "A senior port official said the bridge was safe.", "“Quite safe,” the official said.")
    assert names(a, "A senior port official", "the official") == ["A senior port official"] * 2


def test_interviewer_and_interviewee() -> None:
    a = article(
        TITLE,
        "Minister Oskar Berg gave an interview. “It rusts,” he said.",
        "The interviewer then asked about the ferry.",
        "“It is slow,” he said.",
    )
    assert names(a, "he", "The interviewer", "he") == ["Oskar Berg", "The interviewer", "Oskar Berg"]


def test_places_are_no_antecedents() -> None:
    a = article(
        TITLE,
        "Mayor Oskar Berg spoke in Nordhavn on Monday. The bridge in Nordhavn rusts.",
        "“It must close,” he said.",
    )
    assert names(a, "he") == ["Oskar Berg"]


def test_names_inside_quotes_are_no_antecedents() -> None:
    a = article(TITLE, "“Oskar Berg built it badly,” Ms Tova Lind said. “He knew,” she said.")
    assert names(a, "Ms Tova Lind", "she") == ["Tova Lind"] * 2


def test_i_is_nobody_and_not_the_next_speaker() -> None:
    a = article(TITLE, "Tova Lind said: “I built it.” I said nothing. “It holds,” she said.")
    assert names(a, "Tova Lind", "I built", "she")[0] == "Tova Lind"
    assert resolved(a, "I") == [None]
    assert names(a, "she") == ["Tova Lind"]


def test_unknown_rather_than_a_guess() -> None:
    a = article(TITLE, "The bridge rusts in the rain. “It must close,” he said.")
    assert names(a, "he") == [None]


def test_name_in_apposition_to_a_role() -> None:
    a = article(TITLE, "“It must close,” said a spokesman, Oskar Berg, on Monday.")
    assert names(a, "a spokesman, Oskar Berg") == ["Oskar Berg"]


def test_relative_pronoun() -> None:
    a = article(TITLE, "Tova Lind, who said the bridge was safe, left.")
    assert names(a, "who") == ["Tova Lind"]


def test_confidence_falls_from_name_to_pronoun() -> None:
    a = article(
        TITLE, "Mayor Oskar Berg met engineer Tova Lind.", "“It holds,” Berg said. “It rusts,” he said."
    )
    name, pronoun = resolved(a, "Mayor Oskar Berg", "he")
    assert name is not None
    assert pronoun is not None
    assert name.probability > pronoun.probability


def test_a_description_behind_a_name_is_that_name() -> None:
    a = article(
        TITLE, "“It rusts,” said Mara Lind, the welder.", "According to Mara Lind, the council slept."
    )
    assert names(a, "the welder", "the council") == ["Mara Lind", "the council"]


def test_names_of_bodies_with_prepositions() -> None:
    a = article(
        TITLE,
        "The Institute for Bridges and Tunnels said it was rust.",
        "University of Lindow professor Tova Berg said it was salt. The Institute said no more.",
    )
    whole = "Institute for Bridges and Tunnels"
    found = names(a, "The " + whole, "University of Lindow professor Tova Berg", "The Institute")
    assert [n and n.removeprefix("The ") for n in found] == [whole, "Tova Berg", whole]


def test_a_document_speaks_for_who_wrote_it() -> None:
    a = article(TITLE, "According to a yearly report by the Lindow Bridge Authority, it rusts.")
    assert names(a, "a yearly report by the Lindow Bridge Authority") == ["Lindow Bridge Authority"]


def test_a_name_ends_the_description_before_it() -> None:
    a = article(TITLE, "A speaker for the bridge office, Petra Solheim, said no. “Never,” she said.")
    mention = "A speaker for the bridge office, Petra Solheim,"
    assert names(a, mention, "she") == ["Petra Solheim"] * 2


def test_things_are_no_antecedents() -> None:
    a = article(TITLE, "Tova Berg, 59, who stood on the Northern Quay, said no. She smiled.")
    assert names(a, "Tova Berg, 59, who stood on the Northern Quay,", "She") == ["Tova Berg"] * 2


def test_surnames_that_are_offices_and_initials() -> None:
    a = article(TITLE, "Hedda Dean met John G. Lind Jr. at noon. Dean, a doctor, smiled. Lind did not.")
    found = resolved(a, "Dean, a doctor,", "Lind")
    assert [s.name for s in found if s] == ["Hedda Dean", "John G. Lind Jr."]


def test_a_person_by_their_age() -> None:
    a = article(
        TITLE,
        "Tova Lind, 34, built the bridge. Oskar Berg, 61, sold it.",
        "The 34-year-old said it holds. The 61-year-old said it rusts.",
    )
    assert names(a, "The 34-year-old", "The 61-year-old") == ["Tova Lind", "Oskar Berg"]


def test_a_body_is_written_in_one_way() -> None:
    a = article(
        TITLE,
        "On Monday the Harbour Authority closed the bridge.",
        "The Harbour Authority said it rusts. Late on Friday the Harbour Authority said it holds.",
    )
    found = names(a, "The Harbour Authority", "the Harbour Authority")
    assert found == ["Harbour Authority"] * 2


def test_words_that_name_nobody() -> None:
    a = article(TITLE, "Some said it rusts. Hey Tova Lind, one said. A row over labor- law began.")
    assert names(a, "Some", "one", "labor-") == [None, None, None]
    assert names(a, "Hey Tova Lind") == ["Tova Lind"]


def test_who_goes_on_about_the_person_that_is_described() -> None:
    a = article(
        TITLE, "The bridge was planned by Oskar Berg, a former envoy to Norway, who said it would hold."
    )
    assert names(a, "who") == ["Oskar Berg"]


def test_the_surname_is_not_his_whom_the_article_calls_by_his_first_name() -> None:
    a = article(
        TITLE,
        "Oskar Lind told the board that the bridge rusts. His son, Emil Lind, agreed, and Emil laughed.",
        "Emil Lind has built a boat. “It holds,” Lind said.",
    )
    assert names(a, "has built a boat", "Lind")[-1] == "Oskar Lind"


def test_the_surname_is_not_hers_who_is_named_to_tell_whose_mother_somebody_is() -> None:
    a = article(
        TITLE,
        "Tova Lind, mother of the ferry guard Emil Lind, was calm. “It holds,” Lind said.",
    )
    assert names(a, "was calm", "Lind")[-1] == "Tova Lind"


def test_herself_is_left_out() -> None:
    a = article(TITLE, "Tova Lind built the bridge. Lind herself said it rusts.")
    assert names(a, "Lind herself") == ["Tova Lind"]


def test_an_office_in_capitals_is_no_name() -> None:
    a = article(TITLE, "Tova Lind met the former House Speaker. The former House Speaker said it rusts.")
    assert names(a, "The former House Speaker") == ["The former House Speaker"]


def test_who_took_the_picture_is_no_name_of_the_story() -> None:
    text = "Rain at the bridge. (AP Photo/Oskar Berg) Photo by Ada Moor. Emil Lund came."
    assert [" ".join(n.words) for n in find_names(text, 0, len(text), frozenset())][-1] == "Emil Lund"
    assert not {"Oskar", "Ada"} & {w for n in find_names(text, 0, len(text), frozenset()) for w in n.words}


def test_several_that_open_a_sentence_are_no_name() -> None:
    text = "Oskar Berg sings. Audiences can expect a short evening."
    assert [n.words for n in find_names(text, 0, len(text), frozenset())] == [("Oskar", "Berg")]


def test_the_airline_is_the_one_that_has_been_named() -> None:
    a = article(
        TITLE,
        "Lindow Airlines said nothing for an hour. Oskar Berg waited at the gate.",
        "“We are sorry,” the airline said.",
    )
    assert names(a, "Lindow Airlines", "the airline") == ["Lindow Airlines"] * 2


def test_the_council_is_no_other_body() -> None:
    a = article(TITLE, "Lindow Harbour Authority waited. The council met. “It rusts,” the council said.")
    assert names(a, "Lindow Harbour Authority", "the council")[1] == "the council"


def test_but_a_place_and_a_person_are_no_company() -> None:
    a = article(TITLE, "Oskar Berg flew to Oslo. “We are sorry,” the company said.")
    assert names(a, "the company") == ["the company"]


def test_a_party_is_a_role_and_no_name() -> None:
    a = article(TITLE, "Republicans waited. The top Republican on the committee said it rusts.")
    assert names(a, "The top Republican on the committee") == ["The top Republican on the committee"]


@pytest.mark.parametrize(
    ("name", "alone", "person"),
    [
        ("Joan Rivers", 2, True),
        ("Joan Rivers", 0, False),
        ("Jesse Berg Jr.", 0, True),
        ("Harbour Rivers", 2, False),
    ],
)
def test_who_is_called_like_a_person(name: str, alone: int, person: bool) -> None:
    entity = Entity(0, surname_alone=alone)
    entity.names[tuple(name.split())] += 1
    assert entity.is_called_like_a_person is person


@pytest.mark.parametrize(("word", "several"), [("chairmen", True), ("specimen", False), ("miners", True)])
def test_nouns_that_mean_several(word: str, several: bool) -> None:
    assert is_plural(word) is several


def test_the_president_is_no_surname_of_somebody() -> None:
    a = article(TITLE, "Grant President came. The President said it rusts, and the President left.")
    assert names(a, "The President") == ["The President"]
