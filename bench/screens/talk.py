"""Invents a conversation from a seed: who, what, when, and what else stands on the screen."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bench.screens import words
from bench.screens.model import Extras, Said, Talk
from bench.screens.words_abroad import TEXTS

REACTIONS = ("❤️", "👍", "😂", "😮", "😢", "😡")
STICKERS = ("🐻", "🎉", "🌹", "🫶", "🍕", "🦆")
NOTICES = ("{a} added {b}", "{a} changed the group name", "{a} left the group", "{a} joined using an invite link")


class Writer:
    """Fills the places of sentences with invented things."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng, self.language = rng, language

    def phone(self) -> str:
        last = f"{self.rng.randrange(1000):03d}"
        return self.rng.choice(["07700 900" + last, "+44 7700 900" + last, "07700900" + last])

    def name(self) -> str:
        return self.rng.choice(words.FIRST)

    def full_name(self) -> str:
        return f"{self.name()} {self.rng.choice(words.LAST)}"

    def fill(self, text: str) -> str:
        rng = self.rng
        for slot, value in {
            "place": rng.choice(words.PLACES),
            "road": rng.choice(words.ROADS),
            "code": rng.choice(words.CODES),
            "day": rng.choice(words.WEEKDAYS),
            "first": self.name(),
            "phone": self.phone(),
            "emoji": rng.choice(words.EMOJI),
            "money": rng.choice(["40", "12.50", "1,200", "85.00", "300"]),
            "time": f"{rng.randrange(6, 23)}:{rng.choice(['00', '15', '30', '45'])}",
            "n": str(rng.randrange(2, 90)),
            "link": rng.choice(words.LINKS),
        }.items():
            text = text.replace("{" + slot + "}", value)
        return self.fill(text) if "{n}" in text or "{code}" in text else text

    def sentence(self, mood: str) -> str:
        if self.language != "en":
            return self.rng.choice(TEXTS[self.language])
        chance = self.rng.random()
        pool = {"threat": words.THREAT, "pester": words.PESTER, "answer": words.ANSWER, "daily": words.DAILY}[mood]
        if chance < 0.16:
            return self.rng.choice(words.SHORT)
        text = self.fill(self.rng.choice(words.LONG if chance < 0.22 else pool))
        if 0.22 <= chance < 0.36:
            text += self.rng.choice([". ", "\n", ", and ", " - ", "! "]) + self.fill(self.rng.choice(pool))
        if chance > 0.94:
            return text.upper()
        return f"{text} {self.rng.choice(words.EMOJI)}" if chance > 0.86 else text


def times(rng: random.Random, count: int, now: datetime) -> list[datetime]:
    """Bursts with pauses of hours and days between them, ending shortly before now."""
    when, found = now - timedelta(minutes=rng.randrange(1, 40)), []
    for _ in range(count):
        found.append(when)
        chance = rng.random()
        minutes = rng.choice([0, 0, 1, 2, 3]) if chance < 0.65 else rng.randrange(4, 90)
        if chance > 0.85:
            minutes = rng.randrange(120, 900) if chance < 0.95 else 1440 * rng.randrange(1, 12) + rng.randrange(600)
        when -= timedelta(minutes=minutes)
    return found[::-1]


def kind_of(rng: random.Random) -> str:
    kinds = ["text", "emoji", "deleted", "missed_call", "photo", "voice", "sticker", "card", "captioned"]
    return rng.choices(kinds, [76, 4, 3, 3, 3, 3, 2, 4, 2])[0]


def one(rng: random.Random, writer: Writer, said: Said, mood: str, before: list[Said]) -> None:
    """Gives one message its words and what hangs on it."""
    kind = said.kind = kind_of(rng)
    said.text = {
        "emoji": rng.choice(words.EMOJI) * rng.choice([1, 1, 2, 3]),
        "missed_call": rng.choice(["voice", "video"]),
        "voice": f"{rng.randrange(2)}:{rng.randrange(3, 59):02d}",
        "sticker": rng.choice(STICKERS),
        "card": writer.fill(rng.choice(words.LINKS)),
    }.get(kind, writer.sentence(mood) if kind in ("text", "captioned") else "")
    said.card = rng.choice(words.CARDS) if kind == "card" else None
    texts = [m for m in before[-7:] if m.kind == "text"]
    if kind == "text" and texts and rng.random() < 0.1:
        said.quote = rng.choice(texts)
    if kind in ("text", "captioned"):
        said.reaction = rng.choice(REACTIONS) if rng.random() < 0.09 else ""
        said.edited, said.forwarded = rng.random() < 0.05, rng.random() < 0.03


def extras(rng: random.Random, writer: Writer, said: list[Said]) -> Extras:
    """Each piece of furniture on about one screen in eight."""
    found = Extras(keyboard=rng.random() < 0.13, typing=rng.random() < 0.1, jump=rng.random() < 0.12)
    if rng.random() < 0.1:
        found.banner = (
            rng.choice(["WhatsApp", "Messages", "Mail", "Bank"]),
            writer.full_name(),
            writer.sentence("daily"),
        )
    if rng.random() < 0.1:
        found.pinned = writer.sentence("daily")
    if rng.random() < 0.14 or (found.keyboard and rng.random() < 0.5):
        found.draft = writer.sentence("answer")
    texts = [m for m in said[-6:] if m.kind == "text"]
    if texts and rng.random() < 0.08:
        found.replying = rng.choice(texts)
    found.request = not found.keyboard and not found.draft and rng.random() < 0.06
    if rng.random() < 0.14:
        found.unread = rng.choice(said[len(said) // 2 :]).id
    return found


def people_of(rng: random.Random, writer: Writer, group: bool) -> list[str]:
    if group:
        return list(dict.fromkeys(rng.choice([writer.name, writer.full_name])() for _ in range(rng.randrange(2, 5))))
    return [writer.phone() if rng.random() < 0.12 else writer.full_name() if rng.random() < 0.55 else writer.name()]


def make(seed: int, count: int = 14, language: str = "en") -> Talk:
    """A conversation that is the same for the same seed."""
    rng = random.Random(f"talk {seed} {language}")
    writer = Writer(rng, language)
    group = rng.random() < 0.28
    people = people_of(rng, writer, group)
    mood = "daily" if group and rng.random() < 0.6 else rng.choice(["threat", "pester", "daily"])
    now = datetime(2026, rng.randrange(1, 12), rng.randrange(1, 28), rng.randrange(6, 24), rng.randrange(60))
    owner, said = writer.full_name(), list[Said]()
    who = rng.choice(people)
    for number, when in enumerate(times(rng, count, now)):
        if number == 0 or rng.random() < 0.5:
            who = owner if rng.random() < (0.5 if mood == "daily" else 0.28) else rng.choice(people)
        message = Said(number, who, "", when, who == owner)
        one(rng, writer, message, "answer" if who == owner and mood != "daily" else mood, said)
        if group and rng.random() < 0.03:
            message.notice = rng.choice(NOTICES).format(a=rng.choice(people), b=writer.name())
        said.append(message)
    title = rng.choice(words.GROUPS) if group else people[0]
    clock = rng.choice(["24", "24", "12", "12n"])
    return Talk(title, owner, people, said, now, clock, group, language, seed, extras(rng, writer, said))
