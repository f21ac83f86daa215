"""The gist: a lead and central sentences that say of whom they speak."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.model import View
from index.opening import open_library
from index.reading.text import read_text

BRIDGE = """The swing bridge of Harl stays shut until May
Hey readers!
The swing bridge of Harl will stay shut until May because its motor has burnt out, the port said on Monday.
Asked whether the bridge would open before the regatta, he shook his head.
“The motor of the bridge is older than the bridge itself,” she said.
A new motor for the bridge of Harl costs nine million marks, the engineer Ada Brill said.
With a motor like that the bridge of Harl cannot open before the regatta,” she added.
The port of Harl will run two ferries beside the shut bridge until the motor has come.
They had hoped that the bridge of Harl would open in time for the regatta in April.
A bakery on the quay sells almond cakes.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    found = open_library(tmp_path_factory.mktemp("gist"), reranker="off")
    found.add([read_text(BRIDGE.encode(), "bridge.txt")])
    yield found
    found.close()


def test_it_begins_with_the_news_and_not_with_the_greeting(library: Library) -> None:
    first = library.gist(View(article="bridge.txt"), 4).quotes[0]
    assert first.text.startswith("The swing bridge of Harl will stay shut")


def test_what_it_takes_names_whom_it_speaks_of_and_is_no_part_of_a_quotation(library: Library) -> None:
    texts = [quote.text for quote in library.gist(View(article="bridge.txt"), 4).quotes[1:]]
    assert sorted(text.split()[0] for text in texts) == ["A", "A", "The"]
    assert not any(word in text for text in texts for word in (" she ", "They ", " he "))


def test_what_is_near_the_title_comes_before_what_is_not(library: Library, tmp_path: Path) -> None:
    texts = [quote.text for quote in library.gist(View(article="bridge.txt"), 3).quotes[1:]]
    assert not any("almond" in text for text in texts)
