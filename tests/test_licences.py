"""Licences of everything that gets installed with whosaid: only such as may be passed on with an MIT program."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|Zlib|Unlicense|HPND|0BSD|CC0|public domain"
    r"|Artistic|Boost)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b(?:A|L)?GPL|General Public License", re.IGNORECASE)
"""Only as one of several to choose from, or weak and used as a library."""
WEAK = frozenset({"chardet", "text-unidecode", "psycopg", "psycopg-binary"})
"""LGPL, or Artistic beside GPL: imported, not changed."""
PROPRIETARY = re.compile(r"^(nvidia-|cuda-)|^triton$")
"""PyTorch's own companions where there is a GPU."""


def licence_of(name: str) -> str:
    """Everything that a package says of its licence."""
    about = distribution(name).metadata
    said = [said[:200] for key in ("License-Expression", "License") for said in about.get_all(key) or []]
    said += [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return "; ".join(filter(None, said))


def installed_with(root: str) -> set[str]:
    """Names of what ``root`` needs, and what that needs, as far as it is installed; extras of ``root`` left out."""
    found: set[str] = set()
    wanted = [root]
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in found:
            continue
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        found.add(name)
        parsed = [Requirement(need) for need in needs]
        wanted += [r.name for r in parsed if r.marker is None or r.marker.evaluate({"extra": ""})]
    return found - {root}


def test_every_dependency_may_be_passed_on() -> None:
    names = {name for name in installed_with("whosaid") if not PROPRIETARY.search(name)}
    assert len(names) > 20
    unknown = {}
    for name in names - WEAK:
        said = licence_of(name)
        if not ALLOWED.search(said) or (COPYLEFT.search(said) and " OR " not in said):
            unknown[name] = said
    assert unknown == {}
