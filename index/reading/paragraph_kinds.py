"""Which lines are sub-headings and which are boilerplate. Both keep their numbers; doubt makes a line text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import ParagraphKind
from index.text.saying import PAST

HEADING_MAX = 80
"""Longest sub-heading, in characters."""
BOILERPLATE_MAX = 320
"""Longest boilerplate line, in characters: a longer one holds something to read."""

_LISTS = "newsletters?|inbox|briefings?|e-?mails?|alerts|updates|podcast|channel|mailing list|today|app"
_SITES = "twitter|x|facebook|instagram|whatsapp|telegram|linkedin|youtube|tiktok|threads|mastodon|bluesky"
_BOILERPLATE = re.compile(
    "|".join(
        (
            r"dear (visitor|reader|user|customer)s?\b.*\b(comments?|support|subscri\w+|cookies?|member\w*|donat\w+|overhaul|browser|regist\w+)\b",
            r"(we|this (web)?site|our (web)?site)( and our partners)? (use|uses|store|stores) cookies\b",
            r"(by (clicking|using|continuing)|click(ing)?) .*\bcookies?\b",
            r"((manage|accept|reject)( all)? cookies?|cookie (policy|settings|preferences|notice))\W*$",
            rf"(sign up|subscribe|register)\b.*\b({_LISTS})\b",
            r"(enjoying this\? )?get (the|our|your|\w+'s|\w+ in your)\b.*\b(inbox|newsletter|delivered)\b",
            r".*\byou can unsubscribe at any time\b",
            r"(read|see) (more|also|next)\s*[:|–—]|also read\s*:|also see\s*:|more on this( story)?\s*:?$|related( (stories|articles|topics|links|news|coverage|posts))?\s*(:|$)",
            r"(watch|listen|live|must read|don'?t miss|opinion|in pictures|recommended|explore more)\s*:\s",
            r"(you (may|might) also (like|be interested in)|recommended for you|explore further|most (read|popular|viewed)|more from [\w' ]{2,40}|trending( now)?|top stories|editor'?s picks)\s*[:.…]*$",
            r"copyright\b(?=.{0,80}(\d{4}|©|\(c\)|reserved))|© ?(copyright )?\d{4}|©.{0,90}$|\(c\) ?(copyright|\d{4})|all rights reserved|.{0,120}\ball rights reserved\W*$",
            r"this material may not be published, broadcast",
            rf"(share|tweet|print|email|e-mail|flag|like|reply|pin|save|copy link)( (this|it))?( (article|story|page|post))?( (on|via|with|by|to) ({_SITES}|e-?mail|(a )?friends?|link))?\W*$",
            rf"(please )?(follow|like|join|find) (us|@\w+|our [\w ]{{2,30}}|her|him|the author|[\w' ]{{2,30}}) on ({_SITES})\b.{{0,80}}$",
            rf".{{0,240}}[.!] (?-i:Follow) (him|her|them|me|us) on ({_SITES})\b.{{0,40}}$",
            r"(did you )?(enjoy|like)(ed|ing)? (this|our|reading)\b.{0,40}\?",
            r"report (an? )?(error|mistake|typo|correction)s?\b( in this (story|article|page))?\W*$",
            r"(advertise?ment|advertorial|sponsored( content)?|story continues below.*|article continues (below|after).*|continue reading( below.*)?|skip ad(vertisement)?|scroll to continue.*)\W*$",
            r"\(?(reporting|writing|editing|additional reporting|compiled|edited) by ([^.!?;]|\b[A-Z]\.|\b[A-Z][a-z]\.){3,60}(\.? ?;[^!?]{3,120}|\.[^!?]{0,40})?\)?\W*$",
            r"(leave a (reply|comment)|post a comment|((view|show|read|load|see) (all )?)?(\d+ )?comments?( \(\d+\))?|join the conversation|(log|sign) in to comment|comments (are|have been) (closed|disabled).*)\W*$",
            r"(to continue reading|already a (subscriber|member)\b|this (article|story|content) is (only )?for subscribers|become a (member|subscriber) )",
            r"(tags?|filed under|topics|posted in|tagged)\s*:\s*[^.]{1,150}$",
            r"(click|tap) here (to|for)\b|download (our|the [\w' ]{2,30}) app\b|view (the )?original (article|post)\W*$",
            r".{0,60}\brequires? javascript\b|(please )?(enable|turn on) javascript\b|you need to enable javascript\b",
            r"(if you (buy|purchase|click)\b.{0,120}|.{0,80}\bmay (earn|receive|get) (a |an )?(small |affiliate )*)\b(commission|share of the sale)\b",
            r"follow .{2,60} coverage .{0,60}\bat https?://|subscribe to .{2,60} on youtube\b|sources?\s*:\s*[^.!?]{1,60}$",
            r"get access to .{2,80} subscri\w+|.{0,160}[.!] click here for more information\W*$",
            r"(last )?updated?\s*:?( (at|on))?\s[^!?]{0,40}\d{1,2}(:\d{2}|, \d{4})[^!?]{0,20}$",
            r"last (updated|modified|changed)\b[^!?]{0,70}$",
            r"(first )?published in [\w' ]{2,40}, (\w+ \d{1,2}(st|nd|rd|th)?|\d{1,2}(st|nd|rd|th)? \w+),? \d{4}\W*$",
            r"(last )?(published|updated|posted|modified)( (on|at))?\s*:?\s[^.!?]{0,40}\d{4}[^.!?]{0,30}$",
            r"\d+ min(ute)?s?( of)? read(ing)?( time)?\W*$",
        )
    ),
    re.IGNORECASE,
)
_CLOSING = "’'”\"»)]*_ "
_FINAL = tuple(".!?…:;,—–")
_SPOKEN = re.compile(
    rf"\b(?:says|{'|'.join(PAST)})(?: (?:he|she|they|it|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*))?$"
)
_SENTENCES = re.compile(r"[a-z]{2}[.!?][’'”\"]* [“‘\"']?[A-Z]")
_QUOTED = re.compile(r"‘[^.]*’$|'[^.]*'$|“[^.!?”]*”$")
_WORD = re.compile(r"\w")
_QUOTES = "“\"«„‘'"


def is_boilerplate(text: str) -> bool:
    """Cookie notes, calls to subscribe, share and copyright lines, and lines without a letter or digit."""
    if not _WORD.search(text):
        return True
    if len(text) > BOILERPLATE_MAX or text[0] in _QUOTES:
        return False
    return bool(_BOILERPLATE.match(text.lstrip("•*-–—>»| ").replace("’", "'").replace("\u00ad", "")))


def paragraph_kind(text: str) -> ParagraphKind:
    """What one non-empty line is when nothing is known of its neighbours."""
    if is_boilerplate(text):
        return ParagraphKind.BOILERPLATE
    return ParagraphKind.HEADING if _may_head(text) else ParagraphKind.TEXT


def paragraph_kinds(texts: Sequence[str]) -> list[ParagraphKind]:
    """What the lines after the title are. A sub-heading stands above a text: three in a row are a list."""
    kinds = [paragraph_kind(text) for text in texts]
    last_text = max((i for i, kind in enumerate(kinds) if kind is ParagraphKind.TEXT), default=-1)
    begin = 0
    while begin < len(kinds):
        end = begin
        while end < len(kinds) and kinds[end] is ParagraphKind.HEADING:
            end += 1
        if end - begin >= 3 or last_text < end:
            kinds[begin:end] = [ParagraphKind.TEXT] * (end - begin)
        begin = end + 1
    return kinds


def _may_head(text: str) -> bool:
    if len(text) > HEADING_MAX:
        return False
    if _QUOTED.match(text):
        return True
    core = text.rstrip(_CLOSING)
    if not core or core.endswith(_FINAL) or text[-1] in '”"':
        return False
    if core[0].islower() or core[0] in "-•*–—·":
        return False
    return not (_SPOKEN.search(core) or _SENTENCES.search(core))
