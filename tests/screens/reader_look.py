"""Takes the pictures of the served pages. Run ``python -m tests.screens.reader_look``; needs Chromium and Playwright."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from bot.serving.app import make_app
from bot.settings import SAMPLE_DIR, Settings
from index.library import Library
from index.opening import open_library
from index.reading.sources import read_sources

SCREENS = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DRAFT = """“Steel gives you a warning exactly once,” said Tobias Wren.

“No fisherman and no baker in this town will pay a single crown more in harbour dues because of these hinges,” said Ines Valdarr.

“We have three boats, two pumps and a great many volunteers,” said Petra Solheim.
"""


@contextmanager
def served() -> Iterator[tuple[Library, str]]:
    """The sample article without limits: its library, and the address of its page."""
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder) / "library")
        library.reindex(read_sources([SAMPLE_DIR]).articles)
        settings = Settings(
            data_dir=Path(folder),
            serve_shared=True,
            member_questions_per_minute=0,
            server_questions_per_minute=0,
        )
        server = uvicorn.Server(uvicorn.Config(make_app(library, settings), port=0, log_config=None))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield library, f"http://127.0.0.1:{port}/a/{library.articles()[0].id}"
        server.should_exit = True
        thread.join()
        library.close()


def ask(page: Page) -> None:
    """A question that the sample article answers."""
    page.fill("#question", "How much will the repair cost?")
    page.press("#question", "Enter")
    page.wait_for_selector("#result .quote")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")


def check(page: Page) -> None:
    """A draft with one quotation altered and one of somebody else."""
    page.click("summary:has-text('Check this text')")
    page.fill("#text-box", DRAFT)
    page.click("form[action$='check'] button")
    page.wait_for_selector("#result .checked")
    page.evaluate("document.querySelector('#result').scrollIntoView()")


def nothing(_: Page) -> None:
    """The page as it opens."""


def shoot(
    browser: Browser,
    name: str,
    address: str,
    size: tuple[int, int],
    act: Callable[[Page], None] = nothing,
    *,
    dark: bool = False,
    paper: bool = False,
) -> None:
    """One picture."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1.5,
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    if paper:
        page.emulate_media(media="print")
    page.goto(address)
    act(page)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENS / f"reader_{name}.png")
    context.close()


def main() -> None:
    """All of them."""
    with served() as (_, address), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        shoot(browser, "answer", address, (1160, 1500), ask)
        shoot(browser, "phone", f"{address}#p10:0-97", (390, 780), dark=True)
        shoot(browser, "check", address, (390, 780), check)
        shoot(browser, "print", address, (560, 780), paper=True)
        browser.close()


if __name__ == "__main__":
    main()
