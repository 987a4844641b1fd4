"""The columns that desktop apps draw beside a thread: none of what stands in them is a message of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bench.screens import words
from bench.screens.paint import avatar, esc, icon
from bench.screens.talk import Writer

if TYPE_CHECKING:
    from bench.screens.skin import Skin

SIDES = """
.cols{flex:1;display:flex;min-height:0} .main{flex:1;display:flex;flex-direction:column;min-width:0} .rail{width:68px;flex:none;background:var(--rail,#ebebeb);display:flex;flex-direction:column;align-items:center;gap:18px;padding-top:14px;font-size:10px;color:var(--dim)} .rail div{text-align:center}
.side{background:var(--sidebg,var(--head));border-right:1px solid var(--line);display:flex;flex-direction:column} .side h2{font-size:19px;padding:13px 16px 8px;font-weight:600} .seek{background:var(--field);border-radius:8px;margin:2px 12px 8px;padding:7px 12px;font-size:13.5px;color:var(--dim)} .item.on{background:#8883} .foot{border-top:1px solid var(--line)}
"""


def others(rng: random.Random, count: int) -> list[tuple[str, str, str]]:
    """Invented chats: a name, the beginning of the last words, and when."""
    writer, found = Writer(rng, "en"), []
    for _ in range(count):
        name = rng.choice([writer.full_name(), writer.name(), rng.choice(words.GROUPS)])
        when = rng.choice(
            [f"{rng.randrange(7, 22)}:{rng.randrange(60):02d}", "Yesterday", rng.choice(words.WEEKDAYS), "12/03/2026"]
        )
        start = rng.choice(["", "", "You: ", f"{writer.name()}: "])
        found.append((name, start + writer.sentence(rng.choice(["daily", "pester", "answer"])), when))
    return found


def items(chats: list[tuple[str, str, str]], face: int, chosen: int = -1) -> str:
    drawn = []
    for number, (name, text, when) in enumerate(chats):
        on = "on" if number == chosen else ""
        inner = f'<span class="t"><b>{esc(name)}</b><span class="l">{esc(text)}</span></span><small>{when}</small>'
        drawn.append(f'<div class="item {on}">{avatar(name, face)}{inner}</div>')
    return "".join(drawn)


def side(skin: Skin, title: str, width: int) -> str:
    rng = random.Random(f"side {skin.talk.seed}")
    chats, at = others(rng, 16), rng.randrange(4)
    last = skin.talk.said[-1]
    chats[at] = (skin.talk.title, last.text, skin.hour(last.when))
    return f'<div class="side" style="width:{width}px"><h2>{title}</h2><div class="seek">{icon("search", 14)} Search</div>{items(chats, 44, at)}</div>'


def rail(names: list[str]) -> str:
    signs = ["info", "smile", "gift", "picture", "call", "clip"]
    return (
        '<div class="rail">'
        + "".join(f"<div>{icon(sign, 22)}<br>{name}</div>" for sign, name in zip(signs, names, strict=False))
        + "</div>"
    )
