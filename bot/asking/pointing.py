"""Does a reply ask about the message that it replies to ("is this true?", "did she really say that?")? Pure."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_POINTS = frozenset(
    "this that it these those true false fake real really legit accurate correct right wrong said say says saying quote "
    "quotes quoted quotation check verify factcheck fact facts source sources seriously actually cap huh misquote "
    "misquoted authentic genuine hoax sauce proof confirm debunk".split()
)
_AROUND = frozenset(
    "is are was were am be been isn't wasn't aren't isnt wasnt did didn't didnt does do doesn't doesnt has have can could "
    "would will should you u we i he she they him her them who whose anyone anybody somebody someone ever ok okay so and or "
    "not no a an the of on in for to about please pls plz just even still any there here hey hi hmm um one ones "
    "thing things word words statement claim claims post message article articles news guy person up out where from come "
    "comes came made make sure know think me us tell give got get exactly literally all also too yes with "
    "by at as if or whether true true".split()
)


def points_at_message(text: str) -> bool:
    """Whether every word only points and asks for the truth, and nothing names a matter of its own; "" points, too."""
    words = [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
    if not words:
        return True
    known = all(word in _POINTS or word in _AROUND for word in words)
    return known and len(words) <= 14 and any(word in _POINTS for word in words)
