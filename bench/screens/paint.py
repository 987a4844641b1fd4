"""The drawn pieces that all apps share: icons, pictures of people, status bars, keyboards and wallpapers."""

from __future__ import annotations

import colorsys
import html
import random
from urllib.parse import quote

from bench.screens import clocks
from bench.screens.model import Device, Talk

ICONS = {
    "back": '<path d="M15 4l-8 8 8 8"/>',
    "arrow": '<path d="M20 12H5M11 5l-7 7 7 7"/>',
    "call": '<path d="M5 4h4l2 5-3 2a12 12 0 005 5l2-3 5 2v4c-9 2-17-6-15-15z"/>',
    "video": '<rect x="2" y="6" width="13" height="12" rx="3"/><path d="M15 10l6-4v12l-6-4z"/>',
    "plus": '<path d="M12 4v16M4 12h16"/>',
    "camera": '<rect x="2" y="6" width="20" height="14" rx="4"/><circle cx="12" cy="13" r="4"/><path d="M8 6l2-3h4l2 3"/>',
    "picture": '<rect x="3" y="4" width="18" height="16" rx="3"/><path d="M3 17l6-6 5 5 3-3 4 4"/>',
    "mic": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0014 0M12 18v4"/>',
    "smile": '<circle cx="12" cy="12" r="9"/><path d="M8 14c2 3 6 3 8 0M9 9v1M15 9v1"/>',
    "clip": '<path d="M20 11l-8 8a5 5 0 01-7-7l9-9a3 3 0 015 5l-9 9"/>',
    "send": '<path d="M3 20l19-8L3 4l3 8zM6 12h9"/>',
    "more": '<circle cx="12" cy="5" r="1.3"/><circle cx="12" cy="12" r="1.3"/><circle cx="12" cy="19" r="1.3"/>',
    "search": '<circle cx="10" cy="10" r="7"/><path d="M15 15l6 6"/>',
    "heart": '<path d="M12 20C-2 10 7 1 12 8c5-7 14 2 0 12z"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v1"/>',
    "down": '<path d="M5 9l7 7 7-7"/>',
    "pin": '<path d="M9 3h6l-1 7 4 4H6l4-4zM12 14v7"/>',
    "cross": '<path d="M5 5l14 14M19 5L5 19"/>',
    "gift": '<rect x="4" y="10" width="16" height="10"/><path d="M3 7h18v3H3zM12 7v13M12 7c-6 0-4-6 0 0 4-6 6 0 0 0"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "hash": '<path d="M4 9h17M3 15h17M10 3L8 21M16 3l-2 18"/>',
    "play": '<path d="M6 4l14 8-14 8z" fill="currentColor"/>',
    "reply": '<path d="M9 5L3 11l6 6M3 11h10c5 0 8 3 8 8"/>',
    "tick": '<path d="M4 13l5 5L20 7"/>',
    "ticks": '<path d="M1 13l5 5L16 7M10 17l1 1L22 7"/>',
    "ban": '<circle cx="12" cy="12" r="9"/><path d="M6 6l12 12"/>',
    "missed": '<path d="M4 6l8 8 8-8M4 6v5M4 6h5"/>',
    "ear": '<path d="M3 14v4h3v-6a6 6 0 0112 0v6h3v-4"/>',
}


def esc(text: str) -> str:
    return html.escape(text, quote=False)


def icon(name: str, size: float = 22, width: float = 1.8) -> str:
    return (
        f'<svg class="ic" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{ICONS[name]}</svg>'
    )


def icons(names: str, size: float = 22) -> str:
    return "".join(icon(name, size) for name in names.split())


def hue(name: str, light: float = 0.5, strong: float = 0.55) -> str:
    """A colour that stays with a name."""
    red, green, blue = colorsys.hls_to_rgb((sum(map(ord, name)) * 37 % 360) / 360, light, strong)
    return f"#{int(red * 255):02x}{int(green * 255):02x}{int(blue * 255):02x}"


def initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2] if part[0].isalpha()).upper()


def given(name: str) -> str:
    """The first name; a number stays whole."""
    return name.split(maxsplit=1)[0] if name[:1].isalpha() else name


def avatar(name: str, size: int, radius: str = "50%") -> str:
    """Initials, a blank head, or something like a photograph: which one depends on the name alone."""
    style = f"width:{size}px;height:{size}px;border-radius:{radius};font-size:{size * 0.4:.0f}px;line-height:{size}px;"
    kind, letters = sum(map(ord, name)) % 3, initials(name)
    if kind == 0 or not letters:
        head = f'<circle cx="12" cy="9" r="4.6" fill="{hue(name[::-1], 0.75)}"/><ellipse cx="12" cy="21" rx="8" ry="7" fill="{hue(name + "x", 0.35)}"/>'
        back = f"background:linear-gradient(150deg,{hue(name)},{hue(name + 'q', 0.8)})"
        return f'<span class="av" style="{style}{back}"><svg viewBox="0 0 24 24" width="{size}" height="{size}">{head}</svg></span>'
    return f'<span class="av" style="{style}background:{hue(name)}">{letters if kind == 1 else letters[:1]}</span>'


def photo(rng: random.Random, width: int, height: int) -> str:
    """A picture without words: sky, ground and a few shapes."""
    a, b = rng.randrange(360), rng.randrange(360)
    shapes = "".join(
        f'<ellipse cx="{rng.randrange(width)}" cy="{rng.randrange(height)}" rx="{rng.randrange(8, 60)}" ry="{rng.randrange(8, 50)}" '
        f'fill="hsl({rng.choice([a, b])},{rng.randrange(20, 60)}%,{rng.randrange(25, 80)}%)" opacity=".7"/>'
        for _ in range(9)
    )
    back = f"background:linear-gradient({a}deg,hsl({a},35%,70%),hsl({b},40%,40%))"
    return f'<svg class="photo" width="{width}" height="{height}" style="{back}">{shapes}</svg>'


def wave(rng: random.Random, bars: int) -> str:
    return (
        '<span class="wave">'
        + "".join(f'<i style="height:{rng.randrange(3, 20)}px"></i>' for _ in range(bars))
        + "</span>"
    )


def signal(full: int) -> str:
    bars = "".join(
        f'<rect x="{5 * n}" y="{9 - 3 * n}" width="3" height="{3 + 3 * n}" rx="1" opacity="{1 if n <= full else 0.3}"/>'
        for n in range(4)
    )
    return f'<svg width="19" height="12" viewBox="0 0 19 12" fill="currentColor">{bars}</svg>'


WIFI = '<svg width="17" height="12" viewBox="0 0 17 12" fill="none" stroke="currentColor" stroke-width="2"><path d="M1 5a11 11 0 0115 0M4 8a7 7 0 019 0"/><circle cx="8.500" cy="10.500" r="1" fill="currentColor"/></svg>'


def battery(level: int, ios: bool) -> str:
    if not ios:
        return (
            f"<small>{level}%</small>"
            f'<svg width="9" height="15" viewBox="0 0 9 15" fill="currentColor"><rect y="2" width="9" height="13" rx="2" opacity=".35"/><rect y="{15 - level / 8:.1f}" width="9" height="{level / 8:.1f}" rx="1"/><rect x="3" width="3" height="2"/></svg>'
        )
    if level % 2:
        return f'<span class="batt">{level}</span>'
    return f'<svg width="27" height="13" viewBox="0 0 27 13" fill="none" stroke="currentColor"><rect x=".5" y=".5" width="22" height="12" rx="3.500" opacity=".4"/><rect x="2" y="2" width="{19 * level / 100:.1f}" height="9" rx="2" fill="currentColor" stroke="none"/><path d="M25 4v5" stroke-width="2"/></svg>'


def status_bar(rng: random.Random, talk: Talk, device: Device) -> str:
    ios, level = device.os == "ios", rng.randrange(4, 101)
    network = rng.choice([WIFI, WIFI, "<small>5G</small>", "<small>4G</small>"])
    right = f'<span class="r">{signal(rng.randrange(1, 4))}{network}{battery(level, ios)}</span>'
    left = (
        ""
        if ios
        else "".join(
            rng.sample([icon("picture", 13), icon("down", 13), icon("ear", 13), "<small>•</small>"], rng.randrange(3))
        )
    )
    return f'<div class="status {device.os}"><span class="l"><span data-phone-clock>{clocks.bare(talk.now, talk.clock)}</span>{left}</span>{right}</div>'


def keyboard(dark: bool, ios: bool) -> str:
    """Letters in keys: words for a reader that does not know a keyboard when it sees one."""
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    case = str.upper if ios else str.lower
    drawn = [f'<div class="kr">{"".join(f"<b>{case(key)}</b>" for key in row)}</div>' for row in rows[:2]]
    drawn.append(
        f'<div class="kr"><b class="w">⇧</b>{"".join(f"<b>{case(key)}</b>" for key in rows[2])}<b class="w">⌫</b></div>'
    )
    drawn.append(
        f'<div class="kr"><b class="w">{"123" if ios else "?123"}</b><b class="w">☺</b><b class="sp">{"space" if ios else "English (UK)"}</b><b class="w">{"return" if ios else "↵"}</b></div>'
    )
    guess = '<div class="kg"><span>I’m</span><span>The</span><span>Don’t</span></div>'
    return f'<div class="keys {"night" if dark else ""} {"ios" if ios else "droid"}">{guess}{"".join(drawn)}</div>'


def doodles(rng: random.Random, ink: str, size: int = 260) -> str:
    """A tile of small drawings, as behind the bubbles of several apps."""
    names = ["heart", "smile", "gift", "camera", "pin", "search", "play", "clip", "mic", "picture"]
    marks = "".join(
        f'<g transform="translate({rng.randrange(size - 20)} {rng.randrange(size - 20)}) rotate({rng.randrange(360)} 12 12) scale({rng.uniform(0.7, 1.3):.2f})">{ICONS[rng.choice(names)]}</g>'
        for _ in range(46)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"><g fill="none" stroke="{ink}" stroke-width="1.3" color="{ink}">{marks}</g></svg>'
    return f'url("data:image/svg+xml,{quote(svg)}")'
