"""SMS Backup & Restore: characters that XML forbids, and payloads of every size and sort."""

import base64
import hashlib
import io
import tracemalloc
from pathlib import Path

import pytest
from smsbr_reading import MMS, SMS, Keeping, Read, notices, one, reader, records

from drops import entries
from importer.tree import DropSource, Forest
from parsers import sms_backup_restore as parser
from parsers._smsbr import markup as _smsbr_markup
from parsers._smsbr import payload as _smsbr_payload
from parsers._smsbr import units as _smsbr_units
from parsers._smsbr.base64 import Base64
from parsers._smsbr.units import Buffer, Encoding

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200))).decode()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


@pytest.mark.parametrize(
    "written",
    ["&#55357;&#56841;", "&#xD83D;&#xDE09;", "&#xd83d;&#xde09;", "&#55357;&#xDE09;", "&#0055357;&#56841;", "&#128521;"],
)
def test_both_halves_of_an_emoji_are_that_emoji(written: str, read: Read) -> None:
    record = one(read(SMS.format(written)))

    assert record.text == "\U0001f609"
    assert record.warnings == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [("&#55357;", "half-character"), ("&#xDE09;", "half-character"), ("&#0;", "illegal-character"),
     ("&#8;", "illegal-character"), ("&#x1f;", "illegal-character"), ("&#x110000;", "illegal-character")],
)  # fmt: skip
def test_what_can_be_no_character_is_replaced_and_kept_as_written(written: str, code: str, read: Read) -> None:
    record = one(read(SMS.format(f"a{written}b")))

    assert record.text == "a\ufffdb"
    assert record.warnings == (code,)
    assert record.fields["body.raw"] == f"a{written}b"


@pytest.mark.parametrize("text", ["Tom & Jerry", "a&nbsp;b", "&", "&#;", "&#xZZ;"])
def test_a_bare_ampersand_stays(text: str, read: Read) -> None:
    record = one(read(SMS.format(text)))

    assert (record.text, record.warnings) == (text, ("unknown-reference",))


def test_a_bare_less_than_sign_in_a_text_loses_nothing(read: Read) -> None:
    record = one(read(SMS.format("I <3 you > me")))

    assert (record.text, record.warnings) == ("I <3 you > me", ("stray-markup",))


def test_references_of_line_breaks_are_no_raw_line_breaks(read: Read) -> None:
    written, raw = records(read(SMS.format("a&#10;b") + SMS.format("a\nb")))

    assert written.text == raw.text == "a\nb"
    assert (written.warnings, raw.warnings) == ((), ("raw-newline",))


def test_a_dtd_is_inert(read: Read) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    items = read(f"{bomb}<smses>{SMS.format('&a;&f;')}</smses>")

    assert one(items).text == "&a;&f;"
    assert "dtd-ignored" in notices(items)


def test_bytes_of_windows_1252_in_a_file_of_utf8_are_read_and_named(read: Read) -> None:
    good, bad = records(read(SMS.format("caf\u00e9").encode() + SMS.format("caf\u00e9 \u20ac").encode("cp1252")))

    assert (good.text, good.warnings) == ("caf\u00e9", ())
    assert (bad.text, bad.warnings) == ("caf\u00e9 \u20ac", ("wrong-encoding",))


@pytest.mark.parametrize("lifted", [4, 1 << 30])
@pytest.mark.parametrize(
    "written",
    [PNG, "\n".join(PNG[i : i + 7] for i in range(0, len(PNG), 7)), "&#10;".join(PNG[i : i + 5] for i in range(0, 300, 5)),
     PNG.replace("+", "&#43;").replace("=", "&#x3D;"), PNG.rstrip("="), f"  {PNG}\t"],
)  # fmt: skip
def test_base64_with_spaces_and_references(
    written: str, lifted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_smsbr_markup, "LIFTED_FROM", lifted)
    sink = Keeping()
    record = one(reader(tmp_path, sink)(MMS.format(f'<part ct="image/png" data="{written}" />')))

    assert sink.kept == [base64.b64decode(PNG)]
    assert not [name for name in record.fields if "data" in name]
    assert record.attachments[0].found == "image/png"
    assert "bad-base64" not in record.warnings


@pytest.mark.parametrize("lifted", [4, 1 << 30])
@pytest.mark.parametrize(
    "bad", [f"{PNG[:50]}!{PNG[51:]}", PNG[:53], f"{PNG}{PNG}", "caf\u00e9", f"{PNG[:8]}=={PNG[8:]}", "&amp;", "&nbsp;"]
)
def test_bad_base64_is_kept_as_it_stands_and_nothing_else(
    bad: str, lifted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_smsbr_markup, "LIFTED_FROM", lifted)
    sink = Keeping()
    record = one(reader(tmp_path, sink)(MMS.format(f'<part ct="image/png" data="{bad}" />')))

    assert sink.kept == [bad.encode()]
    assert record.warnings == ("bad-base64",)
    assert record.attachments[0].note
    assert not [name for name in record.fields if "data" in name]


def test_a_second_huge_payload_of_the_same_shape_is_read_too(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_smsbr_markup, "LIFTED_FROM", 50)
    record = one(read(MMS.format("".join(f'<part ct="image/png" name="{n}" data="{PNG}" />' for n in "abc"))))

    assert [(part.name, part.size) for part in record.attachments] == [("a", 208), ("b", 208), ("c", 208)]


def test_payloads_beyond_what_is_held_are_fetched_again(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_smsbr_payload, "HELD", 300)
    record = one(read(MMS.format(f'<part ct="image/png" data="{PNG}" />' * 4)))

    assert {part.sha256 for part in record.attachments} == {hashlib.sha256(base64.b64decode(PNG)).hexdigest()}


def test_memory_stays_flat_for_a_huge_payload(tmp_path: Path) -> None:
    piece = base64.b64encode(bytes(3 << 18))
    with open(tmp_path / "x", "wb") as file:
        file.write(b'<smses><mms date="1711846740000"><parts><part ct="video/mp4" data="')
        file.writelines(piece for _ in range(80))
        file.write(b'" /></parts></mms></smses>')
    (entry,) = entries(tmp_path / "x")
    tracemalloc.start()

    record = one(list(parser.parse(DropSource(entry, Forest([entry])))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert record.attachments[0].size == 80 * (3 << 18)
    assert peak < 60 << 20 < 80 * len(piece)


def test_a_long_tag_is_read_in_ever_larger_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a tag that spans many pieces would cost the square of its length."""
    monkeypatch.setattr(_smsbr_units, "CHUNK", 1)
    reads: list[int] = []
    buffer = Buffer(io.BytesIO(bytes(1 << 16)), Encoding(), lambda: reads.append(1))

    while buffer.more(0):
        pass

    assert len(reads) < 20


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_base64_in_pieces(size: int) -> None:
    text = PNG.replace("A", "&#65;", 3)
    decoder = Base64()

    decoded = b"".join(decoder.feed(text[i : i + size]) for i in range(0, len(text), size)) + decoder.finish()

    assert decoded == base64.b64decode(PNG)
    assert decoder.valid
    assert not decoder.unpadded
