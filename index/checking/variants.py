"""One word, one spelling to compare by: British and American endings, numbers in words and in digits.

Only words that are compared are put so, on both sides: of 20 and "twenty" neither is right or wrong, and what is shown
is always cut out of the text itself.
"""

from __future__ import annotations

from functools import lru_cache

_LEAST = 3
"""Letters before an ending: "hour" and "four" have none such, nor has "called"."""
_ENDINGS = {
    british: american
    for pair in (
        "our or, oured ored, ours ors, ouring oring, ourable orable, ise ize, ised ized, ises izes, ising izing,"
        "isation ization, isations izations, yse yze, ysed yzed, ysing yzing, tre ter, tres ters, lled led, lling ling,"
        "ller ler, llers lers, ence ense, ences enses, enced ensed, encing ensing, ogue og, ogues ogs, mme m, mmes ms"
    ).split(",")
    for british, american in [pair.split()]
}
_LONGEST = max(map(len, _ENDINGS))
_MOST = 40
"""Letters of a word that may have two spellings."""
_ALONE = dict(
    pair.split()
    for pair in (
        "grey gray,greyer grayer,cheque check,cheques checks,tyre tire,tyres tires,kerb curb,kerbs curbs,plough plow,"
        "ploughs plows,ploughed plowed,ploughing plowing,sceptic skeptic,sceptics skeptics,sceptical skeptical,"
        "scepticism skepticism,aluminium aluminum,jewellery jewelry,pyjamas pajamas,mum mom,mums moms,moustache mustache,"
        "cosy cozy,metre meter,metres meters,litre liter,litres liters,fibre fiber,fibres fibers,practise practice,"
        "practised practiced,practising practicing,judgement judgment,judgements judgments,ageing aging,towards toward,"
        "learnt learned,burnt burned,spelt spelled,dreamt dreamed,spoilt spoiled,leapt leaped,enrol enroll,fulfil fulfill,"
        "enrolment enrollment,fulfilment fulfillment,instalment installment,instalments installments,skilful skillful,"
        "wilful willful,manoeuvre maneuver,manoeuvres maneuvers,paediatric pediatric,anaesthetic anesthetic,"
        "encyclopaedia encyclopedia,draught draft,mould mold,smoulder smolder"
    ).split(",")
)
_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 // 10 == 1 else ends.get(number % 10, 'th')}"


_NUMBERS = {
    **{
        word: str(number) for number, word in enumerate(_UNITS[1:], 2)
    },  # "one" is more often nobody in particular
    **{word: str(number) for number, word in enumerate(_TEENS, 10)},
    **{word: str(number) for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{tens}-{unit}": str(low + number)
        for low, tens in zip(range(20, 100, 10), _TENS, strict=True)
        for number, unit in enumerate(_UNITS, 1)
    },
    **{
        f"{tens}-{unit}": _ordinal(low + number)
        for low, tens in zip(range(20, 100, 10), _TENS, strict=True)
        for number, unit in enumerate(_ORDINALS[:9], 1)
    },
    **{_ordinal(number): word for number, word in enumerate(_ORDINALS, 1)},
    "percent": "%",
    "per cent": "%",
}


def canonical(word: str) -> str:
    """The spelling that a folded word is compared by; most words are their own."""
    return _canonical(word) if len(word) <= _MOST else word  # what is kept is short, whoever wrote it


@lru_cache(maxsize=50_000)
def _canonical(word: str) -> str:
    known = _NUMBERS.get(word) or _ALONE.get(word)
    if known:
        return known
    for length in range(min(_LONGEST, len(word) - _LEAST), 0, -1):
        if other := _ENDINGS.get(word[-length:]):
            return word[:-length] + other
    return word
