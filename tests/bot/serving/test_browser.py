"""The pages in a real Chromium: Debian's, driven by Playwright. axe-core looks for what shuts people out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: pip install -e '.[dev]'")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.serving.links import placed
from bot.showing.render import cited_as
from index.model import View
from tests.bot.serving.articles import DRAFT
from tests.bot.serving.book import shelve_book
from tests.bot.serving.conftest import HERE, Site

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium")
QUESTION = "What will the crossing cost?"
PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


Open = Callable[..., Page]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Open]:
    """``page(path, …)`` opens a page; at the end, nothing may have been refused, failed or loaded from elsewhere."""
    opened: list[Page] = []
    wrong: list[str] = []

    def open_(
        path: str,
        size: tuple[int, int] = DESK,
        *,
        dark: bool = False,
        script: bool = True,
        media: str = "screen",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        tab = context.new_page()
        tab.on("console", lambda said: wrong.append(said.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(site.base) else None)
        if media == "print":
            tab.emulate_media(media="print")
        tab.goto(path if path.startswith("http") else site.base + path)
        opened.append(tab)
        return tab

    yield open_
    for tab in opened:
        assert tab.context.cookies() == []
        tab.context.close()
    assert wrong == []


def cited(tab: Page) -> str:
    """What is marked, as text."""
    return "".join(tab.locator(".body .cited, h1 .cited").all_text_contents())


def ferry(site: Site) -> str:
    return f"/a/{site.number('ferry.txt')}"


def test_a_link_opens_on_the_quote_and_marks_it(page: Open, site: Site) -> None:
    for start, size in ((0, PHONE), (20, DESK)):
        tab = page(f"{ferry(site)}#p2:{start}-47", size)
        assert cited(tab) == "“We have waited long enough for this,” said Ada Moor"[start:47]
        assert tab.locator(".body .cited").first.is_visible()
        box = tab.locator(".body .cited").first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= size[1]


def test_links_from_the_engine_mark_the_citation(page: Open, site: Site) -> None:
    """Every quote of every article: the link that is given out for it marks exactly its text."""
    for stored in site.library.quotes(View(("shared", HERE))):
        whole = site.library.read(stored.article_id, View(("shared", HERE)))
        address = placed(site.links.to_article(whole.shelf, whole.id), whole.article, cited_as(stored))
        tab = page(address)
        assert cited(tab) == stored.quote.text


def test_hostile_fragments_do_nothing(page: Open, site: Site) -> None:
    for fragment in ("p2:9-3", "p999:0-5", "p2:0-999999999", "<img src=x>", "p2:-1-5", "%00", "p2:a-b"):
        tab = page(f"{ferry(site)}#{fragment}")
        assert tab.locator("h1").is_visible()


def test_asking_in_place(page: Open, site: Site) -> None:
    tab = page(ferry(site))
    tab.fill("#question", QUESTION)
    tab.press("#question", "Enter")
    tab.wait_for_selector("#result .quote")
    assert "4 crowns" in tab.inner_text("#result blockquote >> nth=0")
    assert tab.url == f"{site.base}{ferry(site)}"  # the page stayed
    tab.click("#result .where a >> nth=0")
    assert "4 crowns" in cited(tab)


def test_asking_without_a_script(page: Open, site: Site) -> None:
    tab = page(ferry(site), script=False)
    tab.fill("#question", QUESTION)
    tab.click("form[action$='ask'] button")
    assert "4 crowns" in tab.inner_text("#result")
    assert "4 crowns" in cited(tab)
    tab.click("#result .where a >> nth=0")
    assert tab.locator(".body .cited:target").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_checking_a_text(page: Open, site: Site, script: bool) -> None:
    tab = page(ferry(site), script=script)
    tab.click("summary:has-text('Check this text')")
    tab.fill("#text-box", DRAFT)
    tab.click("form[action$='check'] button")
    tab.wait_for_selector("#result .checked")
    assert tab.locator(".checked .verdict b").all_inner_texts() == [
        "Said so",
        "Altered",
        "Said by somebody else",
        "Nobody says this",
    ]


def test_an_abstention(page: Open, site: Site) -> None:
    tab = page(ferry(site))
    tab.fill("#question", "Who painted the ceiling of the opera house?")
    tab.press("#question", "Enter")
    tab.wait_for_selector("#result .verdict")
    assert "The article does not say." in tab.inner_text("#result")


def test_one_speaker_alone(page: Open, site: Site) -> None:
    tab = page(ferry(site))
    chip = tab.locator(".chip", has_text="Bo Lindqvist")
    chip.click()
    assert chip.get_attribute("aria-current") == "true"
    titles = [mark.get_attribute("title") or "" for mark in tab.locator("mark.on").all()]
    assert {title.partition(",")[0] for title in titles} == {"Bo Lindqvist"}
    chip.click()
    assert tab.locator("mark.on").count() == 0


def test_the_keyboard_reaches_everything(page: Open, site: Site) -> None:
    tab = page(ferry(site))
    reached = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
    assert 'class="skip"' in reached[0]
    assert any('id="question"' in html for html in reached)
    assert any("<summary" in html for html in reached)
    assert any('class="chip' in html for html in reached)


def test_what_changed(page: Open, site: Site) -> None:
    tab = page(f"/a/{site.number('pier.txt')}")
    tab.click("text=What changed")
    assert tab.locator(".body del").first.inner_text() == "spring,"
    assert tab.locator(".body ins").first.inner_text() == "autumn,"


def test_a_servers_article_by_its_link(page: Open, site: Site) -> None:
    tab = page(site.link("vault.txt", HERE))
    tab.fill("#question", "With what was the vault opened?")
    tab.press("#question", "Enter")
    tab.wait_for_selector("#result .quote")
    assert "copper key" in tab.inner_text("#result")
    tab.click(".brand")  # leads to what the link covers
    assert "Zanzibar" in tab.inner_text("h1")
    tab.goto(site.shelf_link(HERE))
    assert tab.locator(".list li").count() == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_nobody_is_shut_out(page: Open, site: Site, size: tuple[int, int], dark: bool) -> None:
    """axe-core, all rules of WCAG 2.2 AA and best practice; with results open, too."""
    for path in ("/", ferry(site), f"/a/{site.number('pier.txt')}/changes"):
        tab = page(path, size, dark=dark)
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
    tab = page(f"{ferry(site)}#p2:0-20", size, dark=dark)
    for box, field, text in (("ask", "#question", QUESTION), ("check", "#text-box", DRAFT)):
        if box == "check":
            tab.click("summary:has-text('Check this text')")
        tab.fill(field, text)
        tab.click(f"form[action$='{box}'] button")
        tab.wait_for_selector("#result .quote" if box == "ask" else "#result .checked")
        found = Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()


def test_nothing_is_wider_than_a_phone(page: Open, site: Site) -> None:
    for path in ("/", ferry(site), f"/a/{site.number('pier.txt')}/changes"):
        tab = page(path, (320, 640))
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_print(page: Open, site: Site) -> None:
    tab = page(ferry(site), media="print")
    assert not tab.locator(".tools").is_visible()
    assert tab.locator(".para >> nth=3").is_visible()
    assert tab.locator(".by >> nth=0").is_visible()
    assert len(tab.pdf()) > 5_000


def test_a_book_opens_at_once_and_scrolls(page: Open, site: Site) -> None:
    """100,000 words. The bound is wide here, for machines that do other things meanwhile; README has the figure."""
    number = shelve_book(site.library, "99")
    address = site.links.to_article("99", number)
    tab = page(site.base)
    began = time.monotonic()
    tab.goto(address)
    assert time.monotonic() - began < 20
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_timeout(200)
    assert tab.locator("#p6000").is_visible()
    tab.goto(f"{address}#p3000:1-17")
    assert cited(tab) == "Board 2999 holds"
    assert tab.locator(".cited").first.is_visible()
