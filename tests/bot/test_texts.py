"""Catalogues: every sentence can be found by a translator, and every translation fits its sentence."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import texts
from bot.texts import say, speaking, tell
from bot.texts.skeleton import skeleton
from bot.texts.templates import ROOT, Use, engine_templates, places, uses
from index.errors import Message, ReadingError

FOLDER = Path(texts.__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
EMPTY = Message("{name} is empty.", name="*a{b}*.txt")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A phrases of a few texts, spoken during the test."""
    english, table = texts.phrases("en"), {f"engine.{EMPTY.template}": "{name} ist leer."}
    monkeypatch.setattr(texts, "_load", lambda language: {"en": english, "de": table}.get(language, {}))
    speaking("de-AT")
    yield table
    speaking("en")


def handed_on(use: Use) -> bool:
    """A sentence that is made already: by ``say``, or a Message of another place."""
    match use.argument:
        case ast.Call(func=ast.Name(id="say")):
            return not use.given
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Message"), attr="from_json")):
            return not use.given
        case ast.Attribute(attr="message" | "error"):
            return not use.given
        case ast.Name(id=name):
            return not use.given and name in CONSTANTS
        case _:
            return False


def constants() -> set[str]:
    """Names of modules that hold a Message."""
    found: set[str] = set()
    for path in [*(ROOT / "index").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]:
        for node in ast.parse(path.read_text("utf-8")).body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="Message"))):
                    found.add(name)
    return found


CONSTANTS = constants()


def test_every_sentence_is_a_literal_template_whose_places_are_given() -> None:
    found = uses()
    assert len(found) > 100
    wrong = [
        use.where
        for use in found
        if not (
            handed_on(use) if use.template is None else not use.given or places(use.template) == use.given
        )
    ]
    assert wrong == []
    bare = [use.where for use in found if use.template and not use.given and "{" in use.template]
    assert bare == []


@pytest.mark.parametrize(
    "code",
    [
        'raise ReadingError(f"{name} is empty.")',
        'raise ReadingError("{name} is empty.", title=name)',
        'raise ReadingError("It is " + name)',
        "raise ReadingError(name)",
        "raise ReadingError(str(error))",
    ],
)
def test_what_a_translator_could_not_find_is_noticed(code: str) -> None:
    (raised,) = ast.parse(code).body
    assert isinstance(raised, ast.Raise)
    assert isinstance(raised.exc, ast.Call)
    use = Use("here", raised.exc.args[0], frozenset(k.arg or "" for k in raised.exc.keywords))
    assert not (handed_on(use) if use.template is None else places(use.template) == use.given)


def test_the_names_of_stages_are_in_the_phrases() -> None:
    stages = set()
    for path in [*(ROOT / "index" / "shelves").glob("*.py"), ROOT / "bot" / "asking" / "desk.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Progress"), args=[ast.Constant(value=str(stage)), *_]):
                    stages.add(f"reindex.stage_{stage}")
    assert len(stages) > 2
    assert stages <= set(texts.phrases("en"))


def test_the_skeleton_of_a_language_holds_everything() -> None:
    done = subprocess.run([sys.executable, "-m", "bot.texts"], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode() == skeleton()
    table = dict(texts._flat(tomllib.loads(skeleton()), ""))
    engine = {f"engine.{template}": template for template in engine_templates()}
    assert table == {**texts.phrases("en"), **engine}
    assert f"engine.{EMPTY.template}" in engine
    assert not [template for template in engine_templates() if not template.endswith(".")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrases_has_no_unknown_key_and_no_unknown_place(language: str) -> None:
    whole = dict(texts._flat(tomllib.loads(skeleton()), ""))
    for key, text in texts.phrases(language).items():
        known = whole.get(key.removesuffix(texts.ONE)) or whole[key]
        assert places(text) <= places(known), key


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 quotations"), (1, "1 quotation"), (1200, "1,200 quotations")]
)
def test_one_is_said_as_one(count: int, said: str) -> None:
    assert say("unit.quotations", count=count) == said


def test_a_language_that_has_no_text_for_one_does_not_turn_to_english(german: dict[str, str]) -> None:
    assert say("unit.days", count=1.0) == "one day"
    german["unit.days"] = "{count:g} Tage"
    assert say("unit.days", count=1.0) == "1 Tage"
    german["unit.days_one"] = "ein Tag"
    assert say("unit.days", count=1.0) == "ein Tag"


def test_every_counted_noun_has_a_text_for_one() -> None:
    english = texts.phrases("en")
    counted = {
        key: name
        for key, text in english.items()
        for name in re.findall(r"\{(\w+)[^}]*\} [a-z]{2,}s\b", text)
        if name != "most"  # a length, always of hundreds
    }
    assert len(counted) > 4
    assert set(counted.values()) == {"count"}
    assert all(key + texts.ONE in english for key in counted)


def test_the_engine_speaks_the_language_of_who_is_answered(german: dict[str, str]) -> None:
    assert tell(EMPTY) == "*a{b}*.txt ist leer."
    assert str(EMPTY) == "*a{b}*.txt is empty."
    assert tell(Message("Why: {why}", why=EMPTY)) == "Why: *a{b}*.txt ist leer."
    assert tell(Message("{made} already")) == "{made} already"


@pytest.mark.parametrize(
    "wrong", ["{nam} ist leer.", "{name", "{name:d}", "{0} ist leer.", "{name.text}", "{name[text]}"]
)
def test_a_translation_with_a_wrong_place_falls_back(german: dict[str, str], wrong: str) -> None:
    german[f"engine.{EMPTY.template}"] = german["article.added"] = wrong
    assert tell(EMPTY) == str(EMPTY)
    assert say("article.added", title="Gate", name="x") == "✅ **Gate** is added."


def test_an_error_is_told_in_the_language_and_harmless(german: dict[str, str]) -> None:
    from bot.failures import Failures

    told = Failures().sentence(ReadingError(EMPTY), "here")
    assert told == "\\*a{b}\\*.txt ist leer."


def test_what_a_language_lacks_is_said_in_english(german: dict[str, str]) -> None:
    assert say("answer.not_said") == "The article does not say."
    speaking("tlh")
    assert say("answer.not_said") == "The article does not say."
