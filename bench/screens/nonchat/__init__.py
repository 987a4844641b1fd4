"""Pictures that are no conversation, some of which look a good deal like one."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from bench.screens.camera import Camera
from bench.screens.devices import NAMED, PHONES
from bench.screens.model import Device
from bench.screens.nonchat import drawn, papers, phone, social
from bench.screens.nonchat.page import Scene

PAGES: dict[str, Callable[[Scene], str]] = {**phone.PAGES, **social.PAGES, **papers.PAGES}
DRAWN: dict[str, Callable[[random.Random], Image.Image]] = drawn.DRAWN
KINDS = (*PAGES, *DRAWN)


def device_for(kind: str, rng: random.Random) -> Device:
    if kind.endswith("_desk"):
        return NAMED[rng.choice(["desk1280", "desk1440"])]
    return NAMED["tablet"] if rng.random() < 0.06 else rng.choice(PHONES)


def make(camera: Camera, kind: str, rng: random.Random) -> Image.Image:
    if kind in DRAWN:
        return DRAWN[kind](rng)
    device = device_for(kind, rng)
    picture = camera.picture(PAGES[kind](Scene(rng, device)), device)
    return papers.printed(picture, rng) if kind in papers.SCANNED else picture


def make_all(camera: Camera, out: Path, count: int, seed: int) -> None:
    """Goes round the kinds, so that each is there before any comes twice."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        picture = make(camera, kind, random.Random(f"nonchat {seed} {number}"))
        path = out / f"nonchat-{kind}-{seed}-{number:03d}.png"
        picture.save(path, compress_level=3)
        truth = {
            "file": path.name,
            "skin": kind,
            "variant": "nonchat",
            "chat": False,
            "width": picture.width,
            "height": picture.height,
        }
        path.with_suffix(".json").write_text(json.dumps({**truth, "messages": []}, indent=1), encoding="utf-8")
    print(f"{count} pictures of {len(KINDS)} kinds that are no chat")
