"""The words that the chronology prints on an entry of each kind."""

from typing import Any

import msgspec
import pytest
from chronology_reading import ALL, changed, flat

from archive.handover.chronology.ink import Ink
from archive.handover.chronology.legend import Legend
from archive.handover.chronology.rows import Rows
from archive.handover.entry import Entry, When
from archive.lines import CorrectionLine
from archive.records import (
    CallDetails,
    MailDetails,
    MessageDetails,
    PhotoDetails,
    Reaction,
    ScreenDetails,
    Time,
    Version,
)
from entries_made import made_entry


def said(entry: Entry) -> str:
    """All words that the row of an entry has, in order."""
    row = Rows(Ink(ALL), Legend(), lambda path: None).row(entry)
    return " ".join(flat(paragraph[2]) for paragraph in row[3])


def test_words_of_a_screenshot() -> None:
    words = said(made_entry(23, "read words"))

    assert (
        "Read by a machine in the screenshot exhibit JS/4 (Screenshot_1.png), pixels 10, 20 to 300, 90, 62% sure"
        in words
    )
    assert "An export has the same message. The same words stand in the export. See entry 22." in words


def test_words_of_a_correction() -> None:
    entry = made_entry(23, "as read")
    line = CorrectionLine(
        id="x",
        content="c",
        locator="l",
        by="Alex Example",
        at="2024-04-02T10:00:00Z",
        text="as it is",
        sender="Jo",
        note="I know the picture.",
        was={"sender": "Jq"},
    )
    words = said(changed(entry, corrected=msgspec.structs.replace(entry.record, text="as it is"), corrections=(line,)))

    assert words.index("as it is") < words.index(
        "Corrected by Alex Example on 2024-04-02T10:00:00Z: the sender is Jo (before: Jq), the text is as above. I know the picture."
    )
    assert "What the machine read: as read" in words


def test_words_of_a_diary_entry_and_a_call() -> None:
    words = said(made_entry(19, "he stood there"))
    assert (
        "Says it was written 2024-04-01 09:00 (zone unknown). Place: bus stop Witnesses: Jo Example Put into the archive with log entry 2."
        in words
    )
    assert "Place:" not in said(made_entry(19, "he stood at the bus stop"))
    call = made_entry(7, None)
    long = changed(
        call,
        record=msgspec.structs.replace(call.record, details=CallDetails(outcome="answered", duration_s=61, video=True)),
    )
    assert "Call answered, 1 min 01 s, video" in said(long)


def test_words_of_versions_reactions_attachments_status_and_sightings() -> None:
    entry = made_entry(29, "latest")
    record = msgspec.structs.replace(
        entry.record, subject="About", versions=(Version("first words", Time(utc="2024-03-01T08:00:00Z")),),
        reactions=(Reaction("<3", entry.record.sender or entry.record.recipients[0]),), status=("received", "edited"),
    )  # fmt: skip
    words = said(changed(entry, record=record, seen=entry.seen * 3, notes=("The clock ran backwards here.",)))

    for part in ("Subject: About", "Earlier version 1, 2024-03-01 08:00:00 UTC: first words", "Reaction: <3 by +447700900101", "· edited",
                 "Attached: IMG 1.jpg — exhibit JS/2/1, image/jpeg, 11 bytes, inside JS/2", "Attached: gone.mp4 — The export names it, but it is not there.",
                 "seen 3 times: exhibit JS/1, place in the file: line=29; exhibit JS/1",  "Note: The clock ran backwards here.", "log entry 2"):  # fmt: skip
        assert part in words, part
    assert "received ·" not in words


def recorded(entry: Entry, **values: object) -> Entry:
    return changed(entry, record=msgspec.structs.replace(entry.record, **values))


@pytest.mark.parametrize(
    ("n", "values", "words"),
    [
        (3, {}, "→ sent from +447700900999 (Alex Example) to +447700900103"),
        (3, {"status": ("draft",)}, "not sent (draft): from +447700900999 (Alex Example) → +447700900103"),
        (3, {"status": ("failed",)}, "sending failed: from +447700900999"),
        (3, {"status": ("queued",)}, "not sent (waiting): from +447700900999"),
        (1, {"direction": "unknown"}, "direction not known: from +447700900101"),
        (
            1,
            {"kind": "email", "details": MailDetails(nested_in="mail=1")},
            "enclosed in another mail: from +447700900101",
        ),
        (1, {}, "← received from +447700900101"),
    ],
)
def test_words_of_the_way_it_went(n: int, values: dict[str, Any], words: str) -> None:
    row = said(recorded(made_entry(n, "a"), **values))

    assert words in row
    assert sum(row.count(way) for way in ("→ sent", "← received", " to +44")) == (
        0 if "→ +" in row else 1 if "known:" in row or "mail:" in row else 2
    )


def test_what_a_machine_read_in_a_photo_is_printed_once_and_marked() -> None:
    photo = recorded(
        made_entry(1, "(right): hello"),
        kind="photo",
        service="image",
        details=PhotoDetails(confidence=88.0, engine="reader psm 6"),
    )
    words = said(photo)

    assert words.count("hello") == 1
    assert "· photo" in words and "image photo" not in words
    assert "Text that a machine read in the picture, 88 % sure, by reader psm 6: (right): hello" in words
    assert "(right) and (left) say at which side" in words
    marked = changed(photo, notes=("A machine read this in a picture.", "The date could not be read."))
    assert "Note: A machine" not in said(marked) and "Note: The date could not be read." in said(marked)
    assert "Note: A machine" in said(changed(made_entry(1, "a"), notes=marked.notes))
    line = CorrectionLine("x", "c", "l", "Alex Example", "2024-04-02T10:00:00Z", "(right): hallo", None, None, "", {})
    better = changed(photo, corrected=msgspec.structs.replace(photo.record, text="(right): hallo"), corrections=(line,))
    assert "hello (right) and" in said(better) and said(better).count("hello") == said(better).count("hallo") == 1


def test_other_clocks_are_shown_on_the_same_wall() -> None:
    shown = When(
        day="2024-04-01", clock="02:03:10", zone="BST", utc="2024-04-01T01:03:10.250Z", offset=60, basis="It says so."
    )
    time = Time(utc=shown.utc, basis="stated", precision="ms")
    details = MessageDetails(
        sent=Time(utc="2024-03-31T23:03:09Z", precision="s"), read=Time(local="2024-04-01T05:00:00", precision="min")
    )
    words = said(changed(recorded(made_entry(1, "a"), time=time, details=details), when=shown))

    assert words.startswith("02:03:10.250 BST")
    assert "Other clocks: sent 2024-04-01 00:03:09 BST, read 2024-04-01 05:00 (zone unknown)" in words


def test_where_a_day_was_counted_from_is_said() -> None:
    entry = made_entry(1, "a")
    when = msgspec.structs.replace(entry.when, counted_from="The day was counted from the time of the file.")
    words = said(changed(recorded(entry, time=msgspec.structs.replace(entry.record.time, basis="derived")), when=when))

    assert "The day was counted from the time of the file." in words
    assert "zone or day worked out" in words and "zone derived" not in words


def test_all_places_are_named_up_to_three() -> None:
    entry = made_entry(1, "a")
    places = tuple(msgspec.structs.replace(entry.seen[0], exhibit=f"JS/{n}") for n in range(1, 6))
    words = said(changed(entry, seen=places))

    assert "seen 5 times: exhibit JS/1, place in the file: line=1; exhibit JS/2," in words
    assert "exhibit JS/3, place in the file: line=1; and in 2 more, which the spreadsheet names" in words
    assert "JS/4" not in words


def test_plain_words_and_numbers() -> None:
    entry = made_entry(23, None)
    app = recorded(entry, service="unknown-chat", details=ScreenDetails(emoji=1, quote="x", quote_sender="To:"))
    words = said(app)

    assert "· message in a chat (app not known)" in words
    assert "About 1 emoji stands in it that was not read." in words
    assert "In answer to To: x" in words
    assert "; no words in it. Reader: tesseract" in words and "% sure" not in words
    voicemail = recorded(
        made_entry(1, None), kind="voicemail", service="call", details=CallDetails(outcome="voicemail")
    )
    assert "· voicemail" in said(voicemail) and said(voicemail).lower().count("voicemail") == 2
    mail = recorded(made_entry(1, "a"), kind="email", service="email", details=MailDetails(remote_content=("x",)))
    assert "would have called 1 address on" in said(mail)


def test_an_empty_text_and_no_text_are_told_apart() -> None:
    assert "The text is empty." in said(made_entry(1, ""))
    assert "There is no text." in said(made_entry(1, None))


def test_the_legend_tells_sentences_apart() -> None:
    legend = Legend()
    when, time = made_entry(3, "").when, made_entry(3, "").record.time
    other = msgspec.structs.replace(when, basis="A second sentence.")

    assert legend.words(when, time) == ["zone stated", "to the second"]
    assert legend.words(other, time) == ["zone stated (b)", "to the second"]
    assert legend.entries == [("zone stated", "The source states the zone."), ("zone stated (b)", "A second sentence.")]
