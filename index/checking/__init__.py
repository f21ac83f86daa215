"""A quoted text to a Verdict: ``Checker`` over a store, ``judge`` over a catalog; ``quotations`` finds what to judge."""

from index.checking.carrying import counterparts
from index.checking.checker import Checker, Encoders
from index.checking.claims import ClaimReader
from index.checking.coverage import coverages
from index.checking.judging import judge
from index.checking.quoted import Quotation, quotations
from index.checking.speakers import same_speaker, split_speaker

__all__ = [
    "Checker",
    "ClaimReader",
    "Encoders",
    "Quotation",
    "counterparts",
    "coverages",
    "judge",
    "quotations",
    "same_speaker",
    "split_speaker",
]
