"""Errors as HTTP: a status for each kind, the sentence as it is, and nothing of what went on inside."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from bot.errors import AccessError, ClosingError, LinkError, TooBusyError, TooFastError
from bot.failures import Failures
from bot.texts import say, tell
from index.errors import BusyError, InputError, LimitError, NotFoundError, ReadingError, WhosaidError

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[WhosaidError], int, str], ...] = (
    (AccessError, 401, "No key"),
    (LinkError, 403, "This link does not work"),
    (NotFoundError, 404, "Not found"),
    (TooFastError, 429, "Too fast"),
    (TooBusyError, 503, "Busy"),
    (BusyError, 503, "Busy"),
    (ClosingError, 503, "Restarting"),
    (InputError, 400, "This cannot be worked on"),
    (ReadingError, 400, "This cannot be worked on"),
    (LimitError, 400, "This cannot be worked on"),
)
_HTTP = {
    404: ("Not found", "There is nothing at this address."),
    405: ("Not like this", "This address does not take that method."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for people."""

    status: int
    title: str
    detail: str


def problem(error: Exception, failures: Failures, where: str) -> Problem:
    """The problem to tell. What is nobody's fault but ours is logged under the id that it names."""
    if isinstance(error, HTTPException):
        title, detail = _HTTP.get(error.status_code, ("This does not work", "This request does not work."))
        return Problem(error.status_code, title, detail)
    for kind, status, title in _STATUS:
        if isinstance(error, kind):
            failures.counts["told"] += 1
            return Problem(status, title, tell(error.message))
    links = (error, error.__cause__, error.__context__)
    number = failures.record(error, where, [str(link) for link in links])  # they may hold what was asked
    return Problem(500, "Something went wrong", say("error.unexpected", number=number))
