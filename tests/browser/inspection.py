"""What every page must keep, whoever looks at it and on what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
_AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
_SEEN_IN_COLOUR = ["color-contrast", "link-in-text-block"]

# The browser tells the page itself what its policy stopped.
_LISTEN = """
window.stopped = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.stopped.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""

_AXE_RUN = """
async (rules) => {
  const only = rules.length ? {runOnly: rules} : {};
  const found = await axe.run(document, {resultTypes: ["violations"], preload: false, ...only});
  return found.violations
    .filter((fault) => ["serious", "critical"].includes(fault.impact))
    .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(", ")}`
      + ` (${fault.nodes[0].any.map((check) => check.message).join(" ")})`);
}
"""

_TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => node.closest(".matrix-wrap, .scroll");
  const sticksOut = (node) => node.getBoundingClientRect().right > width + 1;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((node) => sticksOut(node) && !scrolls(node) && !node.closest(".vh, .skip"))
    .map((node) => `wider than ${width}: <${node.tagName} class="${node.className}">`)
    .slice(0, 5).concat(`the page is ${document.documentElement.scrollWidth} wide`);
}
"""

_TOO_SMALL = """
([least, leastOfMain]) => {
  const shown = (node) => node.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const hidden = (node) => node.closest(".vh, .skip, [aria-hidden=true], [inert]");
  const boxOf = (node) => (node.closest("label") ?? node).getBoundingClientRect();
  const inSentence = (node) => getComputedStyle(node).display === "inline"
    && node.parentElement.textContent.trim() !== node.textContent.trim();
  const isMain = (node) => node.matches(".btn--main, .btn--big, .choice *, .tabbar a, .test-nav *");
  const tooSmall = (node) => {
    const box = boxOf(node);
    const limit = isMain(node) ? leastOfMain : least;
    return box.height < limit - 0.5 || box.width < least - 0.5;
  };
  const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [...document.querySelectorAll(pressed)]
    .filter((node) => shown(node) && !hidden(node) && !inSentence(node) && tooSmall(node))
    .map((node) => {
      const box = boxOf(node);
      const words = node.textContent.trim().slice(0, 40);
      const size = `${Math.round(box.width)} x ${Math.round(box.height)}`;
      return `${size}: <${node.tagName} class="${node.className}"> ${words}`;
    });
}
"""

_INLINE = """
() => [
  ...[...document.querySelectorAll("[style]")].map((node) => `style on <${node.tagName}>`),
  ...[...document.querySelectorAll("style")].map(() => "a <style> element"),
  ...[...document.scripts].filter((node) => !node.src).map(() => "a script inside the page"),
  ...[...document.querySelectorAll("*")].flatMap((node) => node.getAttributeNames()
    .filter((name) => name.startsWith("on")).map((name) => `${name} on <${node.tagName}>`)),
]
"""


@dataclass
class Witness:
    """Writes up what went wrong while pages of one context were used."""

    host: str
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(_LISTEN)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def report(self) -> list[str]:
        return [
            words for words in self.complaints if not any(text in words for text in self.expected)
        ]

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.netloc != self.host and address.scheme not in {"data", "blob"}:
            self.complaints.append(f"left the host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")


def inspect(page: Page) -> list[str]:
    """Return every fault of the page as it stands, at three widths, light and dark."""
    page.wait_for_load_state()
    faults = [f"inline: {fault}" for fault in page.evaluate(_INLINE)]
    faults += [f"stopped: {fault}" for fault in page.evaluate("() => window.stopped")]
    page.evaluate(_AXE)
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        faults += [f"{name}, {fault}" for fault in _inspect_width(page, is_phone=size is PHONE)]
    page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
    faults += [f"320, {fault}" for fault in page.evaluate(_TOO_WIDE)]
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    return [f"{urlsplit(page.url).path}: {fault}" for fault in faults]


def _inspect_width(page: Page, *, is_phone: bool) -> list[str]:
    faults: list[Any] = [f"light: {fault}" for fault in page.evaluate(_AXE_RUN, [])]
    page.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in page.evaluate(_AXE_RUN, _SEEN_IN_COLOUR)]
    page.emulate_media(color_scheme="light")
    if is_phone:
        faults += page.evaluate(_TOO_WIDE)
    return faults + page.evaluate(_TOO_SMALL, [24, 44 if is_phone else 24])
