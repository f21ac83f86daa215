"""The API in OpenAPI 3.1, made from the bodies that it takes and the contract's objects that it gives."""

from __future__ import annotations

from typing import Any

from bot.serving.api import MOST_QUOTES, Ask, Body, Check, WhoSaid

Schema = dict[str, Any]


def _string(*more: str) -> Schema:
    return {"type": ["string", *more]}


def _whole(*more: str) -> Schema:
    return {"type": ["integer", *more]}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _may_hold(schema: Schema, **more: Schema) -> Schema:
    """With properties that are not always there."""
    return {**schema, "properties": {**schema["properties"], **more}}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _one_of(*names: str) -> Schema:
    return {"type": "string", "enum": list(names)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_SCORE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_LINK: Schema = {"type": "string", "format": "uri", "description": "Opens the article at these words."}
_PLACE: dict[str, Schema] = {
    "text": {"type": "string", "description": "Exactly the article's characters from start to end."},
    "article": _string(),
    "title": _string(),
    "paragraph": _whole("null"),
    "start": _whole(),
    "end": _whole(),
}
_QUOTE: dict[str, Schema] = {**_PLACE, "kind": _string("null"), "url": _string("null"), "link": _LINK}
_CHANGES = _list(_object(op=_one_of("replace", "insert", "delete"), said=_string(), asked=_string()))
_VERDICT: dict[str, Schema] = {
    "query": _string(),
    "verdict": _one_of("exact", "altered", "paraphrase", "not-found"),
    "confidence": _SCORE,
    "speaker": _string("null"),
    "speaker_asked": _string("null"),
    "speaker_matches": {"type": ["boolean", "null"]},
    "quote": {"oneOf": [_object(**_QUOTE), {"type": "null"}]},
    "context": {
        "oneOf": [
            _object(
                kind=_one_of("denied", "doubted", "supposed", "asked", "ascribed", "cut-short"),
                text=_string(),
                start=_whole(),
                end=_whole(),
            ),
            {"type": "null"},
        ]
    },
    "changes": _CHANGES,
    "also": _list(_object(**_QUOTE, speaker=_string("null"))),
    "related": _list(_object(**_QUOTE, speaker=_string("null"))),
}
_WORDS = {"carried": _list(_object(said=_string(), asked=_string())), "against": _CHANGES}
"""What is told only where there is something to tell."""
_SCHEMAS: dict[str, Schema] = {
    "Answer": _object(
        question=_string(),
        answered={"type": "boolean"},
        confidence=_SCORE,
        quotes=_list(
            _object(
                **_PLACE, speaker=_string("null"), url=_string("null"), score={"type": "number"}, link=_LINK
            )
        ),
    ),
    "Verdict": _may_hold(_object(**_VERDICT), **_WORDS),
    "Checked": _object(
        quotations=_list(
            _may_hold(
                _object(
                    **_VERDICT,
                    place=_object(file=_string(), paragraph=_whole("null"), start=_whole(), end=_whole()),
                ),
                **_WORDS,
            )
        ),
        left_out={"type": "integer", "description": "Quotations beyond the most that are judged at once."},
    ),
    "Quotes": _object(
        quotes=_list(
            _object(
                article=_string(),
                kind=_one_of("direct", "mixed", "indirect"),
                text=_string(),
                start=_whole(),
                end=_whole(),
                paragraph=_whole("null"),
                utterance=_whole(),
                speaker=_string("null"),
                speaker_title=_string("null"),
                speaker_text=_string("null"),
                cue=_string("null"),
                confidence=_SCORE,
                url=_string("null"),
                link=_LINK,
            )
        ),
        total=_whole(),
    ),
    "Article": _object(
        article=_string(),
        title=_string(),
        authors=_list(_string()),
        published=_string("null"),
        publisher=_string("null"),
        url=_string("null"),
        language=_string("null"),
        paragraphs=_list(
            _object(
                number=_whole(),
                start=_whole(),
                end=_whole(),
                kind=_string(),
                speaker=_string("null"),
                page=_whole("null"),
                text=_string(),
            )
        ),
        link=_LINK,
    ),
    "Articles": _object(
        articles=_list(
            _object(
                article=_string(),
                title=_string(),
                paragraphs=_whole(),
                quotes=_whole(),
                url=_string("null"),
                published=_string("null"),
                added=_string("null"),
                link=_LINK,
            )
        )
    ),
    "Problem": _object(type=_string(), title=_string(), status=_whole(), detail=_string()),
}
_NAMED = {"name": "article", "in": "query", "schema": {"type": "string"}, "description": "An article's name."}


def document() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "whosaid",
            "version": "1",
            "description": "Articles answer in their own words: every text is a slice of an article, with its place.",
        },
        "security": [{"key": []}, {}],
        "paths": {
            "/v1/ask": {"post": _posts(Ask, "Answer", "Answer a question with the articles' own words.")},
            "/v1/who-said": {"post": _posts(WhoSaid, "Verdict", "Who said this, and whether just so.")},
            "/v1/check": {"post": _posts(Check, "Checked", "Judge every quotation in a draft.")},
            "/v1/quotes": {
                "get": _gets(
                    "Quotes",
                    "Every quotation, in reading order.",
                    _NAMED,
                    {"name": "speaker", "in": "query", "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": MOST_QUOTES}},
                    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0}},
                )
            },
            "/v1/read": {"get": _gets("Article", "An article as it was read.", {**_NAMED, "required": True})},
            "/v1/articles": {"get": _gets("Articles", "Every article that the key opens.")},
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _posts(body: type[Body], gives: str, summary: str) -> Schema:
    schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
    for inner in schema.pop("$defs", {}).values():  # one level: what a follow-up leans on
        schema["properties"]["previous"] = {"anyOf": [inner, {"type": "null"}]}
    return {
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": _responses(gives),
    }


def _gets(gives: str, summary: str, *parameters: Schema) -> Schema:
    return {"summary": summary, "parameters": list(parameters), "responses": _responses(gives)}


def _responses(gives: str) -> Schema:
    problem = {"content": {"application/problem+json": {"schema": _ref("Problem")}}}
    told = {
        "400": "The request cannot be worked on.",
        "401": "No key, or one that opens nothing.",
        "404": "No such article.",
        "429": "Too many questions; Retry-After says when to come back.",
        "503": "Too many wait already.",
    }
    good = {"description": "Done.", "content": {"application/json": {"schema": _ref(gives)}}}
    return {"200": good, **{status: {"description": text, **problem} for status, text in told.items()}}
