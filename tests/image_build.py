"""Builds pictures for tests: EXIF byte by byte, and small pictures of every kind, whole and injured.

`python tests/image_build.py` writes the fixtures of the image parser anew. They are so small that no one tries to read
text in them, so their golden files do not depend on the Tesseract that is installed. The HEIC one needs pillow-heif,
which can write HEIC (pi-heif cannot); without it, it is left as it is.
"""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FIXTURES = Path(__file__).parent / "parsers" / "image"

Entry = tuple[int, int, object]
"""A tag, its type in TIFF (1 byte, 2 text, 3 short, 4 long, 5 ratio, 7 undefined), and its value."""

MAKE, MODEL, TURN, SOFTWARE, CHANGED = 0x010F, 0x0110, 0x0112, 0x0131, 0x0132
TAKEN, DIGITISED, ZONE_CHANGED, ZONE_TAKEN, FRACTION_TAKEN, COMMENT = 0x9003, 0x9004, 0x9010, 0x9011, 0x9291, 0x9286
EXPOSURE = 0x829A

PHONE: tuple[Entry, ...] = ((MAKE, 2, "Google"), (MODEL, 2, "Pixel 8"))
TRAFALGAR: tuple[Entry, ...] = (
    (1, 2, "N"), (2, 5, ((51, 1), (30, 1), (2880, 100))), (3, 2, "W"), (4, 5, ((0, 1), (7, 1), (4104, 100))),
    (5, 1, b"\0"), (6, 5, ((213, 10),)),
)  # fmt: skip
SATELLITES: tuple[Entry, ...] = ((7, 5, ((21, 1), (17, 1), (44, 1))), (29, 2, "2024:03:02"))


def exif(
    image: Sequence[Entry] = (), camera: Sequence[Entry] = (), gps: Sequence[Entry] = (), order: str = ">"
) -> bytes:
    """An EXIF block: a TIFF header and up to three lists of tags, in either byte order."""
    image = [*image, *([(0x8769, 4, 0)] if camera else []), *([(0x8825, 4, 0)] if gps else [])]
    lists = [sorted(entries, key=lambda entry: entry[0]) for entries in (image, camera, gps) if entries]
    starts, at = [], 8
    for entries in lists:
        starts.append(at)
        at += _length(entries, order)
    pointers = dict(zip([tag for tag, there in ((0x8769, camera), (0x8825, gps)) if there], starts[1:], strict=True))
    blocks = [_list(entries, start, pointers, order) for entries, start in zip(lists, starts, strict=True)]
    head = (b"MM" if order == ">" else b"II") + struct.pack(f"{order}HI", 42, 8)
    return head + b"".join(blocks)


def _list(entries: Sequence[Entry], start: int, pointers: dict[int, int], order: str) -> bytes:
    table, data = struct.pack(f"{order}H", len(entries)), b""
    beyond = start + 2 + 12 * len(entries) + 4
    for tag, kind, value in entries:
        packed, count = _packed(kind, pointers.get(tag, value), order)
        if len(packed) <= 4:
            table += struct.pack(f"{order}HHI", tag, kind, count) + packed.ljust(4, b"\0")
        else:
            table += struct.pack(f"{order}HHII", tag, kind, count, beyond + len(data))
            data += packed + b"\0" * (len(packed) % 2)
    return table + b"\0\0\0\0" + data


def _length(entries: Sequence[Entry], order: str) -> int:
    return len(_list(entries, 0, {}, order))


def _packed(kind: int, value: object, order: str) -> tuple[bytes, int]:
    if isinstance(value, str):
        return value.encode() + b"\0", len(value.encode()) + 1
    if isinstance(value, bytes):
        return value, len(value)
    if isinstance(value, int):
        return struct.pack(f"{order}{'H' if kind == 3 else 'I'}", value), 1
    assert isinstance(value, tuple)
    return b"".join(struct.pack(f"{order}II", *ratio) for ratio in value), len(value)


def picture(mode: str = "RGB", size: tuple[int, int] = (16, 12)) -> Image.Image:
    """A small picture that is not of one colour."""
    image = Image.new("L", size, 255)
    image.paste(40, (2, 2, size[0] - 3, size[1] - 5))
    return image.convert(mode)


def page(lines: Sequence[str], size: tuple[int, int] = (900, 400), ink: int = 0, paper: int = 255) -> Image.Image:
    """A page with text that a machine can read."""
    image = Image.new("L", size, paper)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((40, 40 + 60 * number), line, fill=ink, font=ImageFont.load_default(36))
    return image


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpeg(block: bytes = b"", image: Image.Image | None = None) -> bytes:
    """A JPEG with an EXIF block as its first segment."""
    data = saved(image or picture(), "JPEG", quality=60)
    segment = b"Exif\0\0" + block
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:] if block else data


def png(*extra: tuple[bytes, bytes], image: Image.Image | None = None, early: bool = False) -> bytes:
    """A PNG with further chunks, (kind, content), behind its points, or before them."""
    data = saved(image or picture(), "PNG")
    end = data.index(b"IDAT") - 4 if early else data.rindex(b"\0\0\0\0IEND")
    return data[:end] + b"".join(chunk(kind, content) for kind, content in extra) + data[end:]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def claiming(width: int, height: int, *, bits: int = 8) -> bytes:
    """A PNG that says how large it is, and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    content = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def xmp(inside: str) -> tuple[bytes, bytes]:
    """A PNG chunk with an XMP packet."""
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description {inside}</rdf:RDF></x:xmpmeta>'
    return b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet.encode()


def fax(pages: int = 2, size: tuple[int, int] = (20, 20)) -> bytes:
    """A TIFF of black and white pages, packed as faxes are."""
    sheets = [picture("1", size) for _ in range(pages)]
    return saved(sheets[0], "TIFF", compression="group4", save_all=True, append_images=sheets[1:])


def noise(size: tuple[int, int]) -> Image.Image:
    """Points that no packing makes small, the same each time."""
    state, out = 1, bytearray()
    for _ in range(size[0] * size[1]):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        out.append(state >> 16 & 0xFF)
    return Image.frombytes("L", size, bytes(out))


def fixtures() -> dict[str, bytes]:
    taken = (TAKEN, 2, "2024:03:02 21:17:44")
    whole = exif(
        (*PHONE, (TURN, 3, 6), (SOFTWARE, 2, "HDR+ 1.0"), (CHANGED, 2, "2024:03:02 21:17:44")),
        (taken, (ZONE_TAKEN, 2, "+01:00"), (FRACTION_TAKEN, 2, "123"), (EXPOSURE, 5, ((1, 50),)),
         (COMMENT, 7, b"UNICODE\0" + "at the gate — again".encode("utf-16-be"))),
        TRAFALGAR,
    )  # fmt: skip
    animated = [picture("P", (10, 10)).rotate(turn) for turn in (0, 90, 180)]
    cut = saved(noise((20, 20)), "JPEG", quality=95)
    return {
        "phone_photo.jpg": jpeg(whole),
        "zone_by_satellites.jpg": jpeg(exif(PHONE, (taken,), SATELLITES, "<")),
        "no_zone_stated.jpg": jpeg(exif(PHONE, (taken,))),
        "only_last_change.jpg": jpeg(exif(((CHANGED, 2, "2024:03:02 21:17:44"), (SOFTWARE, 2, "GIMP 2.10")))),
        "clock_never_set.jpg": jpeg(exif(PHONE, ((TAKEN, 2, "0000:00:00 00:00:00"), (DIGITISED, 2, "1980:01:01 00:12:09")))),
        "no_hemisphere.jpg": jpeg(exif(PHONE, (taken,), TRAFALGAR[1:2])),
        "exif_cut_off.jpg": jpeg(whole[:120]),
        "no_picture_in_it.jpg": jpeg(whole)[: len(whole) + 12],
        "cut_in_the_middle.jpg": cut[: len(cut) - 120],
        "Screenshot_20240302-211744_WhatsApp.png": png(
            (b"tEXt", b"Software\0gnome-screenshot"), (b"tEXt", b"Creation Time\0Sat, 02 Mar 2024 21:17:44 GMT"),
            (b"tIME", struct.pack(">H5B", 2024, 3, 4, 10, 0, 7)),
        ),
        "iphone_screenshot.png": png(xmp('exif:DateTimeOriginal="2024-03-02T21:17:44"><exif:UserComment><rdf:Alt>'
                                         '<rdf:li xml:lang="x-default">Screenshot</rdf:li></rdf:Alt></exif:UserComment>'
                                         "</rdf:Description>")),
        "readers_disagree.png": png(
            (b"eXIf", exif(PHONE, (taken,))), (b"eXIf", exif(PHONE, ((TAKEN, 2, "2019:03:02 21:17:44"),))), early=True
        ),
        "claims_60000_by_60000.png": claiming(60_000, 60_000),
        "points_overwritten.png": (one := png())[:50] + b"\xee" * 20 + one[70:],
        "one_point.png": png(image=picture("L", (1, 1))),
        "fax_of_two_pages.tiff": fax(),
        "last_page_cut.tiff": fax(3)[:-60],
        "moving.gif": saved(animated[0], "GIF", save_all=True, append_images=animated[1:], comment=b"for S."),
        "sticker.webp": saved(picture("RGBA"), "WEBP", lossless=True, exif=exif(PHONE, (taken,))),
        "photo.avif": saved(picture(), "AVIF", exif=whole),
        "bitmap.bmp": saved(picture(size=(8, 6)), "BMP"),
    }  # fmt: skip


def heic() -> bytes | None:
    try:
        import pillow_heif
    except ImportError:
        return None
    pillow_heif.register_heif_opener()
    block = exif((*PHONE, (TURN, 3, 6)), ((TAKEN, 2, "2024:03:02 21:17:44"), (ZONE_TAKEN, 2, "-05:00")))
    return saved(picture(), "HEIF", exif=b"Exif\0\0" + block)


def main() -> None:
    FIXTURES.mkdir(exist_ok=True, parents=True)
    for name, data in {**fixtures(), "from_an_iphone.heic": heic()}.items():
        if data is not None:
            (FIXTURES / name).write_bytes(data)
            print(f"{len(data):6} {name}")


if __name__ == "__main__":
    main()
