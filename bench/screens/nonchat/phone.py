"""Screens of a phone's own apps: settings, calls, calendars, maps, banks, locks and so on."""

from __future__ import annotations

import calendar
from collections.abc import Callable

from bench.screens import paint, words
from bench.screens.nonchat.page import Scene
from bench.screens.paint import avatar, esc, icon, icons


def settings(s: Scene) -> str:
    names = [
        "Wi-Fi",
        "Bluetooth",
        "Mobile data",
        "Notifications",
        "Sounds & haptics",
        "Screen time",
        "General",
        "Display",
        "Battery",
        "Privacy & security",
        "Storage",
        "Accounts",
    ]
    values = ["On", "Off", "3 apps", "42 GB used", "87%", "", "", "Not connected"]
    rows = "".join(
        f'<div class="li"><span style="background:{paint.hue(name)};border-radius:7px;padding:4px;color:#fff">{icon("info", 20)}</span><span class="g">{name}</span><span class="dim">{s.rng.choice(values)} ›</span></div>'
        for name in s.rng.sample(names, 11)
    )
    return s.html(f'<div class="in"><h1>Settings</h1></div>{rows}')


def calls(s: Scene) -> str:
    rows = []
    for _ in range(12):
        missed = s.rng.random() < 0.4
        who = s.rng.choice([s.writer.full_name(), s.writer.phone()])
        colour = "#e5342f" if missed else "inherit"
        rows.append(
            f'<div class="li">{avatar(who, 38)}<span class="g"><b style="color:{colour}">{who}</b><small>{"Missed call" if missed else s.rng.choice(["mobile", "FaceTime Audio", "Outgoing"])}</small></span><span class="dim">{s.rng.choice([s.clock(), "Yesterday"])}</span>{icon("info", 20)}</div>'
        )
    return s.html(
        f'<div class="topbar">Recents<span class="right">Edit</span></div>{"".join(rows)}{s.tabs(["Favourites", "Recents", "Contacts", "Keypad", "Voicemail"])}'
    )


def month(s: Scene) -> str:
    weeks = calendar.Calendar().monthdayscalendar(s.now.year, s.now.month)
    cells = "".join("<tr>" + "".join(f"<td>{day or ''}</td>" for day in week) + "</tr>" for week in weeks)
    events = "".join(
        f'<div class="boxed" style="border-left:4px solid {paint.hue(str(n))}"><b>{s.rng.choice(["Dentist", "Parents evening", "Team call", "Football", "Pick up Hettie"])}</b><br><span class="dim">{s.clock()} – {s.clock()}, {s.rng.choice(words.PLACES)}</span></div>'
        for n in range(4)
    )
    return s.html(
        f'<div class="topbar">{s.now:%B %Y}<span class="right">{icons("search plus")}</span></div><table>{cells}</table>{events}',
        "table{width:100%;text-align:center;border-collapse:collapse} td{padding:10px 0;border-bottom:1px solid var(--line)}",
    )


def streets(s: Scene) -> str:
    rng, w, h = s.rng, s.device.width, s.device.height
    roads = "".join(
        f'<path d="M{rng.randrange(-50, w)} {rng.randrange(h)}L{rng.randrange(w + 50)} {rng.randrange(h)}" stroke="{rng.choice(["#fff", "#ffe08a", "#fff"])}" stroke-width="{rng.choice([5, 8, 14])}"/>'
        for _ in range(24)
    )
    labels = "".join(
        f'<text x="{rng.randrange(w - 90)}" y="{rng.randrange(110, h - 170)}" transform="rotate({rng.randrange(-20, 20)} {w // 2} {h // 2})" font-size="12" fill="#555">{rng.choice(words.ROADS)}</text>'
        for _ in range(9)
    )
    parks = "".join(
        f'<rect x="{rng.randrange(w)}" y="{rng.randrange(h)}" width="110" height="80" rx="16" fill="#bfe3b4"/>'
        for _ in range(4)
    )
    card = f'<div style="position:absolute;bottom:0;left:0;right:0;background:#fff;border-radius:18px 18px 0 0;padding:18px;color:#111"><b>{rng.choice(words.ROADS)} {rng.randrange(90)}</b><br><span class="dim">{rng.randrange(2, 50)} min · {rng.randrange(1, 20)}.{rng.randrange(9)} mi</span><br><br><span style="background:#0a6cff;color:#fff;border-radius:18px;padding:8px 20px">Directions</span></div>'
    seek = f'<div style="position:absolute;top:54px;left:14px;right:14px;background:#fff;color:#555;border-radius:24px;padding:12px 18px;box-shadow:0 1px 6px #0004">{icon("search", 18)} Search here</div>'
    return s.html(
        f'<svg width="{w}" height="{h}" style="position:absolute;top:0;left:0;background:#e8e6df;z-index:-1">{parks}{roads}{labels}</svg>{seek}{card}',
        dark=False,
    )


def bank(s: Scene) -> str:
    rows = "".join(
        f'<div class="li">{avatar(name, 36, "10px")}<span class="g"><b>{name}</b><small>{s.rng.choice(["Card payment", "Direct debit", "Transfer"])}</small></span><b>{s.rng.choice(["-", "-", "+"])}{s.money()}</b></div>'
        for name in s.rng.sample(
            ["Grocer", "Water board", "Rent", "Coffee hut", "Bus company", "Wages", "Chemist", "Book barn"], 7
        )
    )
    return s.html(
        f'<div class="in" style="background:#0b3b52;color:#fff"><span class="dim" style="color:#cde">Current account 12-34-56 · 00012345</span><h1>{s.money()}</h1></div><div class="in dim">{s.day()}</div>{rows}{s.tabs(["Home", "Pay", "Cards", "Save", "Help"])}'
    )


def locked(s: Scene) -> str:
    cards = "".join(
        f'<div class="note">{avatar(app, 34, "9px")}<span class="g"><b>{s.writer.full_name()}</b><br>{esc(s.writer.sentence("pester"))}</span><small>{s.rng.choice(["now", "5m ago", "2h ago"])}</small></div>'
        for app in s.rng.choices(["WhatsApp", "Messages", "Mail", "Instagram"], k=s.rng.randrange(3, 6))
    )
    css = "body{background:linear-gradient(200deg,#41295a,#2f7f93);--head:transparent;--headtext:#fff;color:#fff} .note{display:flex;gap:10px;background:#ffffffcc;color:#111;border-radius:18px;margin:6px 12px;padding:11px;font-size:14.5px;line-height:1.3} .g{flex:1} .when{text-align:center;margin:20px 0 40px} .when b{font-size:76px;font-weight:600;display:block;line-height:1}"
    return s.html(f'<div class="when">{s.now:%A} {s.now.day} {s.now:%B}<b>{s.now:%H:%M}</b></div>{cards}', css)


def store(s: Scene) -> str:
    shots = "".join(paint.photo(s.rng, 150, 280) for _ in range(3))
    return s.html(
        f'<div class="li" style="border:0">{avatar("App " + s.writer.name(), 84, "20px")}<span class="g"><b style="font-size:20px">Tidy Notes</b><small>Lists made simple</small><br><span style="background:#0a6cff;color:#fff;border-radius:14px;padding:4px 20px;font-weight:700">GET</span></span></div><div class="in dim">4.{s.rng.randrange(9)} ★★★★☆ · {s.rng.randrange(9, 99)}K ratings · Age 4+ · No. {s.rng.randrange(1, 90)} in Utilities</div><div style="display:flex;gap:10px;padding:0 14px">{shots}</div><div class="in"><h2>What’s new</h2><p>{s.prose(2)}</p></div>'
    )


def weather(s: Scene) -> str:
    hours = "".join(
        f"<span>{n}<br>{s.rng.choice(['☀️', '🌧️', '⛅', '☁️', '🌨️'])}<br>{s.rng.randrange(1, 20)}°</span>"
        for n in range(9, 15)
    )
    days = "".join(
        f'<div class="li"><span class="g">{day}</span>{s.rng.choice(["☀️", "🌧️", "⛅"])}<span>{s.rng.randrange(1, 9)}° – {s.rng.randrange(10, 22)}°</span></div>'
        for day in words.WEEKDAYS
    )
    return s.html(
        f'<div style="text-align:center;padding:30px"><h1>{s.rng.choice(["Leeds", "Truro", "Perth"])}</h1><div style="font-size:80px">{s.rng.randrange(2, 24)}°</div>Mostly cloudy</div><div style="display:flex;justify-content:space-around;text-align:center;padding:10px">{hours}</div>{days}',
        "body{background:linear-gradient(#3f7ec7,#a8cdf0);color:#fff;--head:transparent;--headtext:#fff}",
        False,
    )


def music(s: Scene) -> str:
    w = s.device.width - 60
    return s.html(
        f'<div style="text-align:center;padding:20px 30px"><p class="dim">PLAYING FROM ALBUM</p>{paint.photo(s.rng, w, w)}<h1 style="text-align:left">{s.rng.choice(["Larch and Lime", "Night Bus", "Salt Road"])}</h1><p style="text-align:left" class="dim">{s.writer.full_name()}</p><div style="height:4px;background:#8886;border-radius:2px"><div style="height:4px;width:{s.rng.randrange(10, 90)}%;background:currentColor"></div></div><p class="dim" style="display:flex;justify-content:space-between"><span>1:{s.rng.randrange(10, 60)}</span><span>-2:{s.rng.randrange(10, 60)}</span></p><div style="display:flex;justify-content:space-around">{icons("back play reply heart", 38)}</div></div>'
    )


def blank(s: Scene) -> str:
    return s.html(
        s.rng.choice(
            [
                "",
                '<div class="in dim" style="margin:auto">Nothing here yet</div>',
                '<div class="dim" style="margin:auto">Loading…</div>',
            ]
        )
    )


def keys(s: Scene) -> str:
    return s.html(
        f'<div class="topbar">Notes<span class="right">Done</span></div><div class="in" style="flex:1"></div>{paint.keyboard(s.dark, s.device.os == "ios")}'
    )


def contact(s: Scene) -> str:
    name = s.writer.full_name()
    rows = "".join(
        f'<div class="boxed"><span class="dim">{label}</span><br>{value}</div>'
        for label, value in [
            ("mobile", s.writer.phone()),
            ("home", "01632 960 " + str(s.rng.randrange(100, 999))),
            ("email", name.split()[0].lower() + "@example.org"),
            ("address", f"{s.rng.randrange(90)} {s.rng.choice(words.ROADS)}"),
            ("birthday", f"{s.rng.randrange(1, 28)} {s.now:%B}"),
        ]
    )
    return s.html(
        f'<div style="text-align:center;padding:24px">{avatar(name, 110)}<h1>{name}</h1><div style="display:flex;justify-content:center;gap:34px;color:#0a6cff">{icons("call video send", 26)}</div></div>{rows}'
    )


def shopping(s: Scene) -> str:
    things = s.rng.sample(
        [
            "Milk",
            "Bread",
            "2 lemons",
            "Washing powder",
            "Cat food x6",
            "Rice 1 kg",
            "Butter",
            "Onions",
            "Birthday card",
            "Light bulbs",
            "Tea",
            "Plasters",
        ],
        10,
    )
    rows = "".join(
        f'<div class="li"><span style="border:2px solid #888;border-radius:50%;width:22px;height:22px"></span><span class="g" style="{"text-decoration:line-through;opacity:.5" if s.rng.random() < 0.3 else ""}">{thing}</span></div>'
        for thing in things
    )
    return s.html(f'<div class="topbar">{icon("back")}Shopping<span class="right">{icon("more")}</span></div>{rows}')


PAGES: dict[str, Callable[[Scene], str]] = {
    "settings": settings,
    "calls": calls,
    "calendar": month,
    "map": streets,
    "bank": bank,
    "lock": locked,
    "store": store,
    "weather": weather,
    "music": music,
    "blank": blank,
    "keyboard": keys,
    "contact": contact,
    "shopping": shopping,
}
