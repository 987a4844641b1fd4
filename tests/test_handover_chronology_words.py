"""The words that the chronology prints on an entry of each kind."""

import msgspec
from chronology_reading import ALL, changed, flat

from archive.handover.chronology.ink import Ink
from archive.handover.chronology.legend import Legend
from archive.handover.chronology.rows import Rows
from archive.handover.entry import Entry
from archive.lines import CorrectionLine
from archive.records import CallDetails, Reaction, Time, Version
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
    assert "Written down 2024-04-01 09:00 Place: bus stop Witnesses: Jo Example" in said(
        made_entry(19, "he stood there")
    )
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
                 "seen 3 times", "JS/1, line=29", "Note: The clock ran backwards here.", "log entry 2"):  # fmt: skip
        assert part in words, part
    assert "received ·" not in words


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
