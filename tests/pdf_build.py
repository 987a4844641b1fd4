"""Builds PDF documents for tests byte by byte: pages with words, pictures, notes, forms, enclosed files; whole and injured.

`python tests/pdf_build.py` writes the fixtures of the parser for PDF anew. All words in them are invented.
"""

import io
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from chats_drawn import draw
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

FIXTURES = Path(__file__).parent / "parsers" / "pdf"
A4 = (595, 842)
SAID = (
    ("in", "I know you are at home", "21:17"),
    ("out", "Do not write to me again", "21:20"),
    ("in", "You will be sorry for this", "21:44"),
)
LETTER = (
    "12 March 2024",
    "Dear Alex Example,",
    "The court has made an order on 11 March. Sam Example must not",
    "write to you, telephone you or come to your house.",
    "If this happens, call the police on 101.",
)


class Page(Struct, frozen=True, kw_only=True):
    """One page: what is drawn, the pictures it may draw as /P0, /P1 …, its size, its notes as whole dictionaries."""

    content: bytes = b""
    pictures: tuple[Image.Image, ...] = ()
    size: tuple[float, float] = A4
    notes: tuple[bytes, ...] = ()
    more: bytes = b""


def text(lines: Sequence[str], mode: int = 0) -> bytes:
    """Lines of type from the top; `mode` 3 is invisible."""
    rows = b" 0 -18 Td ".join(
        b"(%s) Tj" % line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines
    )
    return b"BT %d Tr /F1 12 Tf 60 760 Td %s ET\n" % (mode, rows)


def placed(number: int, box: tuple[float, float, float, float]) -> bytes:
    """A picture laid on the page: left, bottom, width, height."""
    left, bottom, width, height = box
    return b"q %g 0 0 %g %g %g cm /P%d Do Q\n" % (width, height, left, bottom, number)


def filling(picture: Image.Image, **more: tuple[bytes, ...]) -> Page:
    """A page that is nothing but a picture, as scanners and phones make it."""
    size = (round(picture.width * 0.5), round(picture.height * 0.5))
    return Page(content=placed(0, (0, 0, *size)), pictures=(picture,), size=size, **more)


def document(
    pages: Sequence[Page],
    info: dict[str, str] | None = None,
    files: dict[str, bytes] | None = None,
    catalog: bytes = b"",
) -> bytes:
    """A whole document. Pages come first among its objects, so that a cut one still has some."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = [_page(objects, page) for page in pages]
    if files:
        named = b"".join(b"(%s)%d 0 R" % (name.encode(), _file(objects, name, data)) for name, data in files.items())
        catalog += b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % named
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    trailer = b""
    if info:
        said = b"".join(b"/%s(%s)" % (name.encode(), value.encode()) for name, value in info.items())
        trailer = b"/Info %d 0 R" % _add(objects, b"<<%s>>" % said)
    return _written(objects, trailer)


def _page(objects: list[bytes], page: Page) -> int:
    number = _add(objects, b"")  # before what it shows
    content = _add(objects, stream(page.content))
    pictures = b"".join(b"/P%d %d 0 R" % (n, _picture(objects, one)) for n, one in enumerate(page.pictures))
    notes = b" ".join(b"%d 0 R" % _add(objects, b"<</Type/Annot%s>>" % note) for note in page.notes)
    objects[number - 1] = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Contents %d 0 R/Annots[%s]%s"
        % (*page.size, content, notes, page.more)
        + b"/Resources<</Font<</F1 3 0 R>>/XObject<<%s>>>>>>" % pictures
    )
    return number


def _picture(objects: list[bytes], picture: Image.Image) -> int:
    """With the compression of a PNG: its rows as Pillow filters them."""
    if picture.mode == "P":
        palette = bytes(picture.getpalette() or b"")
        space, bits, channels = b"[/Indexed/DeviceRGB %d<%s>]" % (len(palette) // 3 - 1, palette.hex().encode()), 8, 1
    else:
        bits, channels = (1, 1) if picture.mode == "1" else (8, len(picture.getbands()))
        space = b"/DeviceRGB" if channels == 3 else b"/DeviceGray"
    more = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace%s" % (
        picture.width, picture.height, bits, b" " + space,
    )  # fmt: skip
    return _add(objects, stream(picture.tobytes(), more))


def _file(objects: list[bytes], name: str, data: bytes) -> int:
    held = _add(objects, stream(data, b"/Type/EmbeddedFile"))
    return _add(objects, b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F %d 0 R>>>>" % (name.encode(), name.encode(), held))


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), more, packed)


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _written(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


def sheet(lines: Sequence[str] = LETTER, wide: int = 1000, high: int = 440) -> Image.Image:
    """A letter as a scanner sees it, in black and white."""
    paper = Image.new("L", (wide, high), 255)
    pen = ImageDraw.Draw(paper)
    for n, line in enumerate(lines):
        pen.text((60, 60 + 60 * n), line, 0, ImageFont.load_default(30))
    return paper.point(lambda value: 255 if value > 127 else 0).convert("1")


def chat() -> Image.Image:
    """A screen of a chat, in few colours."""
    with tempfile.TemporaryDirectory() as folder:
        return Image.open(draw(Path(folder) / "x.png", SAID)).convert("RGB").quantize(32, dither=Image.Dither.NONE)


def letter() -> bytes:
    """Two pages with words, made by a word processor."""
    info = {
        "Title": "Order of 11 March", "Author": "Clerk Example", "Creator": "Writer", "Producer": "Example Office 7.6",
        "CreationDate": "D:20240312091500+00'00'", "ModDate": "D:20240312093010+00'00'",
    }  # fmt: skip
    second = ("Reference CR/1/24", "Telephone 07700 900123, \u201cweekdays only\u201d")
    return document([Page(content=text(LETTER)), Page(content=text(second))], info)


def form() -> bytes:
    """A form that was filled in, with a note beside it and a script that must not run."""
    notes = (
        b"/Subtype/Widget/FT/Tx/T(applicant)/V(Alex Example)/Rect[60 600 300 620]",
        b"/Subtype/Text/Contents(Ask about the second date.)/Rect[300 700 320 720]",
    )
    script = b"/AcroForm<</Fields[6 0 R]>>/Names<</JavaScript<</Names[(x)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>"
    return document([Page(content=text(["Application", "Who applies:"]), notes=notes)], catalog=script)


def locked(data: bytes, password: str = "invented") -> bytes:
    """The same document, to be opened with a password only."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fixtures() -> dict[str, bytes]:
    whole = letter()
    return {
        "letter_with_text.pdf": whole,
        "letter_scanned.pdf": document(
            [filling(sheet())], {"Producer": "Example Scanner", "CreationDate": "D:20240313"}
        ),
        "screenshot_of_a_chat.pdf": document([filling(chat())], {"CreationDate": "D:20240502081500Z"}),
        "letter_cut_behind_its_first_page.pdf": whole[
            : whole.index(b"Type/Page/", whole.index(b"Type/Page/") + 9) - 12
        ],
        "locked_with_a_password.pdf": locked(whole),
        "form_note_and_script.pdf": form(),
        "encloses_a_chat.pdf": document(
            [Page(content=text(["The chat is enclosed."]))],
            files={"chat.txt": b"01/05/2024, 21:17 - Sam Example: I know you are at home\n"},
        ),
        "empty_page.pdf": document([Page()]),
    }


if __name__ == "__main__":
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for name, data in fixtures().items():
        (FIXTURES / name).write_bytes(data)
