"""Verbs of saying, all in one place: their forms as they stand in a text, for patterns, and what a cue's verb tells."""

from __future__ import annotations

_STATING = (
    "says/said adds/added states/stated writes/wrote claims/claimed warns/warned argues/argued explains/explained "
    "notes/noted declares/declared announces/announced insists/insisted stresses/stressed asserts/asserted "
    "-/promised vows/vowed admits/admitted confirms/confirmed -/complained -/joked -/posted -/tweeted -/replied "
    "-/answered -/remarked -/shouted"
)
"""Verbs before or behind what is said; the present tense where it is not rather a noun."""
_OTHERS = "tells/told asks/asked recalls/recalled reports/reported counters/countered"
"""They have other objects, too ("asked for money", "told reporters")."""


def _forms(pairs: str) -> tuple[str, ...]:
    return tuple(form for pair in pairs.split() for form in pair.split("/") if form != "-")


STATING = _forms(_STATING)
PAST = tuple(pair.split("/")[1] for pair in (_STATING + " " + _OTHERS).split())
PLAIN = ("said", "says")
"""Only people and bodies are the subject of these."""
BESIDE_MARKS = ("said", "says", "added", "adds", "stated", "wrote")
"""What stands beside quotation marks that the tagger left out."""
BEHIND_NAME = ("said", "says", "told", "tells", "added", "adds", "replied", "wrote", "tweeted", "argued")
"""What a name speaks by when it stands right behind it."""
BEFORE_THAT = ("said", "added", "stated", "noted", "explained", "warned", "claimed")
"""What stands before "that" where the tagger found no cue."""
OF_OTHERS = (
    "called calls labeled labelled dubbed described describes pledged urged accused denounced praised criticized criticised slammed "
    "blasted dismissed suggested predicted demanded threatened referred"
).split()
"""What is said of somebody, or what for, before words of it: "called Berg “a clown”", "pledged to “stay”"."""
SAYING = frozenset(
    "say tell add state announce ask reply respond answer claim explain note insist argue warn declare report write tweet "
    "acknowledge admit confirm deny suggest remark comment stress emphasise emphasize assert maintain contend concede confess "
    "complain joke recall describe call accuse blame praise criticise criticize condemn urge demand promise vow pledge predict "
    "estimate reveal disclose testify swear shout whisper mutter murmur cry exclaim scream yell quip scoff scold sigh laugh snap "
    "retort counter dismiss reject reiterate repeat conclude observe propose recommend advise speak talk quote cite mention "
    "point voice boast brag lament caution allege proclaim pronounce preach plead beg request order inform notify remind assure "
    "apologise apologize thank congratulate welcome post publish issue read go continue begin agree disagree interject interrupt "
    "question implore encourage chastise tout outline hint vouch testify berate scold caution elaborate clarify specify "
    "object protest rebut refute deride mock lambast slam blast hail defend denounce decry relate recount narrate sing chant "
    "according statement interview words told said wrote spoke swore read".split()
)
"""Verbs of saying, and what stands for them."""
THINKING = frozenset(
    "know think believe want hope wish fear worry expect plan intend decide consider feel see doubt learn find show understand "
    "realise realize remember forget assume suspect wonder imagine aim seek try prefer like love hate need mean include charge "
    "sentence convict sue sign approve release open close start move act".split()
)
NOT_SAYING = frozenset("decline refuse fail cannot not never without".split())
"""Whoever declines to comment says nothing."""
