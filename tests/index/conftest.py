"""The sample article in a real library with the built-in models, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import SAMPLE_DIR
from index.library import Library
from index.opening import open_library
from index.reading.sources import read_sources


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Indexed and warm, the reader at work; tests leave its content as it is."""
    library = open_library(tmp_path_factory.mktemp("sample"))
    library.reindex(read_sources([SAMPLE_DIR]).articles)
    library.warm()
    yield library
    library.close()
