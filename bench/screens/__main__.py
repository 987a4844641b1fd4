"""Makes pictures with truth: `python -m bench.screens --out DIR --seed N --per-skin K`."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image

from bench.screens import talk as talks
from bench.screens import variants
from bench.screens.camera import Camera
from bench.screens.devices import NAMED, PHONES
from bench.screens.model import Device, Truth
from bench.screens.skin import Skin
from bench.screens.skins import SKINS

WALLS_LIGHT = (
    "linear-gradient(160deg,#ffe1ec,#d9e7ff)",
    "linear-gradient(200deg,#e8ffd9,#fff3c9)",
    "linear-gradient(120deg,#f7d9ff,#ffd9c9)",
)
WALLS_DARK = (
    "linear-gradient(160deg,#1b0b2e,#06222e)",
    "linear-gradient(200deg,#2a0f16,#0d1030)",
    "linear-gradient(120deg,#0b2b1e,#20062b)",
)


class Maker:
    """Draws and writes one collection."""

    def __init__(self, camera: Camera, out: Path, language: str) -> None:
        self.camera, self.out, self.language = camera, out, language
        self.index: list[Truth] = []

    def write(self, name: str, picture: Image.Image, truth: Truth) -> None:
        lossy = truth["variant"] in ("small", "resent")
        path = self.out / f"{name}.{'jpg' if lossy else 'png'}"
        if lossy:
            picture.save(path, quality=92)
        else:
            picture.save(path, compress_level=3)
        truth = {**truth, "file": path.name, "width": picture.width, "height": picture.height}
        path.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
        self.index.append(
            {
                key: truth[key]
                for key in ("file", "skin", "platform", "dark", "variant", "seed", "device", "group", "width", "height")
            }
        )

    def skin(self, kind: type[Skin], seed: int, count: int, variant: str = "") -> Skin:
        talk = talks.make(seed, count, self.language)
        device = device_for(kind, seed, variant)
        if device.height < 500:  # a keyboard would leave nothing of the thread
            talk.extras.keyboard, talk.extras.pinned, talk.extras.replying = False, "", None
        skin = kind(talk, device)
        if variant == "walled":
            skin.wall = random.Random(seed).choice(WALLS_DARK if skin.dark else WALLS_LIGHT)
        return skin

    def one(self, kind: type[Skin], seed: int, variant: str) -> None:
        rng = random.Random(f"{kind.name} {seed} {variant}")
        skin = self.skin(kind, seed, rng.choice([8, 12, 16, 22]), variant)
        place = -1.0 if rng.random() < 0.55 else rng.random()
        for picture, truth in self.camera.shots(skin, [place]):
            if variant in variants.PICTURE:
                picture, truth = variants.PICTURE[variant](picture, truth, rng)
            self.write(f"{kind.name}-{seed}-{variant}", picture, {**truth, "variant": variant})

    def series(self, kind: type[Skin], seed: int) -> None:
        """One thread in several pictures that overlap by a tenth to a half."""
        rng, skin = random.Random(f"series {seed}"), self.skin(kind, seed, 36)
        skin.talk.extras.jump = False
        first = next(self.camera.shots(skin, [0.0]))[1]
        most, tall = first["scroll"][1] / first["dpr"], (first["pane"][3] - first["pane"][1]) / first["dpr"]
        places, at = [0.0], 0.0
        while at < most:
            at = min(most, at + tall * rng.uniform(0.5, 0.88))
            places.append(max(1.01, at))
        for number, (picture, truth) in enumerate(self.camera.shots(skin, places)):
            extra = {"variant": "scroll", "series": seed, "series_index": number}
            self.write(f"scroll-{kind.name}-{seed}-{number:02d}", picture, {**truth, **extra})


def device_for(kind: type[Skin], seed: int, variant: str) -> Device:
    if kind.forms:
        return NAMED[kind.forms[seed % len(kind.forms)]]
    if variant in ("landscape", "tablet", "onex"):
        return NAMED[variant]
    own = [device for device in PHONES if device.os == kind.os]
    return own[seed % len(own)]


def font_for(language: str) -> bool:
    """Whether this machine can draw a language at all."""
    found = subprocess.run(["fc-list", f":lang={language}"], check=False, capture_output=True, text=True)
    return bool(found.stdout.strip())


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.screens", description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--per-skin", type=int, default=4)
    parser.add_argument("--degraded-per-skin", type=int, default=0)
    parser.add_argument("--skins", default=",".join(SKINS))
    parser.add_argument("--scrolls", type=int, default=0, help="how many scrolled threads")
    parser.add_argument("--nonchat", type=int, default=0, help="how many pictures that are no chat")
    parser.add_argument("--language", default="en")
    parser.add_argument("--list", action="store_true", help="name the skins and go")
    return parser.parse_args()


def chats(maker: Maker, asked: Any) -> None:
    names = [name for name in asked.skins.split(",") if name]
    for place, name in enumerate(names):
        kind, base = SKINS[name], asked.seed + 100 * list(SKINS).index(name)
        for number in range(asked.per_skin):
            maker.one(kind, base + number, "clean")
        for number in range(asked.degraded_per_skin):
            maker.one(kind, base + 50 + number, variants.ALL[(place + number * 3) % len(variants.ALL)])
    for number in range(asked.scrolls):
        maker.series(SKINS[names[number % len(names)]], asked.seed + 90000 + number)


def main() -> None:
    asked = arguments()
    if asked.list:
        print("\n".join(SKINS))
        return
    if not asked.out:
        raise SystemExit("--out says where the pictures go")
    if not font_for(asked.language):
        raise SystemExit(f"no font here can draw {asked.language}")
    asked.out.mkdir(parents=True, exist_ok=True)
    with Camera() as camera:
        maker = Maker(camera, asked.out, asked.language)
        chats(maker, asked)
        if asked.nonchat:
            from bench.screens.nonchat import make_all

            make_all(camera, asked.out, asked.nonchat, asked.seed)
    if maker.index:
        (asked.out / "index.json").write_text(json.dumps(maker.index, indent=1), encoding="utf-8")
    print(f"{len(maker.index)} chat pictures")


main()
