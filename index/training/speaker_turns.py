"""Short articles of our own making in which several speak in one paragraph, as news seldom has it: the name beside a
quotation counts for more than who spoke before. Invented names, put together at random with a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from index.evaluation.resolved import Known
from index.evaluation.resolved_sets import Example
from index.reading.text import read_text

ARTICLES = 400
SET = "turns"
_MEN = "Anton Bruno Casper Dirk Emil Fabian Gregor Hector Ivan Jakob Kurt Lorenz Magnus Otto Rafael".split()
_WOMEN = "Agnes Beatrice Cecilia Doris Esther Frieda Gloria Hedwig Irene Judith Karin Lucia Miriam Nadine Rosa".split()
_SURNAMES = "Abell Brandis Corvin Dorsey Eklund Farrow Grieve Halloran Iversen Jansen Kestrel Lomax O’Brady McArdle".split()
_WORDS = (
    "The orchard was empty|Trains come late|Three windows broke|Nobody paid for the fence|We counted the sheep twice|"
    "My brother plays the organ|Tickets are sold out|The doctor never called|Snow fell on the tents|Bring your own chairs|"
    "The recipe is older than me|Both lifts were stuck|Taxes went up again|I slept in the car|The choir meets on Fridays"
).split("|")
_MORE = " in our street| and so it went on|, if you ask me| until spring|".split("|")
_SAID = "said said said replied added answered warned".split()
_OFFICES = ("", "", "", "Dr. ", "Mayor ", "Chairwoman ", "Senator ")
_TITLES = ("A day at the fair", "News of the orchard", "Trains to stop again")


def turns(articles: int = ARTICLES) -> Iterator[Example]:
    """Examples of the set ``SET``."""
    rng = random.Random(14)  # noqa: S311 - no secret
    for number in range(articles):
        yield _example(rng, number)


def _example(rng: random.Random, number: int) -> Example:
    couple, named = rng.random() < 0.3, rng.random() < 0.6
    man, woman = rng.choice(_MEN), rng.choice(_WOMEN)
    one, other = rng.sample(_SURNAMES, 2)
    other = one if couple else other
    people = [(f"{man} {one}", f"Mr {one}", "he"), (f"{woman} {other}", f"Mrs {other}", "she")]
    rng.shuffle(people)
    (first, *_), (second, *_) = people
    text, known = f"{rng.choice(_TITLES)}\n\n", []
    if named or couple:
        spouse = "wife" if people[0][2] == "he" else "husband"
        text += (
            f"{first} and {'his' if spouse == 'wife' else 'her'} {spouse}, {second}, ran a bakery for years. "
            if couple
            else rng.choice((f"{first} and {second} shared a taxi. ", f"{first} sang a duet with {second}. "))
        )
    length = rng.choice((2, 2, 3, 4))
    words = rng.sample(_WORDS, length)
    for turn, said in enumerate(words):
        full, titled, pronoun = people[turn % 2]
        seen = named or couple or turn > 1
        mention = rng.choice((titled, titled, full)) if couple else full
        if seen and not couple and rng.random() < 0.5:
            mention = full.split(" ", 1)[1]
        if seen and turn < 2 and rng.random() < 0.25:
            mention = pronoun
        elif not seen:
            mention = rng.choice(_OFFICES[: 4 if pronoun == "he" else 7]) + full
        said += rng.choice(_MORE)
        text += "“"
        known.append(
            Known(len(text), len(text) + len(said), (full,), "pronoun" if mention == pronoun else "name")
        )
        verb = rng.choice(_SAID)
        behind = f"{mention} {verb}" if mention == pronoun or rng.random() < 0.5 else f"{verb} {mention}"
        text += f"{said},” {behind}." + ("\n\n" if rng.random() < 0.2 else " ")
    article = read_text(text.strip().encode(), f"turns-{number}.txt")
    return Example(SET, article, tuple(known), loosely=True)
