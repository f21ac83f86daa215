"""Words that say the opposite of each other: listed pairs, and negative prefixes."""

from __future__ import annotations

from index.checking.tokens import stem

_PAIRS = (
    "increase decrease,more less,rise fall,win lose,allow ban,accept reject,support oppose,begin end,start stop,"
    "open close,always never,all none,before after,success failure,succeed fail,strong weak,guilty innocent,"
    "true false,war peace,good bad,high low,up down,raise lower,safe dangerous,better worse,friend enemy,"
    "agree disagree,legal illegal,possible impossible,most few,gain loss,buy sell,arrive leave,many few,warm cold,"
    "hot cold,warm cool,left right,early late,earlier later,first last,rich poor,old new,young old,long short,"
    "big small,large small,full empty,light dark,heavy light,bright dim,fast slow,quick slow,easy hard,easy difficult,happy sad,"
    "happy angry,calm angry,dead alive,same different,public private,inside outside,above below,over under,double halve,"
    "near far,north south,east west,northern southern,eastern western,love hate,like dislike,trust doubt,"
    "remember forget,pass fail,borrow lend,import export,profit loss,enter leave,remain leave,stay leave,keep lose,"
    "find lose,gain lose,hide show,admit deny,confirm deny,everybody nobody,everyone nobody,everything nothing,"
    "anybody nobody,anyone nobody,somebody nobody,someone nobody,something nothing,anything nothing,everywhere nowhere,"
    "with without,ever never,sometimes never,often never,often rarely,already yet,wide narrow,deep shallow,thick thin,tall short,clean dirty,"
    "wet dry,cheap expensive,cheap dear,ancient modern,male female,man woman,men women,boy girl,brother sister,"
    "mother father,son daughter,husband wife,morning evening,morning afternoon,day night,summer winter,spring autumn,"
    "minimum maximum,least most,worst best,majority minority,attack defend,build destroy,create destroy,"
    "praise criticise,praise criticize,thank blame,approve reject,approve refuse,grant refuse,welcome reject,"
    "include exclude,add remove,hire dismiss,employ dismiss,arrest release,free jail,encourage warn,demand refuse,"
    "expand shrink,grow shrink,widen narrow,improve worsen,strengthen weaken,shorten lengthen,delay hasten,"
    "brave cowardly,loud quiet,sweet bitter,hopeful hopeless,useful useless,careful careless,"
    "survive die,live die,born die,laugh cry,push pull,arrive depart,ahead behind,together alone,voluntary forced,"
    "temporary permanent,local foreign,domestic foreign,friendly hostile,optimistic pessimistic,certain doubtful"
).split(",")
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_LEAST = 4
"""Letters of a word that a prefix turns."""


def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS:
        left, right = (stem(word) or word for word in pair.split())
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITE = _table()


def opposites(left: str, right: str) -> bool:
    """Whether two folded words say the opposite of each other."""
    a, b = (stem(word) or word for word in (left, right))
    return b in _OPPOSITE.get(a, ()) or _prefixed(left, right) or _prefixed(right, left)


def _prefixed(long: str, short: str) -> bool:
    return len(short) >= _LEAST and any(long == prefix + short for prefix in _PREFIXES)
