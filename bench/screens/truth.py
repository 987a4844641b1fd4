"""Turns what the page gave back into the truth that the scorers read."""

from __future__ import annotations

from typing import Any

from bench.screens.model import Box, Said, Truth
from bench.screens.skin import Skin

READABLE = {"text", "captioned", "card", "deleted", "missed_call"}


class Scale:
    """Boxes in pixels of the picture."""

    def __init__(self, dpr: float) -> None:
        self.dpr = dpr

    def box(self, box: Box) -> Box:
        return [round(value * self.dpr, 1) for value in box]

    def part(self, part: dict[str, Any] | None) -> Truth | None:
        return {"text": part["text"], "bbox": self.box(part["bbox"])} if part else None


def run_names(raw: list[Truth], skin: Skin) -> dict[int, str | None]:
    """For each message the label that can be seen on it or above it in its run, as it is written there."""
    known: dict[int, str | None] = {}
    said = {message.id: message for message in skin.talk.said}
    before: Said | None = None
    label: str | None = None
    for message in raw:
        current = said[message["id"]]
        if message["named"] or before is None or before.sender != current.sender:
            label = message["name"]
        known[message["id"]] = label
        before = current
    return known


def side_of(said: Said, skin: Skin, name: str | None) -> str:
    """Where only names tell who spoke, a side is known when the name is seen and the title is the other's name."""
    if skin.side_by_name and (skin.talk.group or name is None):
        return "unknown"
    return "out" if said.mine else "in"


def sender_of(said: Said, skin: Skin, name: str | None) -> tuple[str, bool]:
    if name:
        return name, True
    if said.mine and not skin.side_by_name:
        return "me", True
    return said.sender, not skin.talk.group and not skin.side_by_name


def message_of(raw: Truth, said: Said, skin: Skin, name: str | None) -> Truth:
    scale = Scale(skin.device.dpr)
    sender, sure = sender_of(said, skin, name)
    quote = said.quote if raw["cited"] else None
    pane = raw["pane"]
    return {
        "id": said.id,
        "kind": "text" if said.kind == "card" else said.kind,
        "side": side_of(said, skin, name),
        "sender": sender,
        "sender_determinable": sure,
        "sender_shown": bool(name),
        "label_bbox": scale.box(raw["name_box"]) if raw["name"] else None,
        "text": raw["text"],
        "visible_text": raw["visible"],
        "scored": said.kind in READABLE and bool(raw["visible"]),
        "time_text": raw["at"],
        "datetime": said.when.isoformat(),
        "quote": {"sender": "You" if quote.mine else quote.sender, "text": quote.text} if quote else None,
        "clipped": raw["box"][1] < pane[1] - 1 or raw["box"][3] > pane[3] + 1,
        "bbox": scale.box([raw["box"][0], max(raw["box"][1], pane[1]), raw["box"][2], min(raw["box"][3], pane[3])]),
        "words": [[piece[0], scale.box(piece[1]), *piece[2:]] for piece in raw["words"]],
    }


def card_of(raw: Truth, message: Truth, skin: Skin) -> Truth:
    """A preview of a link is nobody's words: a thing of its own, never scored."""
    card, box = (
        raw["card"],
        [
            raw["card"]["box"][0],
            max(raw["card"]["box"][1], raw["pane"][1]),
            raw["card"]["box"][2],
            min(raw["card"]["box"][3], raw["pane"][3]),
        ],
    )
    changed = {
        "id": message["id"] + 1000,
        "kind": "card",
        "text": card["text"],
        "visible_text": card["visible"],
        "scored": False,
    }
    return {
        **message,
        **changed,
        "bbox": Scale(skin.device.dpr).box(box),
        "words": [],
        "time_text": None,
        "quote": None,
    }


def messages_of(raw: Truth, skin: Skin, marks: list[Truth]) -> list[Truth]:
    said = {message.id: message for message in skin.talk.said}
    ordered = sorted(raw["messages"], key=lambda message: message["box"][1])
    names, found = run_names(ordered, skin), list[Truth]()
    for one in ordered:
        one["pane"] = raw["pane"]
        message = message_of(one, said[one["id"]], skin, names[one["id"]])
        above = [mark["text"] for mark in marks if not mark["notice"] and mark["bbox"][1] <= message["bbox"][1]]
        message["stamp_text"] = above[-1] if above else None
        found.append(message)
        if one["card"] and one["card"]["visible"]:
            found.append(card_of(one, message, skin))
    return found


def truth_of(raw: Truth, skin: Skin) -> Truth:
    scale, talk, device = Scale(skin.device.dpr), skin.talk, skin.device
    marks = [{"text": m["text"], "bbox": scale.box(m["bbox"]), "notice": m["notice"]} for m in raw["marks"]]
    return {
        "skin": skin.name,
        "platform": skin.platform,
        "os": skin.os,
        "dark": skin.dark,
        "device": device.name,
        "dpr": device.dpr,
        "seed": talk.seed,
        "group": talk.group,
        "clock24": talk.clock == "24",
        "language": talk.language,
        "now": talk.now.isoformat(),
        "pane": scale.box(raw["pane"]),
        "title": scale.part(raw["title"]),
        "subtitle": scale.part(raw["under"]),
        "clock": scale.part(raw["clock"]),
        "bubble_time": skin.hour_inside,
        "messages": messages_of(raw, skin, marks),
        "separators": marks,
        "statuses": [scale.part(state) for state in raw["states"]],
        "asides": [
            {"kind": aside["kind"], "text": aside["text"], "bbox": scale.box(aside["bbox"])} for aside in raw["asides"]
        ],
        "scroll": [value * device.dpr for value in raw["scroll"]],
    }
