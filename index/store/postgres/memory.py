"""What the faces keep; a connection that is lost meanwhile does not lose it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg

from index.errors import StoreError
from index.store.postgres.connecting import PATIENCE_SECONDS
from index.store.postgres.database import UnknownCommitError, is_lost
from index.store.sql import memory

P = ParamSpec("P")
T = TypeVar("T")


def _again(method: Callable[P, T], *, repeatable: bool = True) -> Callable[P, T]:
    """Once more when the connection was lost. ``repeatable``: twice writes the same as once; else only when it was lost
    before the commit, for it may be written already."""

    @wraps(method)
    def twice(*args: P.args, **kwargs: P.kwargs) -> T:
        began = time.monotonic()
        try:
            return method(*args, **kwargs)
        except StoreError as error:
            if isinstance(error, UnknownCommitError) and not repeatable:
                raise
            lost = isinstance(error.__cause__, psycopg.Error) and is_lost(error.__cause__)
            if not lost or time.monotonic() - began > PATIENCE_SECONDS / 2:  # else it was waited for already
                raise
        return method(*args, **kwargs)

    return twice


class Memory(memory.Memory):
    """See ``index.store.interface.Memory``."""

    _keep_as = _again(memory.Memory._keep_as)
    replied = _again(memory.Memory.replied)
    unreply = _again(memory.Memory.unreply)
    vote = _again(memory.Memory.vote)
    count = _again(memory.Memory.count, repeatable=False)
    prefer = _again(memory.Memory.prefer)
