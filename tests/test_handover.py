"""The hand-over: what goes out, what stays, and that neither can be mistaken."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from screens_made import Line, put, screen

from archive.case import Case
from archive.corrections import Said, correct
from archive.errors import Damaged
from archive.handover import codes
from archive.handover.check import check
from archive.handover.disclosure import Disclosure, Finding
from archive.handover.locked_zip import CannotLock
from archive.handover.making import NotMade, receipt_path
from archive.handover.order import Order, Part
from archive.handover.persons import WhoIsMeant
from archive.handover.pictures import look
from archive.handover.selection import NothingChosen
from archive.handover.splitting import CannotSplit
from archive.listing import Filter, Listing
from archive.verify import verify
from cases import new_case
from commands import add, run
from entries_made import made_entry
from goldens import FIXTURES
from handed_over import JO, SAM, hand, made_case, members, photo, sms


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_case(tmp_path_factory.mktemp("made"))


@pytest.fixture
def case(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the case. The PDF is left out where a test is not about it: it has tests of its own, and takes a second."""
    monkeypatch.setattr("archive.handover.chronology.Chronology", _NoPdf)
    shutil.copytree(made, tmp_path / "case")
    return tmp_path / "case"


class _NoPdf:
    def __init__(self, data: Path, by: str = "volume") -> None:
        """Takes what the real one takes."""

    def add(self, entry: object) -> None:
        """Print nothing."""

    def finish(self, summary: object) -> None:
        """Print nothing."""


def everything(out: Path) -> bytes:
    """All bytes of a hand-over, also those inside zips and spreadsheets in it."""
    found = []
    for name, data in members(out).items():
        found.append(name.encode() + data)
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                found += [inner.read(member) for member in inner.namelist()]
    return b"\n".join(found)


def test_a_whole_hand_over_holds_every_original_byte_for_byte(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip")

    held = members(tmp_path / "out.zip")
    wanted = set()
    with Case.open(case) as opened:
        for (sha256,) in opened.db.execute("SELECT o.sha256 FROM source s JOIN content o ON o.n = s.object").fetchall():
            with opened.objects.open(sha256) as stream:
                wanted.add(stream.read())
    originals = {
        data for name, data in held.items() if name.startswith("data/2-originals/") and not name.endswith(".csv")
    }
    assert len(wanted) == 7
    assert wanted - originals == {data for data in wanted if b"PRIVATEWORD" in data}


def test_private_notes_never_go_out(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(extras=("rsmf", "case", "timesketch")))

    found = everything(tmp_path / "out.zip")
    assert b"PRIVATEWORD" not in found
    assert b"DIARYWORD" in found
    assert b"1 private note" in members(tmp_path / "out.zip")["READ-ME-FIRST.txt"]


def test_a_part_holds_nothing_of_anybody_else(case: Path, tmp_path: Path) -> None:
    part = Part(persons=(SAM,), since="2024-01-01", until="2024-03-31")
    hand(case, tmp_path / "out.zip", Order(part=part, extras=("rsmf", "case", "timesketch")))

    found = everything(tmp_path / "out.zip")
    held = members(tmp_path / "out.zip")
    assert found.count(b"SAMWORD one") > 0
    assert b"MYWORD please stop" in found
    for word in (
        b"JOWORD",
        b"LEEWORD",
        b"MYWORD to jo",
        b"MYWORD seen",
        b"SAMWORD late",
        b"DIARYWORD",
        b"PRIVATEWORD",
        JO.encode(),
        b"Jo Example",
        b"Lee Example",
    ):
        assert word not in found, word
    assert (
        held["data/4-custody/custody.jsonl"]
        == (case / "custody.jsonl").read_bytes()[: len(held["data/4-custody/custody.jsonl"])]
    )
    assert "records that were not chosen" in held["READ-ME-FIRST.txt"].decode()
    assert len(held["data/3-records/records.jsonl"].splitlines()) == 4


def test_a_part_withholds_mixed_originals_and_names_them(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(part=Part(persons=(SAM,))))

    rows = list(
        csv.DictReader(
            io.StringIO(members(tmp_path / "out.zip")["data/2-originals/sources.csv"].decode("utf-8-sig"), newline="")
        )
    )
    by_name = {Path(row["handed in as"]).name: row for row in rows}
    assert by_name["sam.xml"]["exact bytes"] == "yes"
    assert by_name["all.xml"]["file in this hand-over"] == ""
    assert by_name["all.xml"]["why not"] == "It also holds, or may hold, what was not chosen."
    assert not [name for name in by_name if "Jo" in name]


def test_the_diary_comes_along_when_asked(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(part=Part(persons=(SAM,), diary=True)))

    found = everything(tmp_path / "out.zip")
    assert b"DIARYWORD" in found
    assert b"PRIVATEWORD" not in found


def test_who_is_meant_is_never_guessed(case: Path, tmp_path: Path) -> None:
    for words in ("Example", "Nobody"):
        with pytest.raises(WhoIsMeant):
            hand(case, tmp_path / "out.zip", Order(part=Part(persons=(words,))))
    with pytest.raises(NothingChosen):
        hand(case, tmp_path / "out.zip", Order(part=Part(services=("pigeon",))))
    assert not list(tmp_path.glob("*out*"))


def test_a_chat_with_one_person_has_both_sides_and_what_it_was_read_from(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(part=Part(persons=("Jo Example",))))

    held = members(tmp_path / "out.zip")
    texts = [json.loads(line)["text"] for line in held["data/3-records/records.jsonl"].split(b"\n")[:-1]]
    assert "JOWORD chat" in texts
    assert "MYWORD seen" in texts
    originals = [name for name in held if name.startswith("data/2-originals/")]
    assert [name for name in originals if name.endswith("_WhatsApp_Chat_with_Jo_Example.txt")]
    assert [name for name in originals if "WA0001" in name]
    assert not [name for name in originals if name.endswith(".zip")]  # who knows what else is in it


def test_only_cited_members_leaves_zips_here(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(originals="cited"))

    names = [name for name in members(tmp_path / "out.zip") if name.startswith("data/2-originals/")]
    assert not [name for name in names if name.endswith(".zip")]
    assert len([name for name in names if "WA0001" in name]) == 2


def test_without_originals_none_are_there_and_all_are_named(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(originals="none"))

    held = members(tmp_path / "out.zip")
    assert [name for name in held if name.startswith("data/2-originals/")] == ["data/2-originals/sources.csv"]
    assert b"all.xml" in held["data/2-originals/sources.csv"]
    assert check(tmp_path / "out.zip").damage == ()


def test_positions_are_taken_out_of_copies_only(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip", Order(strip_place=True))

    held = members(tmp_path / "out.zip")
    copies = {name: data for name, data in held.items() if "without-place" in name}
    assert len(copies) == 1
    assert not any(look(io.BytesIO(data)).placed for name, data in held.items() if name.endswith((".jpg", ".jpeg")))
    assert b"51.50" not in everything(tmp_path / "out.zip")
    assert "1 photo was replaced" in held["READ-ME-FIRST.txt"].decode()


def test_the_same_case_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    """With everything in it, the PDF too."""
    for name in ("one", "two"):
        shutil.copytree(made, tmp_path / name)
        hand(tmp_path / name, tmp_path / f"{name}.zip", Order(extras=("rsmf", "case", "timesketch")))

    one, two = members(tmp_path / "one.zip"), members(tmp_path / "two.zip")
    different = [name for name in one if one[name] != two.get(name)]
    assert different == [
        "READ-ME-FIRST.txt",
        "tagmanifest-sha256.txt",
    ]  # they name the ZIP, which has another name here
    assert one["READ-ME-FIRST.txt"].replace(b"one.zip", b"two.zip") == two["READ-ME-FIRST.txt"]


def test_a_later_log_begins_with_the_earlier_one(case: Path, tmp_path: Path) -> None:
    first = hand(case, tmp_path / "one.zip")
    hand(case, tmp_path / "two.zip", Order(recipient="RECIPIENTWORD"))
    third = hand(case, tmp_path / "three.zip")

    logs = [members(tmp_path / f"{name}.zip")["data/4-custody/custody.jsonl"] for name in ("one", "two", "three")]
    assert logs[1].startswith(logs[0])
    assert logs[2].startswith(logs[1])
    assert first.sent[0].bag == "AE_handover-01"
    assert third.sent[0].bag == "AE_handover-03"
    assert b"RECIPIENTWORD" not in everything(tmp_path / "three.zip")  # who else received a copy is nobody's business
    event = json.loads(logs[1].split(b"\n")[-2])
    assert (event["event"], event["zip"], event["bag"]) == (
        "handed-over",
        [first.sent[0].zip_sha256],
        [first.sent[0].bag_sha256],
    )
    assert verify(case).damage == ()


def test_several_zips_each_a_whole_bag(case: Path, tmp_path: Path) -> None:
    whole = hand(case, tmp_path / "whole.zip")
    held = members(tmp_path / "whole.zip")
    originals = {n: d for n, d in held.items() if n.startswith("data/2-originals/") and not n.endswith(".csv")}
    made = {n: d for n, d in held.items() if n.startswith("data/") and n not in originals}
    rest = sum(len(data) + 2 * len(name) + 430 for name, data in made.items())
    limit = rest + 65_536 + max(map(len, originals.values())) + 600
    receipt = hand(case, tmp_path / "out.zip", Order(split=limit))

    assert len(receipt.sent) > 1
    assert not (tmp_path / "out.zip").exists()
    union: dict[str, bytes] = {}
    for one in receipt.sent:
        assert (tmp_path / one.file).stat().st_size <= limit
        assert check(tmp_path / one.file, receipt.text()).damage == ()
        found = members(tmp_path / one.file)
        union |= {n: d for n, d in found.items() if n.startswith("data/2-originals/") and not n.endswith(".csv")}
        assert f"of {len(receipt.sent)}".encode() in found["bag-info.txt"]
    assert union == originals
    with pytest.raises(CannotSplit):
        hand(case, tmp_path / "small.zip", Order(split=80_000))
    assert whole.entries == receipt.entries


def test_a_person_is_asked_and_can_say_no(case: Path, tmp_path: Path) -> None:
    asked: list[Finding] = []

    def no(findings: tuple[Finding, ...]) -> bool:
        asked.extend(findings)
        return False

    before = (case / "custody.jsonl").read_bytes()
    with pytest.raises(NotMade):
        hand(case, tmp_path / "out.zip", ask=no)
    assert {finding.risk for finding in asked} >= {"position", "other-people", "private-note"}
    assert not list(tmp_path.glob("*out*"))
    assert (case / "custody.jsonl").read_bytes() == before


def test_nothing_is_written_over(case: Path, tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_text("precious")
    with pytest.raises(NotMade):
        hand(case, tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_text() == "precious"


def test_a_locked_zip_holds_the_plain_one(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyzipper")
    receipt = hand(case, tmp_path / "out.zip", password=lambda: "six random words")

    with zipfile.ZipFile(tmp_path / "out.zip") as outer:
        assert [info.flag_bits & 1 for info in outer.infolist()] == [1]
        assert b"AE_handover-01" in outer.namelist()[0].encode()
    assert check(tmp_path / "out.zip", receipt.text()).damage == ()
    assert check(tmp_path / "out.zip", receipt.text().replace(receipt.sent[0].zip_sha256, "0" * 64)).damage


def test_a_password_is_asked_for_only_when_nothing_else_stands_in_the_way(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyzipper")
    asked = list[str]()
    (tmp_path / "out.zip").write_text("precious")

    with pytest.raises(NotMade):
        hand(case, tmp_path / "out.zip", password=lambda: asked.append("asked") or "six random words")
    assert asked == []
    with pytest.raises(CannotLock, match="English keyboard"):
        hand(case, tmp_path / "other.zip", ask=lambda _: pytest.fail("the work began"), password=lambda: "pässword")
    assert list(tmp_path.glob("other*")) == []


def test_the_command_line_hands_over_and_verifies(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "case")
    done = run(
        "handover",
        tmp_path / "case",
        tmp_path / "out.zip",
        "--person",
        SAM,
        "--recipient",
        "PC Example",
        "--reference",
        "CR/1/24",
    )
    assert done.returncode == 0, done.stderr
    assert "OTHER PEOPLE" not in done.stderr
    receipt = receipt_path(tmp_path / "out.zip")
    assert "PC Example" in receipt.read_text()

    checked = run("verify", tmp_path / "out.zip", "--receipt", receipt)
    assert (checked.returncode, checked.stdout[:7]) == (0, "Intact.")
    data = bytearray((tmp_path / "out.zip").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "bad.zip").write_bytes(data)
    checked = run("verify", tmp_path / "bad.zip", "--receipt", receipt)
    assert (checked.returncode, checked.stdout[:7]) == (4, "DAMAGED")


def test_what_was_declared_and_never_used_stays_here(made: Path, tmp_path: Path, case: Path) -> None:
    """A new number of the owner's, and what the owner calls the case."""
    (tmp_path / "late.xml").write_text(sms([(SAM, 1, 50, "SAMWORD again")]))
    done = run("add", case, tmp_path / "late.xml", "--me", "07700 900888", "--me", "newplace@example.org")
    assert done.returncode == 0, done.stderr
    hand(case, tmp_path / "out.zip", Order(title="TITLEWORD"))

    found = everything(tmp_path / "out.zip")
    assert b"900888" not in found
    assert b"newplace" not in found
    assert b"Invented" not in found.replace(b"Invented Camera", b"")
    assert b"TITLEWORD" in found
    assert b"SAMWORD again" in found


def test_nothing_tells_of_a_private_note_but_that_there_is_one(case: Path, tmp_path: Path) -> None:
    hand(case, tmp_path / "out.zip")
    with Case.open(case) as opened:
        (row,) = [
            row
            for row in Listing(opened).records(Filter(kind="diary"))
            if row.record.text and "PRIVATE" in row.record.text
        ]
    shown = everything(tmp_path / "out.zip").replace(members(tmp_path / "out.zip")["data/4-custody/custody.jsonl"], b"")
    assert row.record.content.encode() not in shown
    assert row.record.id.encode() not in shown
    assert members(tmp_path / "out.zip")["data/2-originals/sources.csv"].count(b"diary/") == 1  # the other entry


def test_a_text_made_to_harm_takes_no_hours() -> None:
    """The check before handing over looks for addresses; a text without an end must not hold it up."""
    long = "x." * 1_000_000
    disclosure = Disclosure()
    entry = made_entry(3, long)
    disclosure.add(entry)
    disclosure.add(made_entry(3, "1" * 1_000_000 + "a@" * 500_000))
    assert not [found for found in disclosure.findings(0, (), frozenset()) if found.risk == "own-address"]


def test_corrected_messages_are_chosen_by_what_the_person_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.handover.chronology.Chronology", _NoPdf)
    with new_case(tmp_path / "case") as made:
        lines = [
            Line(text="SAMWORD hello there", side="in", clock="10:00", day="2024-03-01"),
            Line(text="KITWORD hello here", side="in", clock="10:05", day="2024-03-01"),
        ]
        put(made, "one.png", screen(lines, "Sam"))
        shown = {row.record.text: row.record for row in Listing(made).records()}
        correct(made, shown["KITWORD hello here"], Said(sender="Kit"), "2024-05-01T10:00:00Z")
    hand(tmp_path / "case", tmp_path / "sam.zip", Order(part=Part(persons=("Sam",))))
    hand(tmp_path / "case", tmp_path / "kit.zip", Order(part=Part(persons=("Kit",))))

    assert b"KITWORD" not in everything(tmp_path / "sam.zip")
    assert b"SAMWORD" in everything(tmp_path / "sam.zip")
    assert b"SAMWORD" not in everything(tmp_path / "kit.zip")
    assert b"KITWORD" in everything(tmp_path / "kit.zip")


def test_every_warning_in_the_fixtures_has_a_sentence_of_its_own() -> None:
    seen = set()
    for golden in FIXTURES.rglob("*.golden.jsonl"):
        for line in golden.read_text(encoding="utf-8").split("\n")[:-1]:
            seen |= set(json.loads(line).get("record", {}).get("warnings", []))
    assert len(seen) > 60
    assert not {code for code in seen if codes.said(code) == f"{code.replace('-', ' ').capitalize()}."}


def test_exhibit_numbers_keep_their_meaning(case: Path, tmp_path: Path) -> None:
    """Also when a picture from inside a zip is added again as a file."""
    hand(case, tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "album.zip", "w") as album:
        for colour in ("red", "white", "black"):
            album.writestr(f"{colour}.jpg", photo(placed=False, colour=colour))
    add(case, tmp_path / "album.zip")
    hand(case, tmp_path / "two.zip")
    (tmp_path / "red.jpg").write_bytes(photo(placed=False, colour="red"))
    add(case, tmp_path / "red.jpg")
    hand(case, tmp_path / "three.zip")

    said = []
    for name in ("one", "two", "three"):
        rows = csv.DictReader(
            io.StringIO(
                members(tmp_path / f"{name}.zip")["data/2-originals/sources.csv"].decode("utf-8-sig"), newline=""
            )
        )
        said.append({row["exhibit"]: row["sha256"] for row in rows})
    assert len(said[0]) < len(said[1]) < len(said[2])
    assert all(said[1][exhibit] == sha256 for exhibit, sha256 in said[0].items())
    assert all(said[2][exhibit] == sha256 for exhibit, sha256 in said[1].items() if exhibit in said[2])


def test_a_part_sends_no_container_whole(case: Path, tmp_path: Path) -> None:
    """Between the files that were read may stand what nobody looked at."""
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat with Ann Example.zip", "w") as out:
        out.writestr(
            "WhatsApp Chat with Ann Example.txt",
            "02/02/2024, 10:00 - Ann Example: ANNWORD chat\n02/02/2024, 10:02 - Alex Example: fine\n",
        )
        out.writestr(".Trash-1000/files/old.txt", "TRASHWORD of somebody")
        out.writestr("__MACOSX/._x", "TRASHWORD too")
        out.comment = b"TRASHWORD comment"
    add(case, tmp_path / "WhatsApp Chat with Ann Example.zip", "--me", "Alex Example")
    hand(case, tmp_path / "out.zip", Order(part=Part(persons=("Ann Example",))))

    found = everything(tmp_path / "out.zip")
    assert b"ANNWORD" in found
    assert b"TRASHWORD" not in found


@pytest.mark.parametrize(
    "part",
    [Part(kinds=("message", "mesage")), Part(services=("sms", "smss")), Part(conversations=("Jo Example", "Joe"))],
)
def test_a_slip_of_the_pen_leaves_nothing_out_silently(case: Path, tmp_path: Path, part: Part) -> None:
    with pytest.raises(NothingChosen):
        hand(case, tmp_path / "out.zip", Order(part=part))


def test_a_conversation_is_found_whatever_its_letters(case: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat with Äva Ärger.zip", "w") as out:
        out.writestr(
            "WhatsApp Chat with Äva Ärger.txt",
            "02/02/2024, 10:00 - Äva Ärger: ÄVAWORD\n02/02/2024, 10:02 - Alex Example: fine\n",
        )
    add(case, tmp_path / "WhatsApp Chat with Äva Ärger.zip")
    receipt = hand(case, tmp_path / "out.zip", Order(part=Part(conversations=("äva ÄRGER",))))
    assert receipt.entries == 2


def test_positions_stay_wherever_a_photo_lies(case: Path, tmp_path: Path) -> None:
    """The same photo as a file, in a zip, and with its position in words (XMP)."""
    with zipfile.ZipFile(tmp_path / "album.zip", "w") as album:
        album.writestr("IMG_20240215_120000.jpg", photo(placed=True))
        album.writestr("other.jpg", photo(placed=True, colour="white"))
    add(case, tmp_path / "album.zip")
    xmp = photo(placed=False, colour="black")
    (tmp_path / "xmp.jpg").write_bytes(
        xmp[:2] + b"\xff\xe1\x00\x30http://ns.adobe.com/xap/1.0/\x00 exif:GPSLatitude" + xmp[2:]
    )
    add(case, tmp_path / "xmp.jpg")
    hand(case, tmp_path / "out.zip", Order(strip_place=True))

    held = members(tmp_path / "out.zip")
    assert not [name for name in held if "album" in name]
    assert b"GPSLatitude" not in everything(tmp_path / "out.zip").replace(b'"GPSLatitude', b"")
    assert not any(look(io.BytesIO(data)).placed for name, data in held.items() if name.endswith((".jpg", ".jpeg")))


def test_an_entry_with_a_day_only_belongs_to_that_day_in_every_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.handover.chronology.Chronology", _NoPdf)
    assert run("init", tmp_path / "case", "--zone", "America/Los_Angeles").returncode == 0
    for day in ("2024-06-30", "2024-07-01", "2024-07-02"):
        assert run("diary", tmp_path / "case", "add", "--what", f"on {day}", "--when", day).returncode == 0
    hand(tmp_path / "case", tmp_path / "out.zip", Order(part=Part(since="2024-07-01", until="2024-07-01")))

    lines = members(tmp_path / "out.zip")["data/3-records/records.jsonl"].split(b"\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == ["on 2024-07-01"]


def test_an_original_that_is_gone_is_damage_not_an_omission(case: Path, tmp_path: Path) -> None:
    victim = next(path for path in (case / "objects").rglob("*") if path.is_file() and path.read_bytes()[:4] == b"<sms")
    victim.unlink()
    with pytest.raises(Damaged):
        hand(case, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()
