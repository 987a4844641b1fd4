"""The hard ones: inboxes, comments, reviews, questions with answers, lists of chats. People speak, but not to each other."""

from __future__ import annotations

from collections.abc import Callable

from bench.screens import paint
from bench.screens.nonchat.page import Scene
from bench.screens.paint import avatar, esc, icon, icons
from bench.screens.skins.sides import items, others


def chat_list(s: Scene) -> str:
    """The overview of a messenger: faces, names, beginnings of messages, hours; and no conversation."""
    chips = "".join(
        f'<span style="background:#8882;border-radius:14px;padding:4px 12px;margin-right:8px;font-size:13px">{name}</span>'
        for name in ("All", "Unread", "Groups")
    )
    seek = f'<div style="background:#8882;border-radius:10px;margin:4px 14px 10px;padding:8px 12px" class="dim">{icon("search", 15)} Search</div>'
    return s.html(
        f'<div class="in"><h1>Chats</h1></div>{seek}<div style="padding:0 14px 6px">{chips}</div>{items(others(s.rng, 12), 50)}{s.tabs(["Updates", "Calls", "Communities", "Chats", "Settings"])}'
    )


def inbox(s: Scene) -> str:
    rows = []
    for _ in range(9):
        who = s.rng.choice([s.writer.full_name(), "Parcel desk", "School office", "Water board"])
        rows.append(
            f'<div class="li">{avatar(who, 40)}<span class="g"><b>{who}</b><span class="l" style="display:block">{s.rng.choice(["Your order", "Re: Saturday", "Invoice", "Appointment", "Last reminder"])}</span><small style="white-space:nowrap;overflow:hidden">{s.prose(1)[:70]}</small></span><span class="dim">{s.rng.choice([s.clock(), "12 Mar"])}</span></div>'
        )
    return s.html(
        f'<div class="topbar">{icon("menu")}Inbox<span class="right">{icon("search")}</span></div>{"".join(rows)}'
    )


def mail(s: Scene) -> str:
    who = s.writer.full_name()
    return s.html(
        f'<div class="topbar">{icon("back")}<span class="right">{icons("reply more")}</span></div><div class="in"><h2>{s.rng.choice(["Your appointment", "Re: keys", "Invoice 2041"])}</h2></div><div class="li">{avatar(who, 42)}<span class="g"><b>{who}</b><small>to me · {s.day()}, {s.clock()}</small></span></div><div class="in"><p>Dear {s.writer.name()},</p><p>{s.prose(4)}</p><p>{s.prose(3)}</p><p>Kind regards,<br>{who}<br>{s.writer.phone()}</p></div>'
    )


def comments(s: Scene) -> str:
    """A post with what people say below it, in bubbles as on Facebook."""
    rows = []
    for number in range(7):
        who, deep = s.writer.full_name(), 44 if number and s.rng.random() < 0.35 else 0
        rows.append(
            f'<div style="display:flex;gap:8px;padding:4px 14px 4px {14 + deep}px">{avatar(who, 34)}<div><div style="background:#8882;border-radius:17px;padding:8px 12px;line-height:1.3"><b style="font-size:13.5px">{who}</b><br>{esc(s.writer.sentence(s.rng.choice(["daily", "answer"])))}</div><small class="dim">{s.rng.randrange(1, 23)}h &nbsp; <b>Like</b> &nbsp; <b>Reply</b></small></div></div>'
        )
    poster = s.writer.full_name()
    head = f'<div class="li" style="border:0">{avatar(poster, 40)}<span class="g"><b>{poster}</b><small>{s.day()} at {s.clock()} · 🌐</small></span></div><div class="in" style="padding-top:0">{esc(s.writer.sentence("daily"))}</div>'
    image = paint.photo(s.rng, s.device.width, 190) if s.rng.random() < 0.6 else ""
    return s.html(
        f'{head}{image}<div class="li dim">👍❤️ {s.rng.randrange(3, 99)}<span class="right">{s.rng.randrange(5, 40)} comments</span></div>{"".join(rows)}<div class="foot" style="margin-top:auto"><span class="field">Write a comment…{icon("smile", 20)}</span></div>'
    )


def replies(s: Scene) -> str:
    """A public thread as on X or Instagram."""
    rows = "".join(
        f'<div class="li" style="align-items:flex-start">{avatar(who, 40)}<span class="g"><b>{who}</b> <span class="dim">@{who.split()[0].lower()}{s.rng.randrange(99)} · {s.rng.randrange(1, 59)}m</span><br>{esc(s.writer.sentence("pester"))}<br><span class="dim">{icon("reply", 15)} {s.rng.randrange(9)} &nbsp; {icon("heart", 15)} {s.rng.randrange(99)}</span></span></div>'
        for who in (s.writer.full_name() for _ in range(7))
    )
    return s.html(
        f'<div class="topbar">{icon("arrow")}Post</div>{rows}<div class="foot" style="margin-top:auto"><span class="field">Post your reply</span></div>'
    )


def reviews(s: Scene) -> str:
    rows = "".join(
        f'<div class="boxed"><b>{s.writer.name()} {s.rng.choice("ABKMT")}.</b> <span style="color:#e8a200">{"★" * stars}{"☆" * (5 - stars)}</span><br>{s.rng.choice(["Broke after a week.", "Just what I wanted!", "Too small, sent back.", "Smells odd but works.", "Came late, box torn."])} {s.prose(1)}<br><span class="dim">{s.day()} · Helpful ({s.rng.randrange(40)})</span></div>'
        for stars in s.rng.choices([1, 2, 3, 4, 5], k=6)
    )
    return s.html(
        f'<div class="topbar">{icon("back")}Customer reviews</div><div class="in"><h1>3.{s.rng.randrange(9)} out of 5</h1><span class="dim">{s.rng.randrange(90, 900)} ratings</span></div>{rows}'
    )


def faq(s: Scene) -> str:
    """Questions and answers in coloured boxes, as on the help page of a shop."""
    pairs = [
        ("How do I send something back?", "Pack it and print the label. You have 30 days."),
        ("Where is my parcel?", "Open My orders and choose Track."),
        ("Can I change my address?", "Yes, until the parcel has left us."),
        ("How do I pay?", "By card or by bank transfer."),
        ("Is there a shop near me?", "Look at the map below for opening hours."),
    ]
    tint, shift = paint.hue(s.writer.name(), 0.85), s.rng.choice([0, 60])
    asked, told = (
        f"background:{tint};color:#111;font-weight:600;margin-left:{14 + shift}px",
        f"margin-right:{14 + shift}px",
    )
    rows = "".join(
        f'<div class="boxed" style="{asked}">{q}</div><div class="boxed" style="{told}">{a} {s.prose(1)}</div>'
        for q, a in s.rng.sample(pairs, 4)
    )
    return s.html(f'<div class="in"><h1>Help and questions</h1></div>{rows}')


def interview(s: Scene) -> str:
    """A printed talk between two people, with their initials before what they said."""
    one, two = s.writer.full_name(), s.writer.full_name()
    lines = "".join(f"<p><b>{who.split()[0]}:</b> {s.prose(1)}</p>" for who in (one, two) * 5)
    return s.html(f'<div class="in"><h1>{one} meets {two}</h1><p class="dim">{s.day()}, {s.clock()}</p>{lines}</div>')


def notifications(s: Scene) -> str:
    rows = "".join(
        f'<div class="li">{avatar(who, 44)}<span class="g"><b>{who}</b> {s.rng.choice(["liked your photo.", "started following you.", "mentioned you in a comment:", "sent you a request."])}<small>{s.rng.randrange(1, 23)}h</small></span></div>'
        for who in (s.writer.full_name() for _ in range(10))
    )
    return s.html(f'<div class="topbar">Notifications</div>{rows}{s.tabs(["Home", "Search", "New", "Shop", "Me"])}')


def news(s: Scene) -> str:
    site = s.rng.choice(["THE DAILY PEBBLE", "Harbour News", "Moor & Dale Post"])
    wide = s.device.os == "desk"
    picture = paint.photo(s.rng, 720 if wide else s.device.width - 32, 380 if wide else 190)
    side = (
        f'<div style="width:280px"><h2>Most read</h2>{"".join(f"<p>{n}. {s.prose(1)}</p>" for n in range(1, 6))}</div>'
        if wide
        else ""
    )
    story = f'<div style="flex:1"><h1>{s.rng.choice(["Bridge to stay shut until spring", "Bus strike called off", "Rain on the way"])}</h1><p class="dim">By {s.writer.full_name()} · {s.day()}, {s.clock()}</p>{picture}<p style="margin-top:12px">{s.prose(3)}</p><p>{s.prose(3)}</p><p>{s.prose(4)}</p></div>'
    return s.html(
        f'<div class="topbar" style="background:#7a1f1f;color:#fff;font-family:Liberation Serif">{site}<span class="right">{icon("menu")}</span></div><div class="in" style="display:flex;gap:40px;{"max-width:1080px;margin:0 auto" if wide else ""}">{story}{side}</div>'
    )


PAGES: dict[str, Callable[[Scene], str]] = {
    "chat_list": chat_list,
    "inbox": inbox,
    "mail": mail,
    "comments": comments,
    "replies": replies,
    "reviews": reviews,
    "faq": faq,
    "interview": interview,
    "notifications": notifications,
    "news": news,
    "news_desk": news,
}
