"""Shelf indexes: exact while small, inverted lists when large, grown by what is new, mapped and checked."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from index.embedding.arrays import Halves, Ids, unit
from index.vectors import faiss_kinds as kinds
from index.vectors import files as vectors

DIMENSION = 32
COUNT = 1_000
KEY = "model"


@pytest.fixture(autouse=True)
def large_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "EXACT_UP_TO", 200)
    monkeypatch.setattr(kinds, "MAPPED_FROM", 1_000)
    monkeypatch.setattr(kinds, "PROBED", 64)


def some(count: int, seed: int = 0) -> tuple[Ids, Halves]:
    random = np.random.default_rng(seed)
    halves = random.standard_normal((count, DIMENSION)).astype(np.float16)
    return np.arange(count, dtype=np.int64) * 3 + 7, halves


def build(folder: Path, ids: Ids, halves: Halves, generation: int = 1) -> vectors.VectorIndex:
    built = vectors.build(folder, ids, lambda _: halves, model_key=KEY, generation=generation)
    vectors.publish(folder, built)
    return built


def nearest(index: vectors.VectorIndex, queries: Halves, k: int = 5) -> list[list[int]]:
    found: list[list[int]] = index.search(unit(queries), k)[1].tolist()
    return found


@pytest.mark.parametrize("count", [1, 150, COUNT])
def test_each_vector_finds_itself_under_its_id(tmp_path: Path, count: int) -> None:
    ids, halves = some(count)
    built = build(tmp_path, ids, halves)
    assert [row[0] for row in nearest(built, halves[:50])] == ids[:50].tolist()
    loaded = vectors.load(tmp_path, model_key=KEY, generation=1)
    assert loaded is not None
    assert nearest(loaded, halves[:50]) == nearest(built, halves[:50])


def test_large_finds_what_exact_finds(tmp_path: Path) -> None:
    ids, halves = some(COUNT)
    queries = some(40, seed=1)[1]
    exact = ids[np.argsort(-(unit(queries) @ unit(halves).T), axis=1)[:, :5]]
    found = nearest(build(tmp_path, ids, halves), queries)
    assert np.mean([len(set(f) & set(e)) / 5 for f, e in zip(found, exact.tolist(), strict=True)]) > 0.9


def test_growing_reads_only_what_is_new(tmp_path: Path) -> None:
    ids, halves = some(COUNT)
    build(tmp_path, ids[:980], halves[:980])
    asked: list[Ids] = []

    def read(wanted: Ids) -> Halves:
        asked.append(wanted)
        return halves[np.searchsorted(ids, wanted)]

    kept = ids[10:]
    grown = vectors.build(tmp_path, kept, read, model_key=KEY, generation=2, grow=True)
    assert [some.tolist() for some in asked] == [ids[980:].tolist()]
    assert grown.manifest.count == len(kept)
    found = nearest(grown, halves)
    assert [row[0] for row in found[10:]] == kept.tolist()
    assert not {i for row in found for i in row} & set(ids[:10].tolist())


@pytest.mark.parametrize("case", ["generation", "model", "much", "damaged"])
def test_a_base_that_does_not_fit_is_not_grown(tmp_path: Path, case: str) -> None:
    ids, halves = some(COUNT)
    built = build(tmp_path, ids[: 500 if case == "much" else 990], halves[: 500 if case == "much" else 990])
    if case == "damaged":
        flip(vectors.generation_folder(tmp_path, built.manifest.generation) / vectors.FILE)
    asked: list[int] = []

    def read(wanted: Ids) -> Halves:
        asked.append(len(wanted))
        return halves

    vectors.build(
        tmp_path, ids, read, grow=True,
        model_key="other" if case == "model" else KEY, generation=3 if case == "generation" else 2,
    )  # fmt: skip
    assert asked == [COUNT]


def test_a_mapped_file_is_read_through_only_when_it_was_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, halves = some(COUNT)
    built = build(tmp_path, ids, halves)
    file = vectors.generation_folder(tmp_path, built.manifest.generation) / vectors.FILE
    read: list[Path] = []
    whole = vectors._sha256

    def recorded(file: Path) -> str:
        read.append(file)
        return whole(file)

    monkeypatch.setattr(vectors, "_sha256", recorded)
    assert vectors.load(tmp_path, model_key=KEY, generation=1) is not None
    assert read == []
    os.utime(file, ns=(1, 1))
    assert vectors.load(tmp_path, model_key=KEY, generation=1) is not None
    assert read == [file]
    flip(file)
    assert vectors.load(tmp_path, model_key=KEY, generation=1) is None
    assert not vectors.is_whole(tmp_path, model_key=KEY, generation=1)


def flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
