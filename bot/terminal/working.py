"""Batches of lines to results: one for every line, in order, whatever happens to its neighbours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from rich.console import RenderableType

from bot.terminal import json_lines, pretty, verdicts
from bot.terminal.inputs import Line
from index.answering.followup import Exchange
from index.errors import Message, WhosaidError
from index.inputs import MAX_QUESTION, is_torn
from index.model import Answer, Verdict, VerdictKind

if TYPE_CHECKING:
    from index.checking import Quotation
    from index.library import Library

log = logging.getLogger(__name__)

INTERNAL = Message("This text could not be worked on because of an error inside whosaid.")


class Result(Protocol):
    """An Answer or a Verdict."""

    @property
    def error(self) -> Message | None:
        """One sentence when the text could not be worked on."""


R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class Task(Generic[R]):
    """What is done with each text, and how its result looks."""

    work: Callable[[Library, Sequence[Line]], Sequence[R]]
    refuse: Callable[[str, Message], R]
    row: Callable[[R, str], dict[str, Any]]
    show: Callable[[R, bool], RenderableType]


ASK: Task[Answer] = Task(
    work=lambda library, lines: library.ask(
        [line.text for line in lines], previous=[_before(line) for line in lines]
    ),
    refuse=lambda text, error: Answer(text, False, 0.0, error=error),
    row=json_lines.answer,
    show=lambda found, asked: pretty.answer(found, asked=asked),
)
WHO_SAID: Task[Verdict] = Task(
    work=lambda library, lines: library.who_said([line.text for line in lines]),
    refuse=lambda text, error: Verdict(text, VerdictKind.NOT_FOUND, 0.0, error=error),
    row=json_lines.verdict,
    show=lambda judged, asked: verdicts.verdict(judged, asked=asked),
)


def work_through(
    batches: Iterable[Sequence[Line]], library: Library, task: Task[R]
) -> Iterator[tuple[Line, R]]:
    """Pair every line with its result; a line with an error is not worked on."""
    for batch in batches:
        results = iter(_worked([line for line in batch if line.error is None], library, task))
        for line in batch:
            yield line, next(results) if line.error is None else task.refuse(line.text, line.error)


def _before(line: Line) -> Exchange | None:
    if line.previous is None or any(map(is_torn, line.previous)):
        return None
    question, answer = line.previous
    return Exchange(question[:MAX_QUESTION], (answer,) if answer else ())


def _worked(lines: Sequence[Line], library: Library, task: Task[R]) -> Sequence[R]:
    if not lines:
        return []
    try:
        return task.work(library, lines)
    except WhosaidError:
        raise  # no single text's fault: nothing can be answered
    except Exception:
        log.debug("a text failed", exc_info=True)
        if len(lines) == 1:
            return [task.refuse(lines[0].text, INTERNAL)]
    return [_worked([line], library, task)[0] for line in lines]


def judged_quotation(library: Library, found: Quotation) -> Verdict:
    """The verdict on one quotation of a checked text; a bug costs only this one."""
    try:
        return library.who_said([found.text], speakers=[found.speaker])[0]
    except WhosaidError:
        raise
    except Exception:
        log.debug("a quotation failed", exc_info=True)
        return Verdict(found.text, VerdictKind.NOT_FOUND, 0.0, error=INTERNAL)
