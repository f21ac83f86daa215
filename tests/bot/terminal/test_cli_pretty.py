"""How verdicts and abstentions read, without colour."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console, RenderableType

from bot.terminal import pretty, verdicts
from index.model import Answer, ContextKind, Counterpart, QuoteKind, SliceContext, Verdict, VerdictKind
from tests.bot.fakes import CITATION, changes_of

SAID = replace(CITATION, text="Our air force never flew north", kind=QuoteKind.DIRECT)


def plain(shown: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False)
    with console.capture() as captured:
        console.print(shown)
    return captured.get()


def test_abstention_names_the_nearest_passages_as_such() -> None:
    shown = plain(pretty.answer(Answer("Why?", False, 0.1, (CITATION,)), asked=True))
    assert shown.index("Why?") < shown.index(pretty.NOT_SAID) < shown.index("nearest passages")


def test_altered_reads_without_colour() -> None:
    query = "Trump said our navy never far flew"
    judged = Verdict(
        query, VerdictKind.ALTERED, 0.9, speaker="Ada Moor", speaker_asked="Trump", speaker_matches=False, quote=SAID,
        changes=changes_of(SAID, "our navy never far flew"),
    )  # fmt: skip
    shown = plain(verdicts.verdict(judged))
    for part in (
        "Altered: Ada Moor said something close",
        "Not Trump: it was Ada Moor.",
        "− air force   + navy",
        "left out  − north",
        "added     + far",
    ):
        assert part in shown


def test_what_turns_the_words_is_told_before_the_verdict() -> None:
    around = SliceContext(ContextKind.DENIED, "they denied that", 0, 16)
    judged = Verdict(SAID.text, VerdictKind.EXACT, 1.0, quote=replace(SAID, speaker=None), context=around)
    shown = plain(verdicts.verdict(judged))
    assert shown.index("Denied, not said: “they denied that”") < shown.index("Exact: ")


def test_the_words_that_say_it_are_told() -> None:
    carried = (
        Counterpart("flew", "went \x1b[31mup", 21, 25, 0, 4),
        Counterpart("North", "north", 26, 31, 5, 10),
    )
    judged = Verdict("x", VerdictKind.PARAPHRASE, 0.9, speaker="Ada Moor", quote=SAID, carried=carried)
    shown = plain(verdicts.verdict(judged))
    assert shown.index("in other words") < shown.index("These words say it:")
    assert "flew  for  went [31mup" in shown.replace("\x1b", "")
    assert "North\n" in shown
    assert "These words" not in plain(verdicts.verdict(replace(judged, carried=())))


def test_the_words_that_make_the_difference_are_told_beside_other_changes() -> None:
    query = "Our navy flew north today"
    told = changes_of(SAID, query)
    judged = Verdict(query, VerdictKind.ALTERED, 0.9, quote=SAID, changes=told, against=told[:1])
    shown = plain(verdicts.verdict(judged))
    assert shown.index("What is different:") < shown.index("These words make the difference:")
    assert "make the difference" not in plain(verdicts.verdict(replace(judged, against=told)))


def test_changed_words_are_marked_in_the_quote() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    query = "Our navy never flew north"
    judged = Verdict(query, VerdictKind.ALTERED, 0.9, quote=SAID, changes=changes_of(SAID, query))
    with console.capture() as captured:
        console.print(verdicts.verdict(judged))
    assert "\x1b[1;4;31mair force\x1b[0m" in captured.get()


def test_every_verdict_has_a_sentence() -> None:
    told = {
        verdicts.sentence(Verdict("x", kind, 0.5, speaker=speaker, quote=quote))
        for kind in VerdictKind
        for speaker in (None, "Ada Moor")
        for quote in (SAID, replace(SAID, kind=QuoteKind.INDIRECT))
    }
    assert len(told) == 8
    assert all(sentence.endswith(".") for sentence in told)


def test_narrow_terminals_do_no_harm() -> None:
    assert "air" in plain(pretty.answer(Answer("Why?", True, 0.9, (SAID,))), width=10)


def test_no_quotations() -> None:
    assert "No quotations" in plain(pretty.quotations([]))
