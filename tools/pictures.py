"""Retake the pictures in docs/pictures from a demonstration that is started, used and thrown away.

usage: python tools/pictures.py
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-background-networking",
]
FIRST_PORT = 8480
LARGEST_BYTES = 200 * 1024


def main() -> None:
    """Start, take, stop."""
    PICTURES.mkdir(exist_ok=True)
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    with demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        page = browser.new_page(
            base_url=site, viewport={"width": 1280, "height": 800}, locale="sv-SE"
        )
        take_the_matrix(page)
        take_the_work_list(page)
        take_the_plan(page)
        take_the_test(page)
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """Start a demonstration of its own and return its address."""
    with tempfile.TemporaryDirectory(prefix="kunnande-pictures-") as folder:
        Path(folder).chmod(0o755)  # started by root, the database runs as another user
        server = subprocess.Popen(
            [sys.executable, "-m", "kunnande.site.cli", "serve", "--port", str(FIRST_PORT)],
            env={**os.environ, "KUNNANDE_HOME": folder, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            lines = iter(server.stdout or ())
            yield next(line.split()[3] for line in lines if line.startswith("Kunnande is on"))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def take_the_matrix(page: Page) -> None:
    """Open the employer's matrix."""
    page.goto("/demo/employer/")
    page.goto(str(page.locator("nav a[href*='/matris/']").first.get_attribute("href")))
    keep(page, "matrix")


def take_the_work_list(page: Page) -> None:
    """Go on from the matrix to what it asks the company to do."""
    page.locator("main a[href*='/matris/att-gora/']").first.click()
    keep(page, "work-list")


def take_the_plan(page: Page) -> None:
    """Open the company's competence plan."""
    page.goto(str(page.locator("nav a[href$='/plan/']").first.get_attribute("href")))
    keep(page, "plan")


def take_the_test(page: Page) -> None:
    """Bring the demonstration's employee to a test of today, and show a question of it."""
    page.goto("/demo/person/")
    map_oneself(page)
    page.goto("/demo/test-leader/")
    page.goto("/provledning/")
    page.locator("main a[href*='/planera/']", has_text="Amina").first.click()
    with page.expect_navigation():
        page.locator("main form button").last.click()
    page.goto("/demo/person/")
    page.locator("main a[href*='/prov/']").first.click()
    page.locator("form[action$='/borja/'] button").click()
    find_a_drawing(page)
    keep(page, "test")


def map_oneself(page: Page) -> None:
    """Answer the agreement, rate every area and hand in."""
    page.locator("main a[href*='/min-delning/']").first.click()
    with page.expect_navigation():
        page.locator("button[value=yes]").click()
    page.goto("/mitt-arende/")
    page.locator("form[action$='/borja/'] button").click()
    while "/omrade/" in page.url:
        page.locator("input[name=level][value='2']").check()
        page.locator("main button.btn--main").click()
    page.locator("main button.btn--main").click()


def find_a_drawing(page: Page) -> None:
    """Go on to the first question with a picture, answering nothing; the first if none has one."""
    first = page.url
    positions = page.locator("a[href*='/fraga/']").count()
    for position in range(1, positions + 1):
        page.goto(first.replace("/fraga/1/", f"/fraga/{position}/"))
        if page.locator("main img").count():
            return
    page.goto(first)


def keep(page: Page, name: str) -> None:
    """Store what the page shows, if it is small enough for a repository."""
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise SystemExit(f"{path} is {size} bytes; at most {LARGEST_BYTES} are kept.")
    print(f"{path.relative_to(ROOT)}: {size} bytes")


if __name__ == "__main__":
    main()
