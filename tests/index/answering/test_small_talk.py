"""Small talk and questions: which is which."""

from __future__ import annotations

import pytest

from index.answering.small_talk import SmallTalk, small_talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thanks a lot!!", SmallTalk.THANKS),
        ("thx, bye", SmallTalk.THANKS),
        ("ok tysm", SmallTalk.THANKS),
        ("Heyyyy", SmallTalk.GREETING),
        ("good evening everyone", SmallTalk.GREETING),
        ("how are you?", SmallTalk.GREETING),
        ("anybody there?", SmallTalk.GREETING),
        ("HELP", SmallTalk.HELP),
        ("what can you do?", SmallTalk.HELP),
        ("loooool", SmallTalk.CHAT),
        ("hahaha nice one", SmallTalk.CHAT),
        ("😂😂", SmallTalk.CHAT),
        (":thumbsup:", SmallTalk.CHAT),
        ("+1", SmallTalk.CHAT),
        ("no problem", SmallTalk.CHAT),
    ],
)
def test_small_talk(text: str, kind: SmallTalk) -> None:
    assert small_talk(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "?", "42", "Why?", "How much?", "Is it true?", "Thanks, and who pays for the bridge?",
        "help for shopkeepers", "Who said thanks?", "ferry", "When?", "good morning " * 20,
    ],
)  # fmt: skip
def test_what_may_be_a_question(text: str) -> None:
    assert small_talk(text) is None
