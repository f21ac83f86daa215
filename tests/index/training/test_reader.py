"""The command that trains the reader, on a handful of questions."""

from __future__ import annotations

import gzip
import json
import sys
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from index.answering.reader import WEIGHTS, Reader, Window
from index.training import reader
from index.training.reader_data import MIXTURE

TEXT = "The mill of {0} was built in 18{1:02} by Ada Moor. It burnt down twice. Nobody lives there now."


def _data(folder: Path) -> Path:
    """Every file of the mixture, with a question that is answered and one that is not."""
    for number, name in enumerate(MIXTURE):
        text = TEXT.format(name, number)
        row = {"source": "ours", "title": f"Mill {number}", "paragraph": text}
        who = {"question": f"Who built the mill of {name}?", "answer": "Ada Moor", "answerable": True}
        why = {"question": f"Who bought the mill of {name}?", "answer": "", "answerable": False}
        rows = [
            row | who | {"answer_start": text.index("Ada Moor")},
            row | why | {"answer_start": -1},
        ]
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(r) + "\n" for r in rows)
    return folder


def test_the_command_writes_the_share_asked_for_of_what_was_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _data(tmp_path)
    with as_file(files("index.answering") / WEIGHTS) as shipped:
        first = load_file(shipped)
        for share in ("1", "0.25"):
            command = f"reader --data {data} --start {shipped} --rate 1e-3 --questions 6 --blend {share}"
            monkeypatch.setattr(
                sys, "argv", [*command.split(), "--out", str(tmp_path / f"{share}.safetensors")]
            )
            reader.main()
    learned, blended = (load_file(tmp_path / f"{share}.safetensors") for share in ("1", "0.25"))
    assert set(learned) == set(blended) == set(first)
    moved = max((learned[name] - first[name]).float().abs().max() for name in first)
    assert moved > 1e-4
    for name in first:
        wanted = 0.25 * learned[name].float() + 0.75 * first[name].float()
        torch.testing.assert_close(blended[name].float(), wanted, atol=2e-3, rtol=2e-3)
    (reading,) = Reader(tmp_path / "0.25.safetensors").read(
        "Who built it?", [Window("Ada Moor did.", ((0, 13),))]
    )
    assert reading.sentence.shape == (1,)
