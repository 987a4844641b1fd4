"""Which app a screenshot shows, where its colours and words tell; "" where they don't: a wrong name would mislead."""

from parsers._screen.areas import Area
from parsers._screen.layout import Layout
from parsers._screen.result import Chat

_COLOURS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "whatsapp": (
        (217, 253, 211),
        (231, 255, 219),
        (220, 248, 198),
        (225, 255, 199),
        (0, 92, 75),
        (19, 77, 55),
        (5, 97, 98),
        (6, 55, 50),
        (20, 77, 55),
    ),
    "telegram": ((239, 253, 222), (43, 82, 120), (62, 106, 151), (238, 255, 222), (226, 255, 190), (225, 254, 198)),
    "signal": ((44, 107, 237), (58, 118, 240), (35, 90, 220)),
    "imessage": ((10, 132, 255), (0, 122, 255), (11, 132, 254), (52, 199, 89), (48, 209, 88), (36, 138, 255)),
    "wechat": ((149, 236, 105), (152, 225, 101), (58, 176, 105)),
    "kakaotalk": ((254, 229, 0), (255, 235, 51), (254, 236, 52)),
    "line": ((133, 226, 73), (141, 230, 120)),
    "x": ((29, 155, 240),),
    "tiktok": ((0, 181, 204), (37, 182, 210)),
    "viber": ((115, 96, 242), (231, 229, 252)),
}
"""Bubbles of what the phone's holder sent, as measured on public pictures and as the apps' own palettes say."""

_PLACEHOLDERS = (
    ("imessage", "imessage"), ("send a chat", "snapchat"), ("rcs message", "google_messages"), ("text message", "google_messages"),
    ("message #", "discord"), ("message @", "discord"), ("start a new message", "x"), ("signal message", "signal"),
    ("start a message", "x"), ("type a message", "whatsapp"),
)  # fmt: skip
_NAMED = {
    "whatsapp": "whatsapp", "whatsapp business": "whatsapp", "com.whatsapp": "whatsapp", "com.whatsapp.w4b": "whatsapp",
    "instagram": "instagram", "com.instagram.android": "instagram",
    "messenger": "messenger", "com.facebook.orca": "messenger",
    "snapchat": "snapchat", "com.snapchat.android": "snapchat",
    "telegram": "telegram", "org.telegram.messenger": "telegram",
    "signal": "signal", "org.thoughtcrime.securesms": "signal",
    "viber": "viber", "com.viber.voip": "viber", "discord": "discord", "com.discord": "discord",
    "tinder": "tinder", "com.tinder": "tinder", "bumble": "bumble", "com.bumble.app": "bumble",
    "hinge": "hinge", "co.hinge.app": "hinge", "wechat": "wechat", "com.tencent.mm": "wechat",
    "kakaotalk": "kakaotalk", "com.kakao.talk": "kakaotalk", "tiktok": "tiktok", "slack": "slack", "teams": "teams",
}  # fmt: skip
"""Apps as phones write them into the names of screenshots: by their title, or the name of their package."""


def by_name(app: str) -> str:
    """The service of an app that the name of a screenshot tells; "" for one that is no chat or that could be several."""
    return _NAMED.get(app.casefold().strip(), "")


def service_of(chat: Chat, layout: Layout) -> str:
    """The name of the app, in small letters."""
    words = " ".join(line.text.casefold() for line in layout.footer)
    near = _nearest(chat, layout)
    if near == "imessage" and any(message.time for message in chat.messages if message.side == "out"):
        near = ""
    for sign, name in _PLACEHOLDERS:
        if sign in words and name != "whatsapp":
            return "imessage" if name == "google_messages" and near == "imessage" else name
    if any("•" in stamp.text or " - " in stamp.text for stamp in chat.stamps) and not near:
        return "google_messages"
    header = " ".join(line.text.casefold() for line in layout.header)
    if "messenger" in header or any(" AT " in stamp.text for stamp in chat.stamps):
        return "messenger"
    return near


def _nearest(chat: Chat, layout: Layout) -> str:
    """The app whose bubbles have the colour of those at the right."""
    votes: dict[str, int] = {}
    for bubble in layout.bubbles:
        if bubble.box.left - layout.pane.left > layout.pane.right - bubble.box.right and (name := _by_colour(bubble)):
            votes[name] = votes.get(name, 0) + 1
    timed = sum(bool(message.time) for message in chat.messages) >= 0.5 * max(1, len(chat.messages))
    votes = {name: count for name, count in votes.items() if timed or name not in ("whatsapp", "telegram", "signal")}
    return max(votes, key=lambda name: votes[name], default="")


def _by_colour(bubble: Area) -> str:
    def distance(colour: tuple[int, int, int]) -> float:
        return max(abs(float(a) - b) for a, b in zip(bubble.colour, colour, strict=True))

    name, far = min(
        ((name, min(map(distance, colours))) for name, colours in _COLOURS.items()), key=lambda pair: pair[1]
    )
    return name if far < 11 else ""
