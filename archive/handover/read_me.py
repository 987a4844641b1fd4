"""READ-ME-FIRST.txt of a hand-over: what it is, what it proves and what not, how to open it, how to check it without us.

The steps are run by a test, word for word. `<…>` never stands in a command, so that each can be copied as it is.
"""

from collections.abc import Collection

from archive.counting import counted
from archive.handover.entry import Summary
from archive.handover.receipt import in_command

_FIRST = "PART 1 OF {}. Chronology, records and log are in this part; the further parts hold originals.\n\n"
_TEXT = """\
{part}WHAT THIS IS
  A hand-over of evidence: {entries} from an archive that was kept by {actor} with the program Fullpicture.
  {title}Reference: {reference}
  For: {recipient}
  State of the archive: entry {seq} of its log, {as_of}.
  You do not need Fullpicture to read or to check any of it, and nothing has to be installed.

WHERE TO START
  data/1-chronology/    everything in time order: {chronology}
  data/viewer/          open index.html in a web browser to search and filter. It works without the internet and asks for nothing.
  data/2-originals/     {originals}
                        sources.csv there says which exhibit is which file, and what is not here and why.
  data/3-records/       the same as text for programs, one record a line, with its description (record.schema.json).
  data/4-custody/       the log of everything that was done with the archive, and the lists behind its entries.
{extras}
WHAT WAS CHOSEN
{chosen}
WHAT WAS LEFT OUT
{left_out}
WHAT A FINGERPRINT PROVES, AND WHAT IT DOES NOT
  A fingerprint (SHA-256) shows that bytes are the same now as when it was taken. It does not show that what they say is true, that
  nothing is missing, or who wrote it. Keep the phone and the accounts available: they are the best evidence of both.
  What a machine read in a screenshot is marked as such, with how sure it was. The picture itself is the evidence.

"""
_STEPS = """\
HOW TO CHECK IT
  1. The ZIP as a whole. Compare the result with the line "ZIP" of the receipt that came by another way.
       Windows:   certutil -hashfile {zip_name} SHA256
       macOS:     shasum -a 256 {zip_name}
       Linux:     sha256sum {zip_name}
  2. Every file in it. Unpack the ZIP, open a terminal in the folder {name}, and:
       Linux:     sha256sum -c --quiet manifest-sha256.txt && sha256sum -c --quiet tagmanifest-sha256.txt && echo ALL FILES ARE WHOLE
       macOS:     shasum -a 256 -c manifest-sha256.txt && shasum -a 256 -c tagmanifest-sha256.txt && echo ALL FILES ARE WHOLE
       Windows (PowerShell):
                  $bad = 0; foreach ($l in Get-Content manifest-sha256.txt, tagmanifest-sha256.txt) {{ $h, $f = $l -split '  ', 2; if ((Get-FileHash -LiteralPath $f).Hash -ne $h) {{ $bad++; $f }} }}; "$bad files changed"
     It is a BagIt 1.0 folder (RFC 8493), so any BagIt program checks it too.
  3. The lists themselves. Compare the result with the line "BAG" of the receipt.
       Linux:     sha256sum tagmanifest-sha256.txt
       macOS:     shasum -a 256 tagmanifest-sha256.txt
       Windows:   certutil -hashfile tagmanifest-sha256.txt SHA256
"""
_LOG_AND_WORDS = """\
  4. The log. Every line holds the fingerprint of all lines before it ("prev"). All of it together has this fingerprint:
       Linux:     sha256sum data/4-custody/custody.jsonl
       macOS:     shasum -a 256 data/4-custody/custody.jsonl
       Windows:   certutil -hashfile data\\4-custody\\custody.jsonl SHA256
       expected:  {head}
     It stands on the receipt too ("Log inside the ZIP") and on the pages of the chronology. A part of the log is checked in the same way:
       Linux:     head -n {seq} data/4-custody/custody.jsonl | sha256sum
     The log of a later hand-over of the same archive begins with this log, byte for byte.
{timestamps}
WORDS
  exhibit    one original file, numbered as {initials}/1, {initials}/2, ... ; {initials}/2/1 is the first thing inside {initials}/2 that a record names
  entry      one numbered line of the chronology, the same number in the PDF, the spreadsheet, the viewer and the records
  locator    where in an exhibit an entry stands (line, byte range, row, box of pixels)
"""
_FURTHER = """\
PART {part} OF {parts} of the hand-over {whole}.

WHAT THIS IS
  A further part of a hand-over of evidence from an archive that was kept by {actor} with the program Fullpicture.
  Reference: {reference}
  For: {recipient}
  Chronology, records, log and sources.csv, which says which exhibit is which file, are in part 1.
  In data/2-originals/ of this part: {originals}.

"""
_EXTRA = "  data/5-other-formats/ for other programs: {}\n"
_FORMS = {"rsmf": "RSMF 2.0", "case": "CASE/UCO JSON-LD", "timesketch": "Timesketch CSV"}
_STAMPS = """\
  5. Time stamps. data/4-custody/timestamps/ holds answers of time-stamp authorities over the first lines of the log. For 7.tsr:
       head -n 7 data/4-custody/custody.jsonl > lines.txt
       openssl ts -verify -data lines.txt -in data/4-custody/timestamps/7.tsr -CAfile (the authority's certificate)
"""


def read_me(
    summary: Summary, names: tuple[str, str], place: tuple[int, int], extras: tuple[str, ...], paths: Collection[str]
) -> str:
    """The text, with LF line ends. `names` are those of the bag's folder and of the ZIP, `place` which part of how many it is, `paths`
    those of all files in it."""
    name, zip_name = names
    part, parts = place
    zip_name = in_command(zip_name)
    if part > 1:
        return _further(summary, place, paths) + _STEPS.format(zip_name=zip_name, name=name)
    pdfs = sum(path.startswith("data/1-chronology/") and path.endswith(".pdf") for path in paths)
    stamped = any(path.endswith(".tsr") for path in paths)
    volumes = "chronology.pdf" if pdfs == 1 else f"{pdfs} PDF volumes"
    here = sum(1 for exhibit in summary.exhibits if exhibit.path)
    return (_TEXT + _STEPS + _LOG_AND_WORDS).format(
        entries=counted(summary.entries, "entry", "entries"), actor=_line(summary.actor), title=f"Case: {_line(summary.title)}\n  " if summary.title else "",
        reference=_line(summary.reference) or "none was given", recipient=_line(summary.recipient) or "nobody was named",
        seq=summary.head.seq, as_of=summary.as_of, chronology=f"{volumes} to read and print, chronology.xlsx and .csv to sort and filter.",
        originals=f"{counted(here, 'original')} with exact bytes, numbered as exhibits{', in all parts together' if parts > 1 else ''}." if here else "no originals: they were left out.",
        extras=_EXTRA.format(", ".join(_FORMS[extra] for extra in extras)) if extras else "",
        chosen=_listed(summary.chosen or ("Everything in the archive but private notes.",)),
        left_out=_listed(summary.left_out or ("Nothing.",)), zip_name=zip_name, name=name, part=_FIRST.format(parts) if parts > 1 else "", head=summary.head.sha256,
        timestamps=_STAMPS if stamped else "", initials=summary.initials,
    )  # fmt: skip


def _further(summary: Summary, place: tuple[int, int], paths: Collection[str]) -> str:
    """What stands above the steps in a part that holds nothing but originals."""
    return _FURTHER.format(
        part=place[0], parts=place[1], whole=summary.name, actor=_line(summary.actor),
        reference=_line(summary.reference) or "none was given", recipient=_line(summary.recipient) or "nobody was named",
        originals=counted(sum(path.startswith("data/2-originals/") for path in paths), "original"),
    )  # fmt: skip


def _listed(said: tuple[str, ...]) -> str:
    return "".join(f"  - {_line(sentence)}\n" for sentence in said)


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
