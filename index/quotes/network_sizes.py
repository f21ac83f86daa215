"""Sizes that both the tokens and the network know; apart, so that reading them needs no torch."""

MAX_TOKENS = 256
"""Word pieces of a window."""
