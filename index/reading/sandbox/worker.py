"""The child process that reads hostile formats: requests on standard input, answers on standard output.

Each message is a length (8 bytes, big-endian) and JSON; a request is followed by the raw bytes in the same way.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any

from index.errors import ReadingError
from index.reading.extracted import Extracted

Reader = Callable[[bytes, str, dict[str, Any]], Extracted]
"""Bytes, name and request."""
_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes:
    """Read one message of at most ``most`` bytes. Raises EOFError when there is none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise EOFError
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def limit_memory(size: int) -> None:
    """Cap the address space (bytes), where the platform can; and leave no core file."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def limit_cpu(seconds: int) -> None:
    """Let this process use so many more seconds of processor time."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def extract(raw: bytes, request: dict[str, Any]) -> Extracted:
    """Read one document in this process. Raises ReadingError."""
    name = str(request["name"])
    read = _READERS.get(request["kind"], _html)
    return read(raw, name, request)


def _html(raw: bytes, name: str, request: dict[str, Any]) -> Extracted:
    from index.reading.html.page import read_page

    return read_page(raw, name, request.get("content_type"), request.get("url"))


def _markdown(raw: bytes, name: str, request: dict[str, Any]) -> Extracted:
    from index.reading.markdown import read_markdown
    from index.reading.text import decode

    return read_markdown(decode(raw, name, request.get("content_type")))


def _subtitles(raw: bytes, name: str, request: dict[str, Any]) -> Extracted:
    from index.reading.subtitles import read_subtitles
    from index.reading.text import decode

    return read_subtitles(decode(raw, name, request.get("content_type")), name)


def _by(reader: str) -> Reader:
    """A reader that needs bytes and name alone; ``reader`` names it: module, then function."""

    def read(raw: bytes, name: str, _: dict[str, Any]) -> Extracted:
        module, function = reader.rsplit(".", 1)
        found: Extracted = getattr(import_module(module), function)(raw, name)
        return found

    return read


_READERS: dict[str, Reader] = {
    "html": _html,
    "markdown": _markdown,
    "subtitles": _subtitles,
    "pdf": _by("index.reading.pdf.read_pdf"),
    "docx": _by("index.reading.docx.read_docx"),
    "odt": _by("index.reading.odt.read_odt"),
    "epub": _by("index.reading.epub.read_epub"),
    "mail": _by("index.reading.mail.read_mail"),
    "mhtml": _by("index.reading.mail.read_mhtml"),
}
"""Each imports its library when it is needed."""


def main() -> None:
    """Answer requests until standard input ends."""
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    memory, cpu, most = (int(value) for value in sys.argv[1:4])
    limit_memory(memory)
    while True:
        try:
            request = json.loads(receive(incoming, most))
            raw = receive(incoming, most)
        except EOFError:
            return
        limit_cpu(cpu)
        answer: dict[str, Any]
        try:
            answer = {"extracted": extract(raw, request).to_json()}
        except ReadingError as error:
            answer = {"error": error.message.to_json()}
        except MemoryError:
            answer = {"failed": "memory"}
        except Exception as error:  # whatever a parser throws at a hostile document
            answer = {"failed": type(error).__name__}
        send(outgoing, json.dumps(answer).encode())


if __name__ == "__main__":
    main()
