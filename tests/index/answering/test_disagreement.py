"""When sources differ, and when they only say it in other words."""

from __future__ import annotations

import pytest

from index.answering.disagreement import asks_for_now, differ, settle
from index.model import Answer, Citation, Disagreement

DIFFER = [
    ("How many berths does the harbour have?", "numbers", "The harbour has 40 berths for visiting boats.", "Lindow harbour now has 52 berths for boats."),
    ("What did the bridge cost?", "numbers", "The bridge cost 3.2 million crowns, the council said.", "The council paid 4.1 million crowns for the bridge."),
    ("What does a ticket cost?", "numbers", "A ticket for the ferry costs $4.", "The ferry ticket costs $6, the board said."),
    ("How many people were hurt?", "numbers", "Twelve people were hurt in the fire at the mill.", "The fire at the mill hurt seven people."),
    ("How much of the lake is frozen?", "numbers", "Some 30% of the lake is frozen, said the warden.", "The lake is 80% frozen, the warden told us."),
    ("How long is the tunnel?", "numbers", "The tunnel below the hill is nine kilometres long.", "At 11 kilometres, the tunnel below the hill is the longest."),
    ("How many trees were felled?", "numbers", "The storm felled 1,200 trees in the park.", "In the park 1,900 trees were felled by the storm."),
    ("How many crew does the ship have?", "numbers", "The ship sails with a crew of twenty two sailors.", "The ship has a crew of 31 sailors."),
    ("When does the museum open?", "dates", "The museum of clocks opens on 4 May.", "The museum of clocks will open on 11 May."),
    ("When was the mill built?", "dates", "The mill at Osk was built in 1790.", "The mill at Osk was built in 1812."),
    ("When will the road be closed?", "dates", "The coast road will be closed on Monday.", "On Thursday the coast road will be closed."),
    ("When does the season start?", "dates", "The fishing season starts in March.", "The fishing season starts in April this year."),
    ("When is the pier mended?", "dates", "The pier will be mended in spring.", "The pier will be mended in autumn, said the council."),
    ("When does the ferry leave?", "dates", "The last ferry leaves the quay at 22:30.", "The last ferry leaves the quay at 23:15."),
    ("When did the king visit?", "dates", "The king visited the town in June 1962.", "The king visited the town in June 1964."),
    ("Will the school close?", "negation", "The village school will close this year.", "The village school will not close this year."),
    ("Is the water safe?", "negation", "The water in the well is safe to drink.", "The water in the well is not safe to drink."),
    ("Did the minister know?", "negation", "The minister knew of the letter.", "The minister never knew of the letter."),
    ("Has the company paid?", "negation", "The company has paid the fine.", "The company hasn't paid the fine."),
    ("Does the factory use coal?", "negation", "The factory burns coal in its oven.", "No coal is burned in the factory oven."),
]  # fmt: skip
AGREE = [
    ("How many berths does the harbour have?", "The harbour has 40 berths for visiting boats.", "There are 40 berths for boats in the harbour."),
    ("How many berths does the harbour have?", "The harbour has about 40 berths.", "The harbour has 42 berths."),
    ("What did the bridge cost?", "The bridge cost 3.2 million crowns.", "The bridge took 14 months to build."),
    ("What did the bridge cost?", "The bridge cost 3.2 million crowns.", "The bridge in Osk, which is older, is made of stone."),
    ("How many people were hurt?", "Twelve people were hurt in the fire at the mill.", "The fire at the mill hurt 12 people."),
    ("How many people live there?", "Nearly 2,300 people live in the Lower Quays.", "The Lower Quays have 2,250 people."),
    ("When does the museum open?", "The museum of clocks opens on 4 May.", "The museum of clocks opens in May, on the 4th."),
    ("When does the museum open?", "The museum of clocks opens on 4 May.", "The museum of clocks costs 5 crowns."),
    ("When was the mill built?", "The mill at Osk was built in 1790.", "Built in 1790, the mill at Osk still grinds."),
    ("When will the road be closed?", "The coast road will be closed, the council said on Monday.", "The coast road will be closed, the council announced on Tuesday."),
    ("Why was the road closed?", "The coast road was closed on Monday after a rockfall.", "A rockfall closed the road to the hills for 3 days."),
    ("Will the school close?", "The village school will close this year.", "This year the village school closes."),
    ("Will the school close?", "The village school will not close.", "The village school won't close, said the mayor."),
    ("Who closes the school?", "The council closes the village school.", "The bakery does not open on Sundays."),
    ("Is the water safe?", "The water in the well is safe to drink.", "Nobody has to fear the drinking water in the well, which is safe."),
    ("What did she say?", "“We will build it,” said Ada Moor.", "“I have never been to Osk,” said Bo Lindqvist."),
    ("How long is the tunnel?", "The tunnel is nine kilometres long and has two lanes.", "The tunnel has two lanes and is nine kilometres long."),
    ("What does the ferry cost?", "The crossing costs 4 crowns.", "The crossing takes 40 minutes."),
    ("Who won?", "Lindow won the match by 3 goals.", "Lindow won the match; 3 goals were scored in the last 10 minutes."),
    ("When does the season start?", "The fishing season starts in March and ends in October.", "The fishing season starts in March."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "kind", "first", "second"), DIFFER)
def test_they_differ(question: str, kind: str, first: str, second: str) -> None:
    assert differ(first, second, question) == kind
    assert differ(second, first, question) == kind


@pytest.mark.parametrize(("question", "first", "second"), AGREE)
def test_they_do_not(question: str, first: str, second: str) -> None:
    assert differ(first, second, question) is None
    assert differ(second, first, question) is None


def cited(text: str, article: int, published: str | None) -> Citation:
    return Citation(
        text, article, f"{article}.txt", "T", 0, 0, len(text), None, None, 0.5, published=published
    )


OLD = cited("The harbour has 40 berths for visiting boats.", 1, "2019-03-01")
NEW = cited("The harbour has 52 berths for boats.", 2, "2024-03-01")
OTHER = cited("The bakery was closed.", 3, "2025-01-01")
THIRD = cited("Nobody saw the whale.", 4, "2025-01-01")


def test_both_sides_are_kept_and_named() -> None:
    answer = settle("How many berths does the harbour have?", Answer("", True, 0.9, (OLD, OTHER, NEW)))
    assert answer.quotes == (OLD, OTHER, NEW)
    assert answer.disagreement == Disagreement("numbers", 2)


def test_the_newest_first_when_it_asks_for_now() -> None:
    question = "How many berths does the harbour have now?"
    answer = settle(question, Answer("", True, 0.9, (OLD, OTHER, NEW)))
    assert answer.quotes == (NEW, OLD, OTHER)
    assert answer.disagreement == Disagreement("numbers", 1)


def test_a_source_behind_the_shown_ones_takes_the_last_place() -> None:
    question, quotes = "How many berths does the harbour have?", (OLD, OTHER, THIRD)
    answer = settle(question, Answer("", True, 0.9, quotes), [THIRD, NEW])
    assert answer.quotes == (OLD, OTHER, NEW)
    assert answer.disagreement == Disagreement("numbers", 2)
    now = settle(question.replace("?", " now?"), Answer("", True, 0.9, quotes), [NEW])
    assert now.quotes == (NEW, OTHER, OLD)
    assert settle(question, Answer("", True, 0.9, quotes), [cited(NEW.text, 1, None)]).quotes == quotes


def test_one_source_does_not_differ_from_itself() -> None:
    quotes = (OLD, cited(NEW.text, 1, None))
    assert (
        settle("How many berths does the harbour have?", Answer("", True, 0.9, quotes)).disagreement is None
    )


def test_an_abstention_says_nothing_of_sources() -> None:
    answer = Answer("", False, 0.1, (OLD, NEW))
    assert settle("How many berths does the harbour have?", answer) == answer


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("What is the latest count?", True),
        ("How many are there as of May?", True),
        ("Who is currently the mayor?", True),
        ("What was the count in 1990?", False),
        ("Who knows the nowhere man?", False),
    ],
)
def test_now(question: str, now: bool) -> None:
    assert asks_for_now(question) is now
