"""Discord's own description of its API, which recorded traffic is compared with; tests skip where it is not."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from .jsontypes import JSON

_SHARED = Path(__file__).parents[3] / "shared"


class Described:
    """The description, and the tool that compares traffic with it."""

    def __init__(self) -> None:
        tool, document = (
            _SHARED / "tools" / "openapi_check.py",
            _SHARED / "data" / "discord_api" / "openapi.json",
        )
        if not (tool.is_file() and document.is_file()):
            pytest.skip("needs Discord's OpenAPI document and its checker in ../shared")
        for package in ("jsonschema", "rfc3339_validator", "rfc3986_validator"):
            pytest.importorskip(package)
        found = importlib.util.spec_from_file_location("openapi_check", tool)
        assert found is not None
        assert found.loader is not None
        self._tool: Any = importlib.util.module_from_spec(found)
        found.loader.exec_module(self._tool)
        self._spec = self._tool.Spec(json.loads(document.read_text(encoding="utf-8")))

    def validator(self, method: str, path: str) -> Any:
        """Of the body of a request."""
        _, _, operation, _ = self._spec.find(method, path)
        return self._spec.validator(operation["requestBody"]["content"]["application/json"]["schema"])

    def findings(self, traffic: list[JSON]) -> list[tuple[str, str, str]]:
        """What breaks the description: kind, route and problem, each once."""
        report = self._tool.Report()
        for exchange in traffic:
            found = self._tool.check_request(self._spec, report, exchange, True)
            if found is not None and not exchange["fault"]:
                self._tool.check_response(self._spec, report, exchange, *found, True)
        return sorted(report.found)
