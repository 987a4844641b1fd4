"""Invented entries for tests of the writers of a hand-over: ordinary ones, and texts that a writer could stumble over."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from archive.custody import Head
from archive.handover.entry import Enclosed, Entry, Exhibit, Person, Screen, Seen, Summary, Tally, When
from archive.records import Attachment, CallDetails, Conversation, DiaryDetails, Party, Record, ScreenDetails, Time

HARD_TEXTS = (
    "=cmd|'/c calc'!A1", "+44 call me", "-1+1", "@SUM(A1)", "\t=1+1", "answer me\r\nnow", "answer\rme", "line\nline\n\nline",
    "I know “where” you are, café \U0001f441", "\U0001f468‍\U0001f469‍\U0001f467‍\U0001f466 family \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "أنا أعرف أين أنت", "אני יודע איפה את, 12:30 (call me)", "我知道你在哪里", "あなたはどこですか", "나는 안다", "ฉันรู้", "मैं जानता हूँ",
    "abc\u202egnp.exe", "a\u200bb\u200ec\ufeffd\u2066e\u2069", "\x00nul\x07bell\x1b[31mred\x7f", "cuneiform \U00012000", "\ue000private use",
    "#set text(red) *bold* _it_ $x^2$ `raw` <label> @ref \\ #eval(\"1\") // no comment /* nor this */ = heading",
    "<script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(1)>&amp;&#x41;</script>", "</script><!--", "]]>", "{{7*7}} ${7*7} %s %n",
    "http://127.0.0.1:9/preview?x=1", "_x000D_ literal", "'quoted", "\"; DROP TABLE", "x" * 40_000, "wide " * 9_000, " leading and trailing ", "", "\u2028sep\u2029sep\u0085nel",
)  # fmt: skip


def made_entry(n: int, text: str | None, *, seed: int = 0) -> Entry:
    """Entry `n`: a message most of the time, else a call, a diary entry, a screenshot's message or an undated one."""
    r = random.Random(f"{seed}-{n}")
    at = datetime(2024, 3, 1, 7, 0) + timedelta(minutes=37 * n)
    day, clock = at.strftime("%Y-%m-%d"), at.strftime("%H:%M:%S")
    number = f"+4477009001{n % 7:02d}"
    sam = Party(id=number, name=f"Sam Example {n % 7}", normal=number)
    me = Party(id="+447700900999", name="Alex Example", normal="+447700900999", owner=True)
    coming = n % 4 != 3
    kind, details, service, enclosed, screen = "message", None, ("sms", "whatsapp")[n % 2], (), None
    attachments: tuple[Attachment, ...] = ()
    if n % 50 == 7:
        kind, details = "call", CallDetails(outcome="missed")
    elif n % 50 == 19:
        kind, service = "diary", "diary"
        details = DiaryDetails(place="bus stop", witnesses=("Jo Example",), written=Time(raw="2024-04-01", local="2024-04-01T09:00:00", precision="min"))  # fmt: skip
    elif n % 50 == 23:
        details = ScreenDetails(
            box=(10, 20, 300, 90), order=2, side="in", clock="21:40", confidence=0.62, engine="tesseract 5.3.0 (eng)"
        )
        picture = Enclosed(
            exhibit="JS/4",
            name="Screenshot_1.png",
            media="image/png",
            size=1000,
            sha256="c" * 64,
            path="data/2-originals/JS-4_Screenshot_1.png",
        )
        screen = Screen(picture=picture, box=(10, 20, 300, 90), confidence=0.62, engine="tesseract 5.3.0 (eng)", link="corroborated", reason="The same words stand in the export.", other=max(1, n - 1))  # fmt: skip
    elif n % 50 == 29:
        attachments = (
            Attachment(name="IMG 1.jpg", found="image/jpeg", size=11, sha256="d" * 64),
            Attachment(name="gone.mp4", missing=True),
        )
        enclosed = (
            Enclosed(
                exhibit="JS/2/1",
                name="IMG 1.jpg",
                media="image/jpeg",
                size=11,
                sha256="d" * 64,
                inside="JS/2",
                why_not="It lies inside JS/2.",
            ),
            Enclosed(exhibit="", name="gone.mp4", why_not="The export names it, but it is not there."),
        )
    dated = n % 50 != 31
    stated = n % 3 == 0
    when = When() if not dated else When(
        day=day, clock=clock, zone="GMT" if stated else "zone unknown", raw=day + " " + clock, utc=f"{day}T{clock}Z" if stated else "",
        basis="The source states the zone." if stated else "Nobody states the zone.", precision="to the second", local=f"{day}T{clock}", offset=0 if stated else None,
    )  # fmt: skip
    time = (
        Time()
        if not dated
        else Time(
            raw=when.raw,
            utc=when.utc or None,
            local=when.local,
            offset=when.offset,
            basis="stated" if stated else "unknown",
            precision="s",
        )
    )
    record = Record(
        kind=kind, service=service, locator=f"line={n}", conversation=Conversation(key=number, title=sam.name),  # type: ignore[arg-type]
        sender=sam if coming else me, recipients=(me,) if coming else (sam,), direction="incoming" if coming else "outgoing", time=time,
        text=text, attachments=attachments, details=details, id=f"{r.getrandbits(160):040x}", object="a" * 64, content="a" * 64, parser="sms_backup_restore", version=1,
    )  # fmt: skip
    seen = (
        Seen(
            exhibit="JS/1",
            source="Phone/sms-20240325090000.xml",
            object="a" * 64,
            locator=f"line={n}",
            path="data/2-originals/JS-1_sms-20240325090000.xml",
        ),
    )
    sam_said, me_said = f"{number} ({sam.name})", f"{me.id} (Alex Example)"
    return Entry(
        number=n, record=record, when=when, sender=sam_said if coming else me_said, recipients=me_said if coming else sam_said, thread=sam.name,
        seen=seen, enclosed=enclosed, screen=screen, notes=("The clock ran backwards here.",) if n % 97 == 5 else (), log_entry=2,
    )  # fmt: skip


def made_entries(count: int, *, hard: bool = True) -> Iterator[Entry]:
    """`count` entries, dated ones first; with `hard`, every text of HARD_TEXTS is among the first ones."""
    numbers = [n for n in range(1, count + 1) if n % 50 != 31] + [n for n in range(1, count + 1) if n % 50 == 31]
    for number, n in enumerate(numbers, 1):
        text = (
            HARD_TEXTS[n - 1]
            if hard and n <= len(HARD_TEXTS)
            else f"message {n}: I saw you at {n % 24}:{n % 60:02d}, answer me"
        )
        made = made_entry(n, text)
        yield type(made)(**{name: getattr(made, name) for name in made.__struct_fields__} | {"number": number})


def made_summary(count: int) -> Summary:
    """A summary that fits `made_entries(count)` where writers print it; its totals are not exact."""
    weeks = {"2024-02-26": 12, "2024-03-04": 0, "2024-03-11": 30, "2024-03-18": 7}
    return Summary(
        name="JS_handover-01", title="Sam Example", reference="CR/1234/24", recipient="PC Example, Example Police", initials="JS", actor="Alex Example",
        as_of="2024-04-10T09:00:00Z", head=Head(7, "b0a909a4" * 8), tool="fullpicture 0.1.0 abcdef", zone="Europe/London", entries=count, undated=count // 50,
        first="2024-03-01", last="2024-04-10", chosen=("From 2024-03-01 to 2024-05-31.", "With +447700900100 (Sam Example)."),
        left_out=("12 records of other people.", "2 originals, because they also hold records that were not chosen."),
        completeness=("WhatsApp stops an export at about 40,000 messages: what is older than 2024-01-01 may be missing.",),
        problems=(("Phone/sms-cut-short.xml (bytes=120-400)", "The file ends in the middle of a message."),),
        people=(Person(id="+447700900100", names=("Sam Example",), services=("sms", "whatsapp"), sent=30, received=4, first="2024-03-01", last="2024-04-10"),
                Person(id="+447700900999", names=("Alex Example",), services=("sms",), owner=True, sent=4, received=30, first="2024-03-01", last="2024-04-10")),
        exhibits=(Exhibit(exhibit="JS/1", sha256="a" * 64, size=12345, path="data/2-originals/JS-1_sms-20240325090000.xml", sources=("Phone/sms-20240325090000.xml",), read_as="sms_backup_restore 1", entries=count),
                  Exhibit(exhibit="JS/2", sha256="e" * 64, size=99, why_not="It also holds records that were not chosen.", sources=("WhatsApp Chat.zip",), entries=3)),
        tally=Tally(kinds={"message": 40, "call": 5, "diary": 4}, services={"sms": 30, "whatsapp": 19}, weeks=weeks, hours=tuple(range(24)), directions={"incoming": 40, "outgoing": 9}),
    )  # fmt: skip
