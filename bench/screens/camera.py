"""Draws a page in Chromium and keeps the picture with its truth.

Only the bench needs this: `python -m pip install playwright`, and a Chromium on the path (or named by CHROMIUM).
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from PIL import Image

from bench.screens.model import Device
from bench.screens.readback import SCRIPT
from bench.screens.skin import Skin
from bench.screens.truth import truth_of

SCROLL = """to => { const p = document.getElementById('pane'), most = p.scrollHeight - p.clientHeight;
p.scrollTop = to < 0 ? most : to <= 1 ? to * most : to; }"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
)


class Camera:
    """One Chromium without a network, with a window for each kind of device."""

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        self.driver = sync_playwright().start()
        self.browser = self.driver.chromium.launch(executable_path=program, headless=True, args=list(FLAGS))
        self.pages: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.browser.close()
        self.driver.stop()

    def page(self, device: Device) -> Any:
        if device.name not in self.pages:
            size: Any = {"width": device.width, "height": device.height}
            context = self.browser.new_context(viewport=size, device_scale_factor=device.dpr, offline=True)
            self.pages[device.name] = context.new_page()
        return self.pages[device.name]

    def show(self, html: str, device: Device) -> Any:
        page = self.page(device)
        page.set_content(html, wait_until="load")
        page.evaluate("document.fonts.ready")
        return page

    def picture(self, html: str, device: Device) -> Image.Image:
        """A page that holds no conversation."""
        return opened(self.show(html, device).screenshot(type="png"))

    def shots(self, skin: Skin, places: list[float]) -> Iterator[tuple[Image.Image, dict[str, Any]]]:
        """A picture for each place: -1 the end, up to 1 a share of the way, above 1 CSS pixels."""
        page = self.show(skin.html(), skin.device)
        for place in places:
            page.evaluate(SCROLL, place)
            raw = page.evaluate(SCRIPT)
            yield opened(page.screenshot(type="png")), truth_of(raw, skin)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")
