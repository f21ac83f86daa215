"""Whom "he", "she" and "they" mean, and whom the same surname means."""

from __future__ import annotations

import pytest

from index.model import Article
from index.quotes.agreement import agrees
from index.quotes.antecedents import Antecedents
from index.quotes.entities import Entity
from index.quotes.heard import Heard
from index.quotes.people import Cast
from tests.index.quotes.articles import article
from tests.index.quotes.test_people import names, resolved

TITLE = "Bridge to close"


def test_somebody_else_becomes_the_subject() -> None:
    a = article(
        TITLE,
        "Director Oskar Berg said that the bridge was safe. “It holds,” he said.",
        "Councillor Henrik Lund was less polite. “It rusts,” he told the meeting.",
    )
    assert names(a, "Director Oskar Berg", "he said", "he told") == [
        "Oskar Berg",
        "Oskar Berg",
        "Henrik Lund",
    ]


def test_first_names_tell_women_from_men() -> None:
    a = article(
        TITLE,
        "Katherine Berg and Robert Lund run the ferry. Robert Lund sold the tickets.",
        "“Not today,” she said.",
    )
    assert names(a, "she") == ["Katherine Berg"]


def test_couples() -> None:
    a = article(
        TITLE,
        "Hugo Berg and his wife, Martha Berg, bought the ferry in 1998. Mr Berg said it leaked. Mrs Berg said it sank.",
    )
    assert names(a, "Mr Berg", "Mrs Berg") == ["Hugo Berg", "Martha Berg"]


def test_two_of_one_surname_by_their_description() -> None:
    a = article(
        TITLE,
        "Hugo Berg, the miner, met Martha Berg, the senator, in May. “It rusts,” Berg, the miner, said.",
    )
    assert names(a, "Berg, the miner", "Berg, the miner")[1] == "Hugo Berg"


def test_they_are_two() -> None:
    a = article(TITLE, "Hugo Berg and Martha Lund own two boats. “We will block the port,” they said.")
    assert names(a, "they") in (["Hugo Berg and Martha Lund"], [None])


def test_a_spokesman_is_not_whom_he_speaks_for() -> None:
    a = article(TITLE, "Mayor Martha Berg was silent. A spokesman for Berg said the bridge would close.")
    assert names(a, "A spokesman for Berg") == ["A spokesman for Berg"]


@pytest.mark.parametrize(
    ("mention", "right"),
    [
        ("Captain Maria de la Torre", "Maria de la Torre"),
        ("Jan van der Meer, her mate,", "Jan van der Meer"),
        ("University of the North Coast economist Hugo Berg", "Hugo Berg"),
        ("Friends of the Harbour chairwoman Martha Lund", "Martha Lund"),
        ("Warden of the Gate, Henrik Lund,", "Henrik Lund"),
        ("the director of operations for Ferrex, Hugo Berg,", "Hugo Berg"),
        ("Stallholder Martha Lund", "Martha Lund"),
        ("General Suleiman al-Amin", "Suleiman al-Amin"),
        ("Lund's brother, Hugo Berg,", "Hugo Berg"),
    ],
)
def test_names_are_whole_and_bare(mention: str, right: str) -> None:
    a = article(TITLE, f"There was rust. {mention} said that the bridge was safe.")
    assert names(a, mention) == [right]


def test_a_place_and_a_headline_are_nobody() -> None:
    a = article("Long night in the valley", "The valley slept. “Go home,” he said.")
    assert names(a, "he") == [None]


def test_who_spoke_last_goes_on_when_nobody_was_named_since() -> None:
    a = article(
        TITLE,
        "“The keeper is why we need three machines,” said Oskar Berg.",
        "“The town pays for the roof,” said Mayor Ingrid Holm.",
        "“Put the old books there,” Martha Lund said.",
        "“They have something to tell,” she added.",
    )
    asked = names(a, "Oskar Berg", "Mayor Ingrid Holm", "Martha Lund", "she added")
    assert asked == ["Oskar Berg", "Ingrid Holm", "Martha Lund", "Martha Lund"]


def test_who_is_named_in_the_words_hardly_says_them() -> None:
    def sure(words: str) -> float:
        lead = "To Hugo Berg, Oskar Lund was a legend of the port."
        (found,) = resolved(article(TITLE, f"{lead} He said, “{words}.”"), "He")
        return found.probability if found and found.name == "Oskar Lund" else 0.0

    assert sure("Oskar Lund was the heart of it") < sure("The port was the heart of it")


def test_he_is_no_thing_that_speaks() -> None:
    a = article(TITLE, "The back of the ticket says it rusts. “It is a fine old bridge,” he said.")
    assert names(a, "The back of the ticket", "he") == ["The back of the ticket", None]


@pytest.mark.parametrize(
    ("line", "pronoun", "right"),
    [
        # nobody can tell by "Kit" or "Noor"; they are the subject now
        ("“It holds,” Martha Berg said. Her neighbour Noor Lund waited. “It rusts,” she said.", "she", "Noor Lund"),
        ("Trainer Kit Lund answered Martha Berg. “She may be right,” she said.", "she", "Kit Lund"),
        ("“Ben, come,” Mara Lind told Ben Church. “Not now, Mara,” he said.", "he", "Ben Church"),
        ("“Who moved it?” Hugo West asked Martha Day. “Ask them, Mr West,” she said.", "she", "Martha Day"),
    ],
)  # fmt: skip
def test_who_the_last_sentence_is_about(line: str, pronoun: str, right: str) -> None:
    assert names(article(TITLE, line), pronoun) == [right]


def test_a_place_between_does_not_speak_for_the_body() -> None:
    a = article(TITLE, "Harbour Power sent men to Upper Vale. Upper Vale is dark. “Poles are down,” it said.")
    assert names(a, "it") == ["Harbour Power"]


@pytest.mark.parametrize(
    "lead",
    [
        "Among those at the rail was Tova Lind, who has fished here for years.",
        "The last word came from Tova Lind, a welder.",
        "One of them is Tova Lind, 58.",
    ],
)
def test_whom_the_paragraph_introduces_says_what_follows(lead: str) -> None:
    a = article(
        TITLE,
        "Katherine Berg ran the ferry. “It leaks,” Katherine Berg said. She said that nobody cared.",
        f"{lead} “It sank,” she said.",
    )
    assert names(a, "Katherine Berg said", "She", "she said")[1:] == ["Katherine Berg", "Tova Lind"]


def test_the_subject_of_the_last_sentence_says_what_follows() -> None:
    a = article(
        TITLE,
        "Katherine Berg ran the ferry. Katherine Berg said that it leaked.",
        "Katherine Berg sold it in the spring. Councillor Martha Lund, who wanted to keep it, was not so sure. “It sank,” she said.",
    )
    assert names(a, "Katherine Berg said", "she said")[-1] == "Martha Lund"


def test_somebody_without_a_name_speaks_on_right_behind_and_is_less_likely_later() -> None:
    a = article(
        TITLE,
        "Oskar Berg ran the ferry. “It leaks,” Oskar Berg said.",
        "A spokesman for the water board said that nobody had told the board. “It sank,” he said.",
    )
    who = "A spokesman for the water board"
    *_, behind = resolved(a, "Oskar Berg", who, "he said")
    b = article(TITLE, f"{who} said no.", "The water rose.", "The boat sank.", "“It sank,” he said.")
    _, later = resolved(b, who, "he said")
    assert behind is not None
    assert behind.name == who
    assert later is None or later.probability < behind.probability


def antecedents(of: Article) -> Antecedents:
    blocks = [(of.title_start, of.title_end), *((p.start, p.end) for p in of.paragraphs)]
    return Antecedents(Cast(of.text, blocks, [], []))


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        ("Of Lund, ", True),
        ("Asked about Lund, ", True),
        ("On Lund’s last day, ", False),
        ("On the day Lund left, ", False),
    ],
)
def test_of_whom_a_sentence_tells_is_known(lead: str, told: bool) -> None:
    a = article(TITLE, "Henrik Lund runs the ferry.", f"Berg was calm. {lead}he said no.")
    assert (antecedents(a).told_about(a.text.index("he said")) is not None) is told


def test_an_office_of_the_last_speaker_names_nobody_in_between() -> None:
    a = article(TITLE, "Grant Berg, an engineer under Emil Lund, said so.", "“It holds,” he said.")
    asked, heard = antecedents(a), Heard()
    heard.hear(0, a.text.index("Grant"))
    assert asked.goes_on(a.text.index("he said"), heard) == 0


def test_but_who_is_named_in_the_next_sentence_does() -> None:
    a = article(TITLE, "Grant Berg said so. Emil Lund was there.", "“It holds,” he said.")
    asked, heard = antecedents(a), Heard()
    heard.hear(0, a.text.index("Grant"))
    assert asked.goes_on(a.text.index("he said"), heard) is None


@pytest.mark.parametrize(
    ("word", "name", "may"),
    [("he", "French", False), ("they", "French", True), ("he", "Carl French", True)],
)
def test_a_nationality_is_nobodys_he(word: str, name: str, may: bool) -> None:
    entity = Entity(0, person=0.9)
    entity.names[tuple(name.split())] += 1
    assert agrees(word, entity, lambda e: None) is may
