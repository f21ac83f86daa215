"""A quoted text to a Verdict: ``Checker`` over a store, ``judge`` over a catalog."""

from index.checking.checker import Checker, Encoders
from index.checking.judging import judge
from index.checking.speakers import same_speaker, split_speaker

__all__ = ["Checker", "Encoders", "judge", "same_speaker", "split_speaker"]
