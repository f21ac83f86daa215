"""One worker process for the tests that do not hurt it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.reading.sandbox.extractor import Extractor


@pytest.fixture(scope="package")
def reader() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor
