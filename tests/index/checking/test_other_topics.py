"""No slice of an article on one topic, in whatever language, is a paraphrase of an article on another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings import SAMPLE_DIR
from index.library import Library
from index.model import VerdictKind, View
from index.opening import open_library
from index.reading.text import read_text

TEXTS = (
    "Bakers keep the night oven\nThe bakers of Hollow Street will keep their wood oven, master baker Ilka Brandt said. "
    "“Rye needs a slow fire and a patient hand,” she told the guild. “No electric oven has given us such a crust.”\n"
    "Apprentice Jonas Wirt said he had burned his first forty loaves. “Nobody shouted at me,” he added.",
    "Alte Apfelsorten kehren zurück\nIm Tal werden wieder alte Apfelsorten gepflanzt, sagte die Gärtnerin Hanna Lenz. "
    "„Unsere Großeltern kannten siebzig Sorten, wir kaufen nur noch vier“, sagte sie. „Der Boden hier ist gut genug.“\n"
    "Der Bürgermeister sagte, die Gemeinde werde die ersten zweihundert Bäume bezahlen.",
    "La biblioteca presta telescopios\nLa biblioteca del barrio presta desde hoy telescopios, dijo la directora Marta "
    "Solís. «Queremos que los niños miren al cielo y no a una pantalla», dijo. «Nadie tiene que pagar nada.»\n"
    "Un vecino contó que había visto los anillos de Saturno desde su azotea.",
)
LEAST, MOST = 4, 30
"""Words of a slice."""


ARTICLES = (
    *(read_text(file.read_bytes(), file.name) for file in sorted(SAMPLE_DIR.glob("*.txt"))),
    *(read_text(text.encode(), f"{number}.txt") for number, text in enumerate(TEXTS)),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The shipped sample and three articles on other topics."""
    opened = open_library(tmp_path_factory.mktemp("topics"))
    opened.reindex(ARTICLES)
    yield opened
    opened.close()


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_slice_of_another_topic_is_no_paraphrase(library: Library, data: st.DataObject) -> None:
    asked, other = data.draw(st.permutations(ARTICLES))[:2]
    words = asked.text.split()
    length = data.draw(st.integers(LEAST, min(MOST, len(words))))
    at = data.draw(st.integers(0, len(words) - length))
    (verdict,) = library.who_said([" ".join(words[at : at + length])], View(article=other.name))
    assert verdict.verdict is not VerdictKind.PARAPHRASE
