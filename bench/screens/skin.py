"""What every app's look shares: a header, a thread of rows, an input box; each skin changes the parts that differ.

Truth is carried by attributes which the camera reads back: data-m a message, data-box its bubble, data-said its
words, data-at its hour, data-name the sender's label, data-cited a quote, data-card a link preview, data-mark a
separator (data-notice: a system line), data-heading the title, data-under the line below it, data-over what covers.
"""

from __future__ import annotations

import random

from bench.screens.look import Look, Palette
from bench.screens.model import Place, Said
from bench.screens.paint import esc, icon, icons
from bench.screens.style import BASE, furniture

__all__ = ["Palette", "Skin"]


class Skin(Look):
    """An app: its header, its thread and its input box around the messages."""

    # furniture
    def under(self) -> str:
        if self.talk.group:
            return f"{len(self.talk.people) + 1} members"
        return self.rng.choice(["Active now", "online", "last seen recently", "Active 8m ago"])

    def header(self) -> str:
        talk = self.talk
        back = icon("back" if self.os == "ios" else "arrow", 24)
        names = f'<span class="names"><b data-heading>{esc(talk.title)}</b><small data-under>{esc(self.under())}</small></span>'
        return f'<div class="head">{back}{self.face(talk.title, 36)}{names}<span class="acts">{icons("call video")}</span></div>'

    def field(self) -> str:
        """The inside of the input box: its hint, or a draft which nobody has sent."""
        draft = self.talk.extras.draft
        return (
            f'<span class="draft" data-aside="draft">{esc(draft)}</span>'
            if draft
            else f'<span class="hint">{esc(self.hint)}</span>'
        )

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus")}<span class="field">{self.field()}{icon("smile", 20)}</span>{icon("camera")}{icon("mic")}</div>'

    # the thread
    def row(self, message: Said, place: Place) -> str:
        shape = " ".join(
            ["mine" if message.mine else "theirs", "first" * place.first, "last" * place.last, f"k-{message.kind}"]
        )
        if message.reaction:
            shape += " reacted"
        inner = f"{self.beside(message, place)}{self.bubble(message, place)}{self.outside(message)}"
        return f'{self.label(message, place)}<div class="row {shape}" data-m="{message.id}">{inner}</div>'

    def mark(self, message: Said) -> str:
        return f'<div class="mark"><span data-mark>{esc(self.mark_text(message.when))}</span></div>'

    def notice(self, text: str) -> str:
        return f'<div class="mark note"><span data-mark data-notice>{esc(text)}</span></div>'

    def unread(self) -> str:
        return f'<div class="mark unread"><span data-mark data-notice>{self.unread_text}</span></div>'

    def thread(self) -> str:
        said = [m for m in self.talk.said if m.kind not in self.left_out]
        notices = self.notices()
        drawn = [self.notice(self.rng.choice(notices))] if notices and self.rng.random() < 0.4 else []
        for number, message in enumerate(said):
            before = said[number - 1] if number else None
            after = said[number + 1] if number + 1 < len(said) else None
            fresh = self.fresh(before, message)
            drawn += [self.mark(message)] if self.marked(before, message) else []
            drawn += [self.notice(message.notice)] if message.notice else []
            drawn += [self.unread()] if message.id == self.talk.extras.unread else []
            place = Place(fresh, after is None or self.fresh(message, after), after is None)
            drawn += [self.row(message, place), self.below(message, place)]
        drawn += [self.typing()] if self.talk.extras.typing else []
        return "".join(drawn)

    def fresh(self, before: Said | None, message: Said) -> bool:
        """Whether a message opens a run: another sender, or something stands in between."""
        parted = self.marked(before, message) or bool(message.notice) or message.id == self.talk.extras.unread
        return before is None or parted or before.sender != message.sender

    def typing(self) -> str:
        return '<div class="row theirs dots"><div class="bubble"><i></i><i></i><i></i></div></div>'

    # the page
    def css(self) -> str:
        return ""

    def theme(self) -> str:
        return (
            self.themes[self.talk.seed % len(self.themes)]
            if self.themes and self.talk.seed % 3 == 0
            else self.palette.mine
        )

    def size(self) -> str:
        """People who see badly set larger letters; some set smaller ones."""
        share = {3: 1.2, 7: 1.35, 11: 0.9}.get(self.talk.seed % 13, 1) if self.os != "desk" else 1
        return f"#thread{{zoom:{share}}}"

    def pane(self) -> str:
        jump = f'<span class="jump" data-over>{icon("down", 20)}</span>' if self.talk.extras.jump else ""
        return f'<div class="wrap"><div id="pane"><div id="thread">{self.thread()}</div></div>{jump}</div>'

    def screen(self) -> str:
        top, bottom = furniture(self)
        return (
            f"{top}{self.header()}{self.pinned()}{self.pane()}{self.replying()}{self.request() or self.foot()}{bottom}"
        )

    def pinned(self) -> str:
        text = self.talk.extras.pinned
        return (
            f'<div class="pinned" data-aside="pinned">{icon("pin", 18)}<span><b>Pinned message</b><br>{esc(text[:46])}</span></div>'
            if text
            else ""
        )

    def request(self) -> str:
        """What stands in place of the input box when a stranger writes."""
        if not self.talk.extras.request:
            return ""
        ask = f"{esc(self.talk.people[0])} is not in your contacts. Do you want to let them message you?"
        return f'<div class="ask" data-aside="request"><p>{ask}</p><span><b>Block</b><b>Delete</b><b>Accept</b></span></div>'

    def replying(self) -> str:
        quote = self.talk.extras.replying
        if not quote:
            return ""
        who = "yourself" if quote.mine else quote.sender
        return f'<div class="replying" data-aside="replying"><span><b>Replying to {esc(who)}</b><br>{esc(quote.text[:44])}</span>{icon("cross", 18)}</div>'

    def html(self) -> str:
        """The whole page; the dice start anew, so that asking twice gives the same page."""
        self.rng = random.Random(f"skin {self.talk.seed} {self.name}")
        p = self.palette
        values = {
            "page": p.page,
            "text": p.text,
            "dim": p.dim,
            "theirs": p.theirs,
            "mine": self.theme(),
            "minetext": p.mine_text,
            "line": p.line,
            "accent": p.accent,
        }
        values |= {"head": p.head or p.page, "headtext": p.head_text or p.text, "field": p.field or p.theirs}
        variables = ";".join(f"--{key}:{value}" for key, value in values.items())
        wall = f"#pane{{background:{self.wall}!important}}" if self.wall else ""
        style = (
            f"<style>:root{{{variables}}}{BASE}body{{font-family:{self.font}}}{self.css()}{wall}{self.size()}</style>"
        )
        return f'<!doctype html><meta charset="utf-8">{style}<body class="{self.os}{" hours" * self.hour_inside}">{self.screen()}</body>'
