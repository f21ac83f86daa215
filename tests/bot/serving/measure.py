"""What serving costs. Run ``python -m tests.bot.serving.measure``; the book needs Chromium and Playwright.

Asks the sample article the same questions through the library and over HTTP, in turn, and opens the page of a book
of 100,000 words in a real browser.
"""

from __future__ import annotations

import statistics
import time

import httpx
from playwright.sync_api import sync_playwright

from tests.bot.serving.book import shelve_book
from tests.screens.reader_look import CHROMIUM, FLAGS, served

ABOUT = "the gate,the hinges,the repair,the report,the sandbags,the sirens,the boats,the divers,the wall,the town".split(
    ","
)
ASKING = (
    "What did {} cost?,When is {} ready?,Who spoke of {}?,Why does {} matter?,How many are there of {}?,"
    "Who is to pay for {}?,What was said of {}?,Where can people see {}?,What will happen to {}?,Is {} safe?"
).split(",")
OPENED = 7


def questions() -> list[str]:
    """A hundred, all different: nothing is answered from memory."""
    return [asked.format(thing) for asked in ASKING for thing in ABOUT]


def ask() -> None:
    """Medians of both ways, and how they compare."""
    with served() as (library, address), httpx.Client(timeout=60) as client:
        base = address.rpartition("/a/")[0]
        direct: list[float] = []
        served_: list[float] = []
        for n, question in enumerate(questions()):
            ways = [("library", direct), ("http", served_)]
            for way, seconds in ways if n % 2 else reversed(ways):
                began = time.perf_counter()
                if way == "library":
                    library.ask([question])
                else:
                    client.post(f"{base}/v1/ask", json={"question": question}).raise_for_status()
                seconds.append(time.perf_counter() - began)
    ours, theirs = statistics.median(direct) * 1000, statistics.median(served_) * 1000
    print(
        f"ask, {len(direct)} questions: library {ours:.1f} ms, HTTP {theirs:.1f} ms, {theirs / ours:.2f} times (p50)"
    )


def book() -> None:
    """From the click to the loaded page, and a scroll to its end."""
    with served() as (library, address), sync_playwright() as driver:
        number = shelve_book(library, "shared")
        base = address.rpartition("/a/")[0]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        opened, scrolled = [], []
        for _ in range(OPENED):
            page.goto(base)
            began = time.perf_counter()
            page.goto(f"{base}/a/{number}")
            opened.append(time.perf_counter() - began)
            began = time.perf_counter()
            page.evaluate(
                "new Promise(done => { scrollTo(0, document.body.scrollHeight); requestAnimationFrame(() => requestAnimationFrame(done)) })"
            )
            scrolled.append(time.perf_counter() - began)
        browser.close()
    print(
        f"book of 100,000 words: opens in {statistics.median(opened):.2f} s (best {min(opened):.2f}), scrolls to its end in {statistics.median(scrolled):.2f} s"
    )


def main() -> None:
    """Both."""
    ask()
    book()


if __name__ == "__main__":
    main()
