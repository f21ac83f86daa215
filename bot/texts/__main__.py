"""``python -m bot.texts`` prints the phrases of a new language, to be translated."""

from __future__ import annotations

from bot.texts.skeleton import skeleton

if __name__ == "__main__":
    print(skeleton(), end="")
