"""Chats on a computer: WhatsApp's page, Messages on a Mac, Discord's window, LinkedIn and a pop-up over a feed."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bench.screens import clocks, paint, words
from bench.screens.model import Place, Said
from bench.screens.paint import avatar, esc, icon, icons
from bench.screens.skin import Palette, Skin
from bench.screens.skins.listed import DiscordDark, Listed
from bench.screens.skins.meta import Messenger
from bench.screens.skins.sides import SIDES, side
from bench.screens.talk import Writer

DESKS = ("desk1280", "desk1440", "desk1280hi")
SANS = '"Open Sans","Noto Sans","Noto Color Emoji",sans-serif'
TOOLS = "body{font-size:14.5px} .bubble{max-width:62%} .field{font-size:14.5px}"


class WhatsAppWeb(Skin):
    """The list at the left, the thread over its wallpaper at the right."""

    name, platform, os, forms = "whatsapp_web_light", "whatsapp", "desk", DESKS
    font = SANS
    palette = Palette(
        "#efeae2", "#111b21", "#667781", "#fff", "#d9fdd3", "#111b21", head="#f0f2f5", field="#fff", accent="#00a884"
    )
    hour_inside, gap, hint = True, None, "Type a message"
    ink, chip = "#d9d0c3", "#fff"

    def notices(self) -> tuple[str, ...]:
        return (
            "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. Click to learn more.",
            f"{self.talk.people[0]} changed their phone number",
        )

    def mark_text(self, when: datetime) -> str:
        return (
            super().mark_text(when)
            if self.talk.seed % 2
            else (clocks.relative(when, self.talk.now) or f"{when:%d/%m/%Y}").upper()
        )

    def header(self) -> str:
        under = (
            ", ".join([*self.talk.people, "You"])
            if self.talk.group
            else self.rng.choice(
                ["online", f"last seen today at {self.hour(self.talk.now)}", "click here for contact info"]
            )
        )
        names = f'<span class="names"><b data-heading>{esc(self.talk.title)}</b><small data-under>{esc(under)}</small></span>'
        return f'<div class="head">{self.face(self.talk.title, 40)}{names}<span class="acts">{icons("video search more")}</span></div>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus", 24)}{icon("smile", 24)}<span class="field" style="border-radius:8px">{self.field()}</span>{icon("mic", 24)}</div>'

    def label(self, _message: Said, _place: Place) -> str:
        return ""

    def bubble(self, message: Said, place: Place) -> str:
        named = self.talk.group and not message.mine and place.first
        colour = paint.hue(message.sender, 0.65 if self.dark else 0.4, 0.6)
        name = (
            f'<div data-name style="color:{colour};font-weight:600;font-size:13px">{esc(message.sender)}</div>'
            if named
            else ""
        )
        return super().bubble(message, place).replace("data-box>", f"data-box>{name}", 1)

    def screen(self) -> str:
        return f'<div class="cols">{side(self, "Chats", 380)}<div class="main">{self.header()}{self.pane()}{self.replying()}{self.foot()}</div></div>'

    def css(self) -> str:
        return f"""{SIDES}{TOOLS} .side{{--head:{self.palette.field}}} #pane{{background:{paint.doodles(self.rng, self.ink)}}} .head{{height:59px}} #thread{{padding:10px 5%}}
        .bubble{{border-radius:8px;padding:6px 9px 8px;box-shadow:0 1px 1px #0002}} .theirs.first .bubble{{border-top-left-radius:0}} .mine.first .bubble{{border-top-right-radius:0}}
        .row.first .bubble::before{{content:'';position:absolute;top:0;width:9px;height:12px;background:inherit}} .theirs.first .bubble::before{{left:-8px;clip-path:polygon(0 0,100% 0,100% 100%)}} .mine.first .bubble::before{{right:-8px;clip-path:polygon(0 0,100% 0,0 100%)}} .k-sticker .bubble::before{{display:none}}
        .mark span{{background:{self.chip};border-radius:8px;padding:6px 12px;display:inline-block;box-shadow:0 1px 1px #0001}} .meta .ic{{color:#53bdeb}} .react{{border:0;box-shadow:0 0 2px #0005}}"""


class WhatsAppWebDark(WhatsAppWeb):
    """The same at night."""

    name, dark = "whatsapp_web_dark", True
    palette = Palette(
        "#0b141a",
        "#e9edef",
        "#8696a0",
        "#202c33",
        "#005c4b",
        "#e9edef",
        head="#202c33",
        field="#2a3942",
        accent="#00a884",
        line="#2a3942",
    )
    ink, chip = "#16232b", "#182229"


class MacMessages(Skin):
    """Messages on a Mac."""

    name, platform, os, forms = "imessage_mac_light", "imessage", "desk", DESKS
    palette = Palette("#fff", "#000", "#8e8e93", "#e9e9eb", "#0a84ff", field="#fff", head="#f6f6f6")
    hint, left_out = "iMessage", ("missed_call",)

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return f"{near} {self.hour(when)}" if near else f"{when:%a}, {when.day} {when:%b} at {self.hour(when)}"

    def header(self) -> str:
        return f'<div class="head"><span style="color:var(--dim)">To:</span><b data-heading>{esc(self.talk.title)}</b><span class="acts">{icons("video info", 20)}</span></div>'

    def body(self, message: Said) -> str:
        return (
            f"<i data-said>{'You' if message.mine else esc(message.sender)} unsent a message</i>"
            if message.kind == "deleted"
            else super().body(message)
        )

    def below(self, message: Said, place: Place) -> str:
        state = self.rng.choice(["Delivered", f"Read {self.hour(message.when)}"])
        return f'<div class="sent" data-state>{state}</div>' if place.final and message.mine else ""

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus", 20)}<span class="field">{self.field()}{icon("mic", 18)}</span>{icon("smile", 20)}</div>'

    def screen(self) -> str:
        lights = "".join(f'<i style="background:{colour}"></i>' for colour in ("#ff5f57", "#febc2e", "#28c840"))
        return f'<div class="lights">{lights}</div><div class="cols">{side(self, "", 300)}<div class="main">{self.header()}{self.pane()}{self.foot()}</div></div>'

    def css(self) -> str:
        return f"""{SIDES}{TOOLS} .lights{{height:30px;background:var(--head);display:flex;gap:8px;padding:10px 14px;flex:none}} .lights i{{width:12px;height:12px;border-radius:50%}} .head{{height:48px;border-bottom:1px solid var(--line)}}
        .bubble{{padding:6px 12px 7px;font-size:14px}} .field{{border:1px solid var(--line);min-height:30px;padding:4px 12px}} .mark{{font-size:11px}} .sent{{text-align:right;font-size:11px;color:var(--dim);padding:0 16px}} .who{{font-size:11px}} .item.on{{background:#0a84ff;color:#fff;border-radius:8px;margin:0 8px}}
        .k-deleted .bubble{{background:none;color:var(--dim);font-size:11.5px}} .react{{top:-14px;bottom:auto;right:-8px;left:auto}} .reacted{{margin:14px 0 0}}"""


class MacMessagesDark(MacMessages):
    """At night."""

    name, dark = "imessage_mac_dark", True
    palette = Palette(
        "#1e1e1e", "#fff", "#98989d", "#3b3b3d", "#0a84ff", field="#2a2a2a", head="#2a2a2c", line="#3a3a3c"
    )


class DiscordDesk(DiscordDark):
    """Servers, channels and the owner's name at the left."""

    name, os, forms = "discord_desktop_dark", "desk", DESKS

    def screen(self) -> str:
        servers = "".join(avatar(name, 46, "30%") for name in ("Home", "Rovers", "Quiz", "Bakers"))
        channels = "".join(
            f"<p># {name}</p>" for name in ("welcome", "general", "memes", "match-day", "help", "off-topic")
        )
        owner = f'<div class="own">{self.face(self.talk.owner, 32)}<span><b>{esc(self.talk.owner)}</b><br><small>Online</small></span></div>'
        left = f'<div class="servers">{servers}</div><div class="chans"><b>{"Bakers" if self.talk.group else "Direct Messages"}</b>{channels}<span style="flex:1"></span>{owner}</div>'
        return f'<div class="cols">{left}<div class="main">{self.header()}{self.pane()}{self.foot()}</div></div>'

    def css(self) -> str:
        more = ".servers{width:72px;background:#1e1f22;display:flex;flex-direction:column;align-items:center;gap:10px;padding-top:12px} .chans{width:240px;background:#2b2d31;display:flex;flex-direction:column;gap:11px;padding:14px 12px;color:#949ba4} .own{display:flex;gap:8px;align-items:center;background:#232428;margin:0 -12px -14px;padding:10px}"
        return f"{SIDES}{super().css()}{more}.foot{{border:0}}"


class LinkedIn(Listed):
    """Name and hour above each run, days between rules."""

    name, platform, os = "linkedin_light", "linkedin", "ios"
    palette = Palette("#fff", "#191919", "#666", "#fff", "#fff", "#191919", field="#f4f2ee", accent="#0a66c2")
    left_out, hint, face_radius = ("missed_call", "voice", "sticker"), "Write a message…", "50%"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        return (near or f"{when:%b} {when.day}").upper()

    def line(self, message: Said) -> str:
        return f'<div class="line"><b data-name>{esc(message.sender)}</b><small> • <span data-at>{self.stamp(message.when)}</span></small></div>'

    def foot(self) -> str:
        return f'<div class="foot">{icon("plus")}<span class="field">{self.field()}</span>{icon("mic")}</div>'


class Slack(Listed):
    """A channel in a browser, with square faces."""

    name, platform, os, forms = "slack_web", "slack", "desk", DESKS
    font = SANS
    palette = Palette("#fff", "#1d1c1d", "#616061", "#fff", "#fff", "#1d1c1d", field="#fff", accent="#1264a3")
    left_out, face_radius = ("missed_call", "sticker"), "8px"

    def mark_text(self, when: datetime) -> str:
        near = clocks.relative(when, self.talk.now)
        ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(when.day, "th")
        return near if near in ("Today", "Yesterday") else f"{when:%A}, {when:%B} {when.day}{ending}"

    def screen(self) -> str:
        channels = "".join(
            f"<p># {name}</p>" for name in ("all-hands", "lunch", "random", "rota", "stock-room")
        ) + "".join(f"<p>● {esc(name)}</p>" for name in self.talk.people)
        return f'<div class="cols"><div class="purple"><b>Pebble &amp; Co</b>{channels}</div><div class="main">{self.header()}{self.pane()}{self.foot()}</div></div>'

    def header(self) -> str:
        sign = "# " if self.talk.group else ""
        return f'<div class="head">{"" if self.talk.group else self.face(self.talk.title, 24)}<b>{sign}<span data-heading>{esc(self.talk.title)}</span></b><span class="acts">{icons("call search")}</span></div>'

    def css(self) -> str:
        return f"{SIDES}{super().css()}body{{font-size:15px}} .gap{{width:36px}} .purple{{width:230px;background:#3f0e40;color:#d8c5d9;padding:16px;line-height:2}} .head{{border-bottom:1px solid var(--line);height:50px}} .field{{border:1px solid #8886;border-radius:8px}} .rule span{{border:1px solid var(--line);border-radius:14px;padding:3px 14px;font-weight:600}} .foot{{border:0}}"


class SlackDark(Slack):
    """At night."""

    name, dark = "slack_web_dark", True
    palette = Palette(
        "#1a1d21",
        "#d1d2d3",
        "#ababad",
        "#1a1d21",
        "#1a1d21",
        "#d1d2d3",
        field="#222529",
        accent="#1d9bd1",
        line="#35373b",
    )


class Popup(Messenger):
    """Messenger's small window over a page of Facebook, perhaps about a thing for sale; the page is no part of it."""

    name, platform, os, forms = "messenger_popup", "messenger", "desk", DESKS
    palette = Palette("#fff", "#050505", "#65676b", "#f0f0f0", "#0084ff", accent="#0084ff")
    tint, gap = "#0084ff", timedelta(minutes=40)

    def feed(self) -> str:
        rng = random.Random(f"feed {self.talk.seed}")
        writer, posts = Writer(rng, "en"), []
        for _ in range(3):
            who = writer.full_name()
            posts.append(
                f'<div class="post"><div class="item">{avatar(who, 40)}<span class="t"><b>{who}</b><span class="l">{rng.randrange(1, 20)}h</span></span></div><p>{esc(writer.sentence("daily"))}</p>{paint.photo(rng, 470, 230)}<p class="l">👍 {rng.randrange(90)} · {rng.randrange(20)} comments</p></div>'
            )
        return f'<div class="feed"><div class="fb"><b>f</b> {icon("search", 18)} Search Facebook</div>{"".join(posts)}</div>'

    def screen(self) -> str:
        offer = (
            f'<div class="offer" data-aside="listing">{paint.photo(self.rng, 40, 40)}<span><b>£{self.rng.randrange(5, 400)} - {self.rng.choice(["Wardrobe", "Mountain bike", "Baby cot", "Sofa, grey"])}</b><br>{self.rng.choice(words.PLACES)}</span></div>'
            if self.talk.seed % 3
            else ""
        )
        return f'{self.feed()}<div class="pop">{self.header()}{offer}{self.pane()}{self.foot()}</div>'

    def css(self) -> str:
        return (
            super().css()
            + """body{background:#f0f2f5} .feed{position:absolute;inset:0} .fb{background:#fff;height:54px;display:flex;align-items:center;gap:10px;padding:0 16px;color:#65676b} .fb b{background:#0866ff;color:#fff;border-radius:50%;width:38px;height:38px;text-align:center;font-size:28px;line-height:42px} .post{width:500px;background:#fff;border-radius:8px;margin:16px 0 0 22%;padding:6px 14px 12px;font-size:15px} .post p{padding:6px 0}
        .pop{position:absolute;right:70px;bottom:0;width:338px;height:min(500px,76%);background:#fff;border-radius:9px 9px 0 0;box-shadow:0 2px 14px #0005;display:flex;flex-direction:column} .offer{display:flex;gap:10px;padding:7px 12px;font-size:13px;border-bottom:1px solid var(--line);line-height:1.35} .bubble{font-size:14.5px;padding:7px 12px} .left .ic{width:17px} .left{gap:7px} .head{height:50px} .names b{font-size:15px} .mine .bubble{background:#0084ff!important} .k-emoji .mine .bubble{background:none}"""
        )
