"""Subtitles (SubRip, WebVTT) to Extracted: cues joined to paragraphs, speakers from the cues. Runs in the worker.

WebVTT: https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from index.errors import ReadingError
from index.reading.extracted import Extracted, Line, one_line
from index.reading.transcripts import fullest
from index.text.turns import label_of

PAUSE = 2.0
"""Seconds of silence that end a paragraph after a sentence; twice as many end it anywhere."""
LONG, LONGEST = 300, 600
"""Characters from which a paragraph ends with a sentence, or with any cue."""
_TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s{0,4}-->\s{0,4}(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,60})?\s([^>]{1,80})>")
_TAG = re.compile(r"<[^<>]{0,100}>|\{\\[^{}]{0,60}\}")
_ENDS = re.compile(r"[.!?…]['’”\"»)]*$")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    speaker: str | None
    text: str


def read_subtitles(text: str, name: str) -> Extracted:
    """The file's name is the title. Raises ReadingError when there is no cue."""
    lines: list[Line] = []
    last: _Cue | None = None
    for cue in _cues(text):
        if last is not None and lines and _goes_on(lines[-1], last, cue):
            lines[-1] = Line(f"{lines[-1].text} {cue.text}", speaker=lines[-1].speaker)
        else:
            lines.append(Line(cue.text, speaker=cue.speaker))
        last = cue
    if not lines:
        raise ReadingError("{name} holds no subtitles that can be read.", name=name)
    full = fullest([line.speaker for line in lines if line.speaker], [line.text for line in lines])
    lines = [replace(line, speaker=full[line.speaker]) if line.speaker else line for line in lines]
    stem = PurePosixPath(name).stem
    return Extracted(one_line(re.sub(r"[_.-]+", " ", stem)) or stem, tuple(lines))


def _goes_on(line: Line, last: _Cue, cue: _Cue) -> bool:
    if cue.speaker is not None and cue.speaker != line.speaker:
        return False
    ended = bool(_ENDS.search(last.text))
    pause = cue.start - last.end
    if ended and cue.speaker is None and line.speaker is not None and pause > PAUSE:
        return False
    if pause > (PAUSE if ended else 2 * PAUSE):
        return False
    size = len(line.text) + len(cue.text)
    return size <= (LONG if ended else LONGEST)


def _cues(text: str) -> Iterator[_Cue]:
    times: tuple[float, float] | None = None
    kept: list[str] = []
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if match := _TIMES.match(stripped):
            times, kept = _seconds(match), []
        elif stripped and times is not None:
            kept.append(stripped)
        elif not stripped:
            if times is not None:
                yield from _spoken(kept, *times)
            times, kept = None, []


def _spoken(lines: list[str], start: float, end: float) -> Iterator[_Cue]:
    """One cue, or one for each speaker in it."""
    said: list[tuple[str | None, str]] = []
    for line in lines:
        voice = _VOICE.search(line)
        plain = one_line(html.unescape(_TAG.sub("", line)))
        new = plain.startswith(("- ", "– ", "— ", ">>"))
        plain = plain.lstrip("-–—> ") if new else plain
        label = None if voice else label_of(plain)
        speaker = one_line(voice[1]) if voice else label.name if label else None
        words = plain[label.length :] if label else plain
        if said and speaker is None and not new:
            said[-1] = (said[-1][0], f"{said[-1][1]} {words}")
        elif words:
            said.append((speaker, words))
    for speaker, words in said:
        yield _Cue(start, end, speaker, words.strip())


def _seconds(match: re.Match[str]) -> tuple[float, float]:
    a = [float(part or 0) for part in match.groups()]
    return a[0] * 3600 + a[1] * 60 + a[2] + a[3] / 1000, a[4] * 3600 + a[5] * 60 + a[6] + a[7] / 1000
