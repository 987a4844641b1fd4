"""The chronology as PDF: all words are there, nothing is read as markup, what has no shape is named, the same input gives the same bytes."""

import io
import re
import shutil
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from chronology_reading import ALL, BUILT_IN, changed, dense, flat, meant, needs_fonts, read, write
from PIL import Image
from pypdf import PdfReader

from archive.handover.chronology import Span, builtin, lists, press, volume
from archive.handover.chronology.fonts import Face, Letters, coverage
from archive.handover.chronology.ink import Ink, code, right_to_left
from archive.handover.chronology.legend import Legend
from archive.handover.chronology.rows import Rows
from archive.handover.chronology.writer import _period
from archive.handover.entry import Enclosed, Entry, Exhibit
from entries_made import HARD_TEXTS, made_entries, made_entry, made_summary


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of a PDF with every hard text, once for all tests that read it."""
    (path,) = write(tmp_path_factory.mktemp("hard") / "data", list(made_entries(60)))
    return read(path)


@pytest.mark.parametrize("letters", [BUILT_IN, ALL], ids=["built-in", "all"])
@pytest.mark.parametrize("text", HARD_TEXTS, ids=range(len(HARD_TEXTS)))
def test_ink_drops_and_adds_nothing(text: str, letters: Letters) -> None:
    assert meant(Ink(letters).pieces(text)) == text.replace("\r\n", "\n")


def test_every_word_of_every_entry_is_in_the_pdf(hard: str) -> None:
    found, ink = (
        dense(re.sub(r"Custody log, entry .* Page \d+ of \d+\n.*\n(Entry [\d,]+, continued\n)?", "", hard)),
        Ink(ALL),
    )
    for entry in made_entries(60):
        text = entry.record.text or ""
        shown = dense(flat(ink.pieces(text)))
        if re.search("[\u0590-\u0dff\u0e00-\u0e7f]", text):
            # Readers of PDF put right-to-left words and stacked vowels in an order of their own.
            assert set(shown) <= set(found)
        else:
            assert shown in found, text[:80]
        assert dense(entry.sender) in found
        assert dense(entry.when.clock) in found


def test_long_text_stays_on_the_page_and_nothing_is_put_into_it(tmp_path: Path) -> None:
    (path,) = write(tmp_path / "data", [made_entry(1, "x" * 40_000)])
    # Readers differ in whether they give out a break opportunity of no width: there must be none in the pages themselves.
    streams = b"".join(page.get_contents().get_data() for page in PdfReader(path).pages)
    text = read(path)

    assert dense(text).count("x" * 1_000) >= 1
    assert sum(len(run) for run in re.findall("x{5,}", text)) == 40_000
    assert b"200B>" not in streams
    assert max(len(line) for line in text.splitlines() if set(line) == {"x"}) < 110


def test_what_cannot_be_seen_is_named(hard: str) -> None:
    for char in "\u202e\u200b\u200e\ufeff\u2066\x00\x07\x1b\x7f\r\t\u2028\u0085\ue000":
        assert code(char) in hard, ascii(char)
    assert "abc⟨U+202E⟩gnp.exe" in hard
    assert "␣leading and trailing␣" in hard
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", hard)


@needs_fonts
def test_joined_emoji_and_flags_stay_whole_but_joiners_in_words_are_named() -> None:
    ink = Ink(ALL)
    family, flag, keycap = (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1\ufe0f\u20e3",
    )

    assert [ink.pieces(text) for text in (family, flag, keycap)] == [[family], [flag], [keycap]]
    assert flat(ink.pieces("pass\u200dword")) == "pass⟨U+200D⟩word"
    assert flat(ink.pieces("tag\U000e0041")) == "tag⟨U+E0041⟩"
    assert flat(ink.pieces("v\ufe0fx")) == "v⟨U+FE0F⟩x"


def test_letters_without_a_font_are_marked_and_counted_at_the_end(tmp_path: Path) -> None:
    (path,) = write(
        tmp_path / "data", [made_entry(1, "twice \U00012000\U00012000, أنا"), made_entry(2, "نعم")], places=[]
    )
    text = re.sub(r"\s+", " ", read(path))

    assert "twice ⟨U+12000⟩⟨U+12000⟩" in text
    assert "U+12000⟩ 2 times" in text
    assert "⟨U+0639⟩ once" in text
    assert "had no fonts of its own" in text
    assert "Printed with Libertinus Serif, DejaVu Sans Mono." in text


def test_an_accent_that_only_another_font_has_is_marked() -> None:
    latin, thai = Face("Libertinus Serif"), Face("DejaVu Sans Mono")
    ink = Ink(Letters([latin, thai]))

    assert flat(ink.pieces("e\u0301x\u20e3")) == "e\u0301x⟨U+20E3⟩"
    assert ink.missing == Counter("\u20e3")


@pytest.mark.parametrize("family", builtin.BUILTIN)
def test_fonts_inside_typst_have_what_is_counted_on(family: str, tmp_path: Path) -> None:
    import typst

    letters = "".join(map(chr, sorted(coverage(Face(family)) - set(range(0x2000, 0x2070)))))
    main = tmp_path / "main.typ"
    for weight in ("regular", "bold"):
        main.write_text(
            f'#set document(title: "t")\n#set text(font: "{family}", weight: "{weight}", fallback: false)\n#json("l.json").first()'
        )
        (tmp_path / "l.json").write_bytes(msgspec.json.encode([" ".join(letters)]))
        pdf = typst.compile(
            str(main), root=str(tmp_path), ignore_system_fonts=True, pdf_standards=list(press.STANDARDS), timestamp=0
        )
        assert len(PdfReader(io.BytesIO(pdf)).pages) >= 1


def test_direction_of_writing_follows_the_first_letter_that_has_one() -> None:
    assert right_to_left("12:30 אני (call me)")
    assert right_to_left("\u200e أنا")
    assert not right_to_left("abc أنا")
    assert not right_to_left("12:30 \u200f")


def test_codes_of_letters_without_a_font_run_from_left_to_right() -> None:
    rows = [Rows(Ink(letters), Legend(), lambda path: None).row(made_entry(1, "أنا")) for letters in (BUILT_IN, ALL)]

    assert [paragraph[1] for paragraph in rows[0][3] if paragraph[0] == "t"] == [0]
    assert [paragraph[1] for paragraph in rows[1][3] if paragraph[0] == "t"] == [1 if ALL.owner("أ") else 0]


@needs_fonts
def test_right_to_left_text_stands_at_the_right(tmp_path: Path) -> None:
    (path,) = write(tmp_path / "data", [made_entry(1, "אני יודע"), made_entry(2, "left")])
    places: dict[str, float] = {}
    for page in PdfReader(path).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: places.update({text.strip(): tm[4] * cm[0] + cm[4]})
        )
    hebrew = [x for text, x in places.items() if re.search("[\u0590-\u05ff]", text)]

    assert min(hebrew) > 300 > max(x for text, x in places.items() if text == "left")


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    made = [write(tmp_path / name / "data", list(made_entries(20)))[0].read_bytes() for name in ("a", "b")]

    assert made[0] == made[1]


def test_cover_lists_and_pages(tmp_path: Path) -> None:
    summary = made_summary(3)
    (path,) = write(tmp_path / "data", list(made_entries(3, hard=False)), summary=summary)
    pdf = PdfReader(path)
    text = re.sub(r"\s+", " ", read(path))

    assert path.name == "chronology.pdf"
    assert [
        f"Page {number} of {len(pdf.pages)}" in page.extract_text() for number, page in enumerate(pdf.pages, 1)
    ] == [True] * len(pdf.pages)
    assert dense(summary.head.sha256) in dense(text)
    assert "head -n 7 data/4-custody/custody.jsonl | sha256sum" in text
    for sentence in (
        *summary.chosen,
        *summary.left_out,
        *summary.completeness,
        summary.reference,
        summary.recipient,
        summary.actor,
        summary.tool,
    ):
        assert sentence in text
    for place, reason in summary.problems:
        assert place in text and reason in text
    for exhibit in summary.exhibits:
        assert exhibit.sha256 in dense(text) and (exhibit.path or exhibit.why_not) in text
    assert "Friday 1 March 2024" in text
    assert pdf.metadata is not None and pdf.metadata.title == "Chronology – Sam Example – CR/1234/24"
    assert b"pdfaid" in path.read_bytes() and b"pdfuaid" in path.read_bytes()


def test_volumes_by_month_and_those_without_a_day(tmp_path: Path) -> None:
    entries = [made_entry(n, f"words {n}") for n in (1, 2, 1300, 31)]
    paths = write(tmp_path / "data", entries, by="month")
    texts = {path.name: re.sub(r"\s+", " ", read(path)) for path in paths}

    assert list(texts) == ["chronology-2024-03.pdf", "chronology-2024-04.pdf", "chronology-undated.pdf"]
    assert ["words 1 " in text for text in texts.values()] == [True, False, False]
    assert "words 1300" in texts["chronology-2024-04.pdf"]
    assert "words 31" in texts["chronology-undated.pdf"] and "No time is known" in texts["chronology-undated.pdf"]
    assert "volume 2 of 3" in texts["chronology-2024-04.pdf"]
    assert "see chronology-2024-03.pdf" in texts["chronology-2024-04.pdf"]
    assert all(made_summary(4).head.sha256 in dense(text) for text in texts.values())


@pytest.mark.parametrize(
    ("by", "day", "period"),
    [
        ("week", "2024-03-03", "week-2024-02-26"),
        ("quarter", "2024-03-31", "2024-Q1"),
        ("quarter", "2024-10-01", "2024-Q4"),
        ("week", "", "undated"),
        ("volume", "2024-03-03", ""),
    ],
)
def test_periods(by: Span, day: str, period: str) -> None:
    assert _period(day, by) == period


def test_a_full_volume_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volume, "MOST_ENTRIES", 3)
    paths = write(tmp_path / "data", list(made_entries(5, hard=False)))

    assert [path.name for path in paths] == ["chronology-volume-01.pdf", "chronology-volume-02.pdf"]
    assert "entries 4 to 5" in read(paths[1])


def test_a_long_text_does_not_make_a_volume_too_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volume, "MOST_WEIGHT", 9_000)
    paths = write(tmp_path / "data", [made_entry(1, "short"), made_entry(2, "long " * 2_000), made_entry(3, "short")])

    assert len(paths) == 3


def test_nothing_to_list_is_still_a_chronology(tmp_path: Path) -> None:
    summary = msgspec.structs.replace(
        made_summary(0), first="", last="", chosen=(), left_out=(), completeness=(), problems=()
    )
    (path,) = write(tmp_path / "data", [], summary=summary)

    assert "no entries" in read(path)
    assert "Nothing was left out." in read(path)


def pictured(entry: Entry, *thumbnails: str) -> Entry:
    enclosed = tuple(
        Enclosed(exhibit=f"JS/{n}", name=f"{n}.jpg", thumbnail=name) for n, name in enumerate(thumbnails, 1)
    )
    return changed(entry, enclosed=enclosed)


def test_pictures_are_drawn_once_and_broken_ones_are_named(tmp_path: Path) -> None:
    data = tmp_path / "bag" / "data"
    folder = data / "thumbs"
    folder.mkdir(parents=True)
    Image.new("RGB", (900, 60), (9, 99, 9)).save(folder / "good.jpg")
    Image.effect_noise((200, 200), 60).save(folder / "small.jpg")
    whole = (folder / "small.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "no.jpg").write_bytes(b"<svg/>")
    Image.new("CMYK", (9, 9)).save(folder / "cmyk.jpg")
    names = [f"data/thumbs/{name}.jpg" for name in ("good", "cut", "no", "cmyk", "absent")]

    (path,) = write(data, [pictured(made_entry(1, "a"), *names), pictured(made_entry(2, "b"), names[0])])

    pictures = [image for page in PdfReader(path).pages for image in page.images]
    text = read(path)
    assert [image.image.size for image in pictures if image.image] == [(480, 32)]
    assert text.count("cannot be printed") == 4
    assert path.read_bytes().count(b"Small copy of the picture exhibit JS/1") == 1


def test_a_picture_is_shown_at_its_first_entry_and_named_at_the_others(tmp_path: Path) -> None:
    data = tmp_path / "bag" / "data"
    data.mkdir(parents=True)
    Image.new("RGB", (216, 480)).save(data / "tall.jpg")
    (path,) = write(data, [pictured(made_entry(n, "a"), "data/tall.jpg") for n in (1, 2, 3)])

    assert read(path).count("The picture exhibit JS/1 is shown at entry 1.") == 2
    assert path.read_bytes().count(b"Small copy of the picture exhibit JS/1") == 1


@pytest.mark.parametrize(
    ("pixels", "printed"), [((216, 480), (49, 110)), ((480, 360), (66, 49)), ((40, 40), (10, 10)), ((1, 480), (1, 110))]
)
def test_screens_of_phones_are_printed_so_large_that_they_can_be_read(
    pixels: tuple[int, int], printed: tuple[int, int]
) -> None:
    assert volume._printed(*pixels) == printed


def test_an_entry_over_several_pages_is_named_on_each_and_no_heading_stands_alone(tmp_path: Path) -> None:
    entries = []
    for number in range(1, 33):
        text = "long text. " * 500 if number % 2 == 0 else "line\n" * number
        made = made_entry(12, text)
        day = msgspec.structs.replace(made.when, day=f"2024-{1 + number % 2:02d}-{1 + number // 2:02d}")
        entries.append(changed(made, number=number, when=day))
    (path,) = write(tmp_path / "data", entries)
    pages = [page.extract_text().splitlines() for page in PdfReader(path).pages]
    (first,) = (at for at, lines in enumerate(pages) if "Entries" in lines)
    bodies = [[line for line in lines if not line.startswith("Custody log")] for lines in pages[first:]]

    named = [lines[1] for lines in bodies]
    goes_on = [
        not re.match(r"\d+ |\w+day |Entries|End of", lines[2 if "continued" in lines[1] else 1]) for lines in bodies
    ]
    assert [line.endswith(", continued") for line in named] == goes_on
    assert "Entry 2, continued" in named and sum(goes_on) > 10
    # The last line of a page is never the heading of a day, nor only the first lines of an entry.
    assert not [lines[-1] for lines in bodies if re.search(r"^\w+day \d|· SMS message$|^← received", lines[-1])]


def told(tmp_path: Path, **changes: object) -> str:
    summary = msgspec.structs.replace(made_summary(1), **changes)
    (path,) = write(tmp_path / "data", [made_entry(1, "a")], summary=summary)
    return re.sub(r"\s+", " ", read(path))


def test_the_cover_promises_what_is_here_and_no_more(tmp_path: Path) -> None:
    here, away = made_summary(1).exhibits
    some = told(tmp_path / "some")
    none = told(tmp_path / "none", exhibits=(away,))
    whole = told(tmp_path / "whole", exhibits=(here,), chosen=(), left_out=())

    assert "Of 2 originals, 1 lies in the folder 2-originals" in some
    assert "No originals are part of this hand-over" in none and "folder 2-originals" not in none
    assert "The originals lie in the folder 2-originals of this hand-over, unchanged." in whole
    assert "nor in anything that the log names" in whole
    for part in (some, none):
        assert "nor in anything" not in part
        assert "Not all of them are part of this hand-over" in part
    assert "has a line “log inside the ZIP: entry 7 …”" in some


def test_totals_say_what_is_counted_more_than_once(tmp_path: Path) -> None:
    draft = made_entry(3, "never sent")
    draft = changed(draft, record=msgspec.structs.replace(draft.record, status=("draft",)))
    (path,) = write(tmp_path / "data", [made_entry(23, "read"), made_entry(1, "a"), changed(draft, number=3)])
    text = re.sub(r"\s+", " ", read(path))

    assert "1 entry that a machine read in a screenshot is counted as well. An export has 1 of them too" in text
    assert "By direction sent 1 received 1 not sent (draft) 1" in text
    assert "By service SMS 30 WhatsApp 19" in text


def test_what_typst_refuses_is_printed_with_caution(tmp_path: Path) -> None:
    grown = volume.Volume(tmp_path / "v", tmp_path, BUILT_IN)
    grown.add(made_entry(1, "plain"))
    grown.close()
    rows = grown.folder / "rows.json"
    rows.write_bytes(rows.read_bytes().replace(b"plain", "no font has \U00012000".encode()))
    meta = {"title": "t", "author": "a", "date": [2024, 1, 1], "header": [], "volume": [], "footer": [], "words": ["Page", "of"],
            "fonts": ["Libertinus Serif"], "front": [["h1", ["x"]]], "back": [], "caution": [["p", ["with caution"]]]}  # fmt: skip
    (grown.folder / "meta.json").write_bytes(msgspec.json.encode(meta))
    (tmp_path / "fonts").mkdir()
    target = tmp_path / "out.pdf"

    assert not press.press(str(grown.folder), str(tmp_path / "fonts"), str(target), "2024-01-01T00:00:00Z")
    assert "no font has ⟨U+12000⟩" in read(target)
    assert "with caution" in read(target)


def test_long_spans_become_months() -> None:
    from archive.handover.chronology.front import _spans

    weeks = {
        f"{year}-{month:02d}-{day:02d}": 1 for year in (2022, 2023) for month in range(1, 13) for day in (3, 10, 17, 24)
    }
    title, months = _spans(weeks)

    assert title.startswith("By month")
    assert len(months) == 24 and sum(months.values()) == len(weeks)


def test_long_lists_get_volumes_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_LINES", 40)
    exhibits = tuple(
        Exhibit(exhibit=f"JS/{n}", sha256=f"{n:064x}", size=n, path=f"data/2-originals/JS-{n}", sources=("a",))
        for n in range(1, 16)
    )
    summary = msgspec.structs.replace(made_summary(1), exhibits=exhibits)
    paths = write(tmp_path / "data", [made_entry(1, "the words")], summary=summary)
    texts = {path.name: read(path) for path in paths}
    found = [name for text in texts.values() for name in re.findall(r"data/2-originals/JS-\d+", text)]

    assert list(texts) == ["chronology-lists-01.pdf", "chronology-lists-02.pdf", "chronology.pdf"]
    assert sorted(found) == sorted(exhibit.path for exhibit in exhibits)
    assert "see chronology-lists-01.pdf, chronology-lists-02.pdf" in re.sub(r"\s+", " ", texts["chronology.pdf"])
    assert "The file ends in the middle of a message." in texts["chronology-lists-02.pdf"]
    assert "the words" in texts["chronology.pdf"] and "By week" in texts["chronology.pdf"]


def test_hostile_names_of_files_and_people_do_no_harm(tmp_path: Path) -> None:
    summary = made_summary(1)
    odd = Exhibit(exhibit="JS/9", sha256="f" * 64, size=1, sources=("#panic() $x$\u202e\x00/أنا " + "y" * 500,))
    summary = msgspec.structs.replace(summary, title="#panic() *x* \u202e", exhibits=(odd,), reference="<r>")
    (path,) = write(tmp_path / "data", [changed(made_entry(1, "a"), sender="@x #y أنا")], summary=summary)
    text = read(path)

    assert "#panic() *x* ⟨U+202E⟩" in text and "<r>" in text and "y" * 500 in dense(text)
    shutil.rmtree(tmp_path)
