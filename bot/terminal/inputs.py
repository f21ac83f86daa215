"""Texts from the argument or standard input, a bounded line at a time, in batches."""

from __future__ import annotations

import codecs
import json
import queue
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from bot.errors import StartError
from index.errors import Message

MAX_LINE_BYTES = 65_536
"""What is kept of one line: far more than any text that can be asked."""
BATCH = 32
GRACE_SECONDS = 0.05
"""How long a batch waits for more lines: a script that asks line by line still gets its answers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text to work on; with an ``error`` it only gets an answer that says so. ``number`` counts from 1,
    ``previous`` is the question before and the words that answered it, where they were given."""

    text: str
    number: int = 0
    error: Message | None = None
    previous: tuple[str, str] | None = None


def argument(text: str) -> Line:
    """The text given on the command line; bytes that were no UTF-8 arrive as surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return Line(text.encode("utf-8", "replace").decode(), error=Message("The text is not UTF-8."))
    return Line(text)


def standard_input() -> BinaryIO | None:
    """Standard input as bytes, or None on a terminal (or when it is closed)."""
    stdin = sys.stdin
    if stdin is None or stdin.isatty():
        return None
    try:
        # An object of its own: the reading thread may still hold its lock when Python shuts down.
        return open(stdin.fileno(), "rb", closefd=False)
    except (OSError, ValueError):
        return stdin.buffer


def lines(stream: BinaryIO) -> Iterator[Line]:
    """Every line, in order; memory stays bounded however long a line is."""
    number = 0
    while head := stream.readline(MAX_LINE_BYTES):
        number += 1
        whole = head.endswith(b"\n") or len(head) < MAX_LINE_BYTES
        if not whole:
            while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
        yield _line(head, number, whole)


def _line(raw: bytes, number: int, whole: bool) -> Line:
    if number == 1:
        raw = raw.removeprefix(codecs.BOM_UTF8)
    raw = raw.removesuffix(b"\n").removesuffix(b"\r")
    try:
        text = raw.decode("utf-8") if whole else raw.decode("utf-8", "ignore")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", "replace")
        return Line(text, number, Message("The line is not UTF-8 (byte {byte}).", byte=error.start))
    if not whole:
        message = Message("The line is longer than {most:,} bytes; shorten it.", most=MAX_LINE_BYTES)
        return Line(text, number, message)
    return Line(text, number)


def follow_up(line: Line) -> Line:
    """A line that is an object ``{"question": …, "previous": {"question": …, "answer": …}}`` as what it says; any other
    line as it is."""
    if line.error is not None or not line.text.lstrip().startswith("{"):
        return line
    try:
        found = json.loads(line.text)
        previous = found.get("previous") or {}
        question, before, answer = found["question"], previous.get("question", ""), previous.get("answer", "")
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return line
    if not all(isinstance(text, str) for text in (question, before, answer)):
        return line
    return replace(line, text=question, previous=(before, answer) if before else None)


def batches(stream: BinaryIO, size: int = BATCH) -> Iterator[list[Line]]:
    """Lines as they come, up to ``size`` together."""
    arrived: queue.Queue[Line | OSError | None] = queue.Queue(maxsize=4 * size)
    threading.Thread(target=_read, args=(stream, arrived), name="stdin", daemon=True).start()
    more = True
    while more:
        batch: list[Line] = []
        until = None
        while len(batch) < size:
            try:
                item = arrived.get(timeout=None if until is None else max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if isinstance(item, OSError):
                raise StartError(
                    "Standard input cannot be read: {error}.", error=item.strerror or item
                ) from item
            if item is None:
                more = False
                break
            batch.append(item)
            until = until or time.monotonic() + GRACE_SECONDS
        if batch:
            yield batch


def _read(stream: BinaryIO, arrived: queue.Queue[Line | OSError | None]) -> None:
    try:
        for line in lines(stream):
            arrived.put(line)
    except OSError as error:
        arrived.put(error)
    else:
        arrived.put(None)
