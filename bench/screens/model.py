"""What is said in an invented conversation, apart from how any app draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Truth = dict[str, Any]
Box = list[float]


@dataclass(frozen=True)
class Device:
    """A screen: its size in CSS pixels, its density and the system that it runs."""

    name: str
    width: int
    height: int
    dpr: float
    os: str


@dataclass
class Said:
    """One message as it was meant, before it is drawn."""

    id: int
    sender: str
    text: str
    when: datetime
    mine: bool
    kind: str = "text"
    quote: Said | None = None
    reaction: str = ""
    edited: bool = False
    forwarded: bool = False
    card: tuple[str, str] | None = None
    notice: str = ""


@dataclass
class Extras:
    """What stands on a screen around a conversation; none of it is a message."""

    banner: tuple[str, str, str] | None = None
    keyboard: bool = False
    pinned: str = ""
    draft: str = ""
    replying: Said | None = None
    typing: bool = False
    jump: bool = False
    request: bool = False
    unread: int = -1


@dataclass
class Talk:
    """A whole conversation with its owner, its people and the hour at which the picture is taken."""

    title: str
    owner: str
    people: list[str]
    said: list[Said]
    now: datetime
    clock: str
    group: bool
    language: str
    seed: int
    extras: Extras = field(default_factory=Extras)


@dataclass(frozen=True)
class Place:
    """Where a message stands in its run: first or last of one sender's, and last of all."""

    first: bool
    last: bool
    final: bool
