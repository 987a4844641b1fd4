"""Signal: the hour and the ticks stand in the corner of each bubble."""

from __future__ import annotations

from bench.screens import paint
from bench.screens.model import Place, Said
from bench.screens.paint import esc, given, icon, icons
from bench.screens.skin import Palette, Skin


class Signal(Skin):
    """Light, on an iPhone."""

    name, platform, os = "signal_light", "signal", "ios"
    palette = Palette("#fff", "#1b1b1d", "#6b6d72", "#e9e9e9", "#2c6bed", "#fff", accent="#2c6bed", field="#f0f0f2")
    hour_inside, faces, hint, gap, order = True, True, "Signal message", None, "short"
    themes = ("#9e2896", "#3c7a2b", "linear-gradient(150deg,#f5576c,#a33bd0)", "#6058ca", "#c73f0a")
    deleted_text = "This message was deleted."

    def notices(self) -> tuple[str, ...]:
        who = given(self.talk.people[0])
        return (
            f"You marked your safety number with {who} verified",
            "You set disappearing message time to 1 week",
            f"{who} started a voice call",
            "Signal message request accepted",
        )

    def under(self) -> str:
        return ""

    def beside(self, message: Said, place: Place) -> str:
        return super().beside(message, place) if self.talk.group else ""

    def header(self) -> str:
        check = '<small style="opacity:.6">✓ Verified</small>' if self.talk.seed % 2 else ""
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b>{check}</span>'
        return f'<div class="head">{icon("back" if self.os == "ios" else "arrow", 25)}{self.face(self.talk.title, 34)}{names}<span class="acts">{icons("video call", 23)}</span></div>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus", 25)}<span class="field">{self.field()}{icon("smile", 21)}</span>{icons("camera mic", 24)}</div>'

    def meta(self, message: Said) -> str:
        timer = icon("info", 11) if self.talk.seed % 4 == 0 else ""
        return super().meta(message).replace('<span class="meta">', f'<span class="meta">{timer} ', 1)

    def above(self, message: Said) -> str:
        named = self.talk.group and not message.mine and self.opens(message)
        colour = paint.hue(message.sender, 0.7 if self.dark else 0.38, 0.6)
        name = (
            f'<div data-name style="color:{colour};font-weight:600;font-size:13.5px">{esc(message.sender)}</div>'
            if named
            else ""
        )
        return name + super().above(message)

    def opens(self, message: Said) -> bool:
        at = self.talk.said.index(message)
        return self.fresh(self.talk.said[at - 1] if at else None, message)

    def label(self, _message: Said, _place: Place) -> str:
        return ""

    def css(self) -> str:
        return """
        .head{height:54px} .bubble{border-radius:18px;padding:7px 12px 8px;font-size:16.5px;line-height:1.32;max-width:80%} .row{padding:1px 14px}
        .theirs:not(.first) .bubble{border-top-left-radius:5px} .theirs:not(.last) .bubble{border-bottom-left-radius:5px} .mine:not(.first) .bubble{border-top-right-radius:5px} .mine:not(.last) .bubble{border-bottom-right-radius:5px}
        .mark{font-weight:600;font-size:12.5px} .mark.note{font-weight:400;font-size:13px} .meta{margin-top:6px;font-size:11.5px} .cited{background:#ffffff2e;border-left-width:4px} .theirs .cited{background:#8884}
        .mine .cited b{color:#fff!important}"""


class SignalDark(Signal):
    """Dark, on Android, with the grey that fills its bubbles."""

    name, os, dark = "signal_dark", "droid", True
    font = '"Roboto","Noto Sans","Noto Color Emoji",sans-serif'
    palette = Palette(
        "#1b1c1f", "#e9e9ea", "#a3a5aa", "#303133", "#2c58c3", "#fff", accent="#a9c1ff", field="#303133", line="#333"
    )
