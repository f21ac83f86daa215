"""A statement as it is reported: in the third person, a tense back, shortened, with everyday synonyms."""

from __future__ import annotations

import random
import re

_PERSONS = {
    "i": ("he", "she"), "we": ("they",), "my": ("his", "her"), "our": ("their",), "me": ("him", "her"),
    "us": ("them",), "mine": ("his", "hers"), "ours": ("theirs",), "i'm": ("he is", "she is"), "i've": ("he has", "she has"),
    "i'll": ("he will", "she will"), "we're": ("they are",), "we've": ("they have",), "we'll": ("they will",),
    "i'd": ("he would", "she would"), "we'd": ("they would",), "myself": ("himself", "herself"),
}  # fmt: skip
_TENSES = {"will": "would", "can": "could", "may": "might", "is": "was", "are": "were", "has": "had", "have": "had",
           "am": "was", "won't": "would not", "can't": "could not", "don't": "did not", "isn't": "was not"}  # fmt: skip
_SYNONYMS = tuple(
    tuple(group.split("|"))
    for group in (
        "big|large|huge", "buy|purchase", "help|assist|aid", "start|begin", "started|began", "stop|halt|end",
        "kids|children", "people|folks", "money|cash|funds", "job|post|position", "jobs|work|employment",
        "say|state", "said|stated", "think|believe", "believes|thinks", "country|nation", "nation|country",
        "government|state", "important|crucial|vital", "many|a lot of|numerous", "show|demonstrate",
        "shows|demonstrates", "need|require", "needs|requires", "get|receive", "try|attempt", "trying|attempting",
        "wrong|mistaken", "right|correct", "police|officers", "attack|assault", "attacks|assaults", "fight|battle",
        "illegal|unlawful", "kill|murder", "killed|murdered|slain", "angry|furious", "happy|glad|pleased",
        "choose|pick|select", "chosen|picked|selected", "quickly|fast|rapidly", "about|roughly|around",
        "more than|over", "over|above", "because|since|as", "but|yet|however", "although|though", "also|too",
        "election|vote", "campaign|race", "candidate|contender", "voters|the electorate", "support|back",
        "supports|backs", "supported|backed", "oppose|are against", "opposes|is against", "law|legislation",
        "plan|proposal|scheme", "report|account", "doctor|physician", "school|college", "home|house", "family|relatives",
        "terrible|awful|horrible", "great|excellent", "hard|difficult|tough", "easy|simple", "old|aged",
        "keep|retain", "give|hand", "tell|inform", "ask|request", "asked|requested", "answer|reply", "talk|speak",
        "talking|speaking", "worry|concern", "worried|concerned|anxious", "afraid|scared", "problem|issue|trouble",
        "problems|issues|troubles", "chance|opportunity", "allow|let|permit", "allowed|permitted", "build|construct",
        "destroy|wreck|ruin", "destroyed|wrecked|ruined", "rise|increase|climb", "fall|drop|decline", "win|victory",
        "lose|forfeit", "leave|depart", "return|come back", "meet|see", "meeting|talks", "decide|determine",
        "decision|ruling|choice", "happen|occur", "happened|occurred", "real|genuine|true", "certainly|definitely|surely",
        "maybe|perhaps", "never|at no time", "always|at all times", "often|frequently", "enough|sufficient",
        "woman|lady", "man|guy", "year|twelve months", "weapons|arms", "war|conflict", "peace|calm", "vote for|back",
        "want|wish", "wants|wishes", "going to|about to", "must|have to|need to", "should|ought to", "would like|want",
    )
)  # fmt: skip
_OTHERS = {group[0]: group[1:] for group in _SYNONYMS}
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_MARKS = re.compile(r"[\"“”]")
_EDGES = re.compile(r"^(?:and|but|so|well|look|that|yes|no|now|because),? ", re.I)
_FRONT = ("", "", "", "they said ", "it was said that ", "basically ", "so ", "the point was that ")


def reported(text: str, rng: random.Random) -> str:
    """The same statement as somebody else would pass it on."""
    text = _EDGES.sub("", _MARKS.sub("", text).strip()).strip(" ,.;")
    pronoun = rng.randrange(2)
    persons, tense, likely = rng.random() < 0.8, rng.random() < 0.4, rng.uniform(0.3, 1.0)

    def other(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower().replace("’", "'")
        new = low
        if persons and low in _PERSONS:
            options = _PERSONS[low]
            new = options[pronoun % len(options)]
        elif tense and low in _TENSES:
            new = _TENSES[low]
        elif low in _OTHERS and rng.random() < likely:
            new = rng.choice(_OTHERS[low])
        if new == low:
            return word
        return new.capitalize() if word[0].isupper() and word.lower() != "i" else new

    out = _WORD.sub(other, text)
    parts = out.split(", ")
    if len(parts) > 1 and rng.random() < 0.5:  # clauses in another order, or one of them left out
        if rng.random() < 0.5:
            longest = max(parts, key=len)
            kept = [p for p in parts if p is longest or rng.random() < 0.6]
            out = ", ".join(kept)
        else:
            cut = rng.randrange(1, len(parts))
            out = ", ".join(parts[cut:] + parts[:cut])
    words = out.split()
    if len(words) > 18 and rng.random() < 0.4:
        length = rng.randint(9, len(words) - 4)
        start = rng.randrange(len(words) - length)
        out = " ".join(words[start : start + length])
    return rng.choice(_FRONT) + out
