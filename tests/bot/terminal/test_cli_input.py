"""Lines of standard input: bounded, in order, one bad line costs one line."""

from __future__ import annotations

import io
import os
import threading
from itertools import chain
from typing import BinaryIO, cast

import pytest

from bot.errors import StartError
from bot.terminal.inputs import BATCH, MAX_LINE_BYTES, Line, argument, batches, lines
from index.errors import Message


def test_lines_end_at_newlines_only() -> None:
    got = list(lines(io.BytesIO("\ufeffone\r\ntwo\u2028still two\x0b\n\n last".encode())))
    assert [line.text for line in got] == ["one", "two\u2028still two\x0b", "", " last"]
    assert [line.number for line in got] == [1, 2, 3, 4]
    assert not any(line.error for line in got)


def test_bad_bytes_cost_one_line() -> None:
    good, bad, after = lines(io.BytesIO(b"good\nb\xffd\nafter\n"))
    assert (good.error, after.error) == (None, None)
    assert bad == Line("b\ufffdd", 2, Message("The line is not UTF-8 (byte {byte}).", byte=1))


@pytest.mark.parametrize("ending", [b"\n", b""])
@pytest.mark.parametrize("size", [MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 10_000_000])
def test_a_huge_line_is_cut_and_refused(size: int, ending: bytes) -> None:
    first, *others = lines(io.BytesIO(b"x" * size + b"\nnext" + ending))
    assert len(first.text) == MAX_LINE_BYTES
    assert first.error is not None
    assert "longer than" in str(first.error)
    assert others == [Line("next", 2)]


def test_the_longest_line_is_whole() -> None:
    (only,) = lines(io.BytesIO(b"x" * (MAX_LINE_BYTES - 1)))
    assert only.error is None


def test_batches_keep_order_and_size() -> None:
    stream = io.BytesIO(b"".join(b"%d\n" % n for n in range(200)))
    got = list(batches(stream))
    assert max(map(len, got)) <= BATCH
    assert [line.text for line in chain(*got)] == [str(n) for n in range(200)]


def test_a_single_line_is_not_held_back() -> None:
    """A script may write one line and wait for its answer before it writes the next."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as feed:
        found = batches(stream)
        feed.write(b"first\n")
        assert [line.text for line in next(found)] == ["first"]
        threading.Timer(0.01, send_last, [cast(BinaryIO, feed)]).start()
        assert [line.text for line in next(found)] == ["second"]
        assert list(found) == []


def send_last(feed: BinaryIO) -> None:
    feed.write(b"second\n")
    feed.close()


def test_unreadable_input_is_one_sentence() -> None:
    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(StartError, match="Standard input cannot be read: Input/output error"):
        list(batches(Broken()))


def test_argument_of_other_bytes_is_refused() -> None:
    assert argument("who?") == Line("who?")
    refused = argument("wh\udcff?")
    assert refused.error is not None
    refused.text.encode("utf-8")
