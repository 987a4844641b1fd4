"""Reading pictures with the real Tesseract where it is installed, and doing without it where it is not."""

import os
import tempfile
from pathlib import Path

import image_build as build
import pytesseract
import pytest
from PIL import Image

from archive.records import Notice, PhotoDetails, Record
from drops import source_of
from parsers import image
from parsers._image import ocr

LETTER = [
    "I know where you live now", "Answer the phone or else", "I saw you at the station",
    "You will be sorry for this", "Nobody is going to help you", "I am outside your house",
]  # fmt: skip

needs_tesseract = pytest.mark.skipif(
    ocr.engine() is None, reason="Tesseract is not installed: apt install tesseract-ocr tesseract-ocr-eng"
)


@pytest.fixture
def read(tmp_path: Path):
    def reading(data: bytes) -> Record:
        record, *notices = image.parse(source_of(data, tmp_path))
        assert isinstance(record, Record)
        said = [notice.code for notice in notices if isinstance(notice, Notice) and notice.again]
        assert said == [code for code in ("ocr-not-available", "ocr-timed-out") if code in record.warnings]
        assert isinstance(record.details, PhotoDetails)
        return record

    return reading


@pytest.fixture
def fresh():
    """The question what is installed is asked anew, before and after."""
    ocr.installed.cache_clear()
    yield
    ocr.installed.cache_clear()


def share(text: str | None) -> float:
    """How many of the letter's words were read."""
    wanted = " ".join(LETTER).split()
    return sum(word in (text or "").split() for word in wanted) / len(wanted)


@needs_tesseract
@pytest.mark.parametrize(
    ("ink", "paper"), [(0, 255), (235, 18), (90, 190)], ids=["dark on light", "light on dark", "faint"]
)
def test_a_page_is_read_whatever_its_colours(read, ink: int, paper: int) -> None:
    record = read(build.saved(build.page(LETTER, ink=ink, paper=paper), "PNG"))

    assert share(record.text) > 0.85
    assert record.details.confidence > 80
    assert record.details.engine.startswith("tesseract ")
    assert record.warnings == ("read-by-ocr",)
    assert record.details.read == ()


@needs_tesseract
def test_lines_stay_lines(read) -> None:
    record = read(build.saved(build.page(LETTER), "PNG"))

    assert "\n" in record.text
    assert LETTER[1] in record.text.split("\n")


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_or_head_is_read(read, degrees: int) -> None:
    if "osd" not in ocr.installed().languages:
        pytest.skip("the orientation data of Tesseract is not installed: apt install tesseract-ocr-osd")
    page = build.page(LETTER * 2, (900, 800)).rotate(degrees, expand=True)

    assert share(read(build.saved(page, "PNG")).text) > 0.85


@needs_tesseract
@pytest.mark.parametrize(("turn", "degrees"), [(3, 180), (6, 90), (8, 270)])
def test_a_photo_is_turned_as_its_camera_says(read, turn: int, degrees: int) -> None:
    """Pixels as a phone held sideways stores them, with the tag that says how to turn them."""
    page = build.page(LETTER).rotate(degrees, expand=True)
    block = build.exif(((build.TURN, 3, turn),))

    assert share(read(build.jpeg(block, page)).text) > 0.85


@needs_tesseract
def test_a_small_picture_is_read_at_twice_its_size(read) -> None:
    page = build.page(LETTER).resize((360, 160), Image.Resampling.LANCZOS)

    assert share(read(build.saved(page, "PNG")).text) > 0.6


@needs_tesseract
def test_every_page_of_a_fax_is_read(read) -> None:
    pages = [build.page([line], (900, 200)).convert("1") for line in LETTER[:3]]
    record = read(build.saved(pages[0], "TIFF", compression="group4", save_all=True, append_images=pages[1:]))

    assert [line.split()[-1] for line in record.details.read] == ["now", "else", "station"]
    assert record.text == "\n\n".join(record.details.read)


@needs_tesseract
def test_a_picture_without_words_has_no_text(read) -> None:
    record = read(build.saved(build.noise((80, 60)).resize((800, 600), Image.Resampling.BICUBIC), "PNG"))

    assert record.text is None
    assert record.warnings == ()
    assert record.details.engine


@needs_tesseract
def test_an_empty_page_is_not_even_tried(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "read_page", None)
    record = read(build.saved(Image.new("RGB", (900, 900), "ivory"), "PNG"))

    assert (record.text, record.details.engine) == (None, "")


@needs_tesseract
def test_nothing_is_left_in_the_private_folder(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    read(build.saved(build.page(LETTER), "PNG"))

    assert os.listdir(tmp_path / "work") == []


@needs_tesseract
def test_the_environment_is_as_it_was(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "3")
    read(build.saved(build.page(LETTER), "PNG"))

    assert os.environ["OMP_THREAD_LIMIT"] == "3"


def test_without_tesseract_the_record_is_made_without_its_text(read, fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_program", lambda: "no-such-program")
    record = read(build.saved(build.page(LETTER), "PNG"))

    assert ocr.engine() is None
    assert (record.text, record.details.width) == (None, 900)
    assert record.warnings == ("ocr-not-available",)


@pytest.mark.parametrize(
    ("languages", "taken"), [([], None), (["osd"], None), (["deu", "fra", "osd"], "deu"), (["cym", "eng"], "eng")]
)
def test_the_language_is_english_or_the_first_there_is(
    fresh, monkeypatch: pytest.MonkeyPatch, languages: list[str], taken: str | None
) -> None:
    monkeypatch.setattr(pytesseract, "get_tesseract_version", lambda: "5.3.0")
    monkeypatch.setattr(pytesseract, "get_languages", lambda: languages)
    found = ocr.installed()

    assert (found.language if found else None) == taken
    assert (ocr.engine() is None) == (taken is None)


def test_the_engine_names_itself(fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract, "get_tesseract_version", lambda: "5.3.0")
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["osd", "eng"])

    assert ocr.engine() == "tesseract 5.3.0 (eng, osd)"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuntimeError("Tesseract process timeout"), "ocr-timed-out"),
        (pytesseract.TesseractError(1, "no room"), "ocr-failed"),
        (OSError(28, "no space left"), "ocr-failed"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "ocr-failed"),
    ],
)
def test_a_page_that_tesseract_gives_up_is_a_record_with_a_warning(
    read, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise error

    monkeypatch.setattr(ocr, "installed", lambda: ocr.Engine("5.3.0", ("eng",), "eng"))
    monkeypatch.setattr(pytesseract, "image_to_data", fail)
    record = read(build.saved(build.page(LETTER), "PNG"))

    assert (record.text, record.warnings) == (None, (code,))


HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def answering(monkeypatch: pytest.MonkeyPatch, *words: tuple[str, float]) -> None:
    rows = [f"5\t1\t1\t1\t1\t{n}\t0\t0\t9\t9\t{sure}\t{word}" for n, (word, sure) in enumerate(words)]
    monkeypatch.setattr(ocr, "installed", lambda: ocr.Engine("5.3.0", ("eng",), "eng"))
    monkeypatch.setattr(pytesseract, "image_to_data", lambda *_, **__: "\n".join([HEAD, "1\t1\t0", *rows, ""]))


def test_what_is_read_with_doubt_says_so(read, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, ("outside", 41.0), ("yaur", 38.5))
    record = read(build.saved(build.page(LETTER), "PNG"))

    assert (record.text, record.details.confidence) == ("outside yaur", 39.8)
    assert record.warnings == ("read-by-ocr", "unsure-reading")


def test_marks_that_are_no_words_are_no_text(read, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, ("|", 95.0), ("—", 60.0), ("ee", 12.0))

    assert read(build.saved(build.page(LETTER), "PNG")).text is None
