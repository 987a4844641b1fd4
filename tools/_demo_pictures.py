"""The pictures of the demo story, drawn: a photo, a screenshot, a scanned letter, and two that were sent in chats."""

import io
from collections.abc import Iterable
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

Pen = ImageDraw.ImageDraw
_EXIF, _GPS = 0x8769, 0x8825
_PAPER = (1240, 1754)  # A4 at 150 dots per inch
_BUBBLE = 560

LETTER = (
    """27 March 2024

Alex,

you do not answer the telephone and you do not answer your messages, so I put this through your door myself.

I have thought about what you asked of me. You asked me to stop. I do not accept that one person can decide this \
alone. We had two years and you ended them with a text message.

I know the hours you keep now. I know the new way you walk to the station. Nobody told me; it is easy to see for \
anyone who takes the time to look.""",
    """I am not angry. I only want what is fair, which is that you hear me out, once, in person, for as long as it takes.

Come to the bench by the river on Saturday at four. If you do not come I will understand that I have to come to you.

Do not show this letter to other people. It is between the two of us.

You know who this is.""",
)


def flowers() -> bytes:
    """The picture that Sam sends three times: by text, by WhatsApp and by mail."""
    image = Image.new("RGB", (240, 180), "#8d8676")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 130, 240, 180), fill="#6a6458")
    pen.polygon([(95, 165), (120, 95), (145, 165)], fill="#d9cfae")
    for x, y, colour in ((100, 80, "#b4433f"), (122, 66, "#c9605b"), (142, 82, "#b4433f"), (118, 92, "#cf8a86")):
        pen.line((x, y, 120, 130), fill="#4d6b3c", width=3)
        pen.ellipse((x - 14, y - 14, x + 14, y + 14), fill=colour)
    return _jpeg(image)


def cafe() -> bytes:
    """The picture that Sam sends by Instagram: the window of a café."""
    image = Image.new("RGB", (240, 240), "#5b4a3d")
    pen = ImageDraw.Draw(image)
    pen.rectangle((30, 60, 210, 190), fill="#e8d9a8", outline="#2f251e", width=5)
    pen.line((120, 60, 120, 190), fill="#2f251e", width=5)
    pen.text((74, 18), "CAFE", font=ImageFont.load_default(34), fill="#f3ead2")
    return _jpeg(image)


def photo() -> bytes:
    """Alex's photo of 24 March at the observatory in Greenwich, with time, offset and place as a phone writes them."""
    image = Image.new("RGB", (480, 360), "#a9c3d6")
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 250), (240, 170), (480, 240), (480, 360), (0, 360)], fill="#6f8f58")
    pen.rectangle((200, 120, 280, 190), fill="#9b5f47")
    pen.pieslice((205, 85, 275, 155), 180, 360, fill="#4c6f66")
    pen.line((240, 85, 240, 60), fill="#333333", width=3)
    pen.polygon([(150, 360), (232, 200), (248, 200), (330, 360)], fill="#c9bda4")
    pen.ellipse((300, 262, 312, 274), fill="#3a2f2a")
    pen.rectangle((298, 274, 314, 312), fill="#2d3a4f")
    return _jpeg(image, _phone_exif())


def _phone_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x0132] = "Example", "Phone 1", "14", "2024:03:24 16:30:12"
    exif.get_ifd(_EXIF).update(
        {0x9003: "2024:03:24 16:30:12", 0x9004: "2024:03:24 16:30:12", 0x9011: "+00:00", 0x9291: "480"}
    )
    exif.get_ifd(_GPS).update(
        {1: "N", 2: _degrees(51, 28, 401), 3: "W", 4: _degrees(0, 0, 53), 7: _degrees(16, 30, 100), 29: "2024:03:24"}
    )
    return exif


def _degrees(whole: int, minutes: int, tenths: int) -> tuple[IFDRational, IFDRational, IFDRational]:
    return IFDRational(whole), IFDRational(minutes), IFDRational(tenths, 10)


def screenshot() -> bytes:
    """The chat of 12 March before Sam deleted a message in it, as Alex captured it at 21:42."""
    image = Image.new("RGB", (750, 1334), "#efe7dd")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 750, 150), fill="#f6f6f6")
    pen.text((48, 18), "21:42", font=ImageFont.load_default(28), fill="black")
    pen.text((120, 76), "Sam Example", font=ImageFont.load_default(38), fill="black")
    pen.text((24, 72), "<", font=ImageFont.load_default(44), fill="#1a7de0")
    _pill(pen, 180, "12 March 2024")
    y = _bubble(pen, 250, "You got off one stop early today", "21:40")
    _bubble(pen, y + 16, "I was two rows behind you the whole way", "21:41")
    pen.rectangle((0, 1240, 750, 1334), fill="#f6f6f6")
    pen.rounded_rectangle((80, 1258, 600, 1316), 28, fill="white", outline="#d0d0d0")
    return _png(image)


def _pill(pen: Pen, y: int, text: str) -> None:
    font = ImageFont.load_default(26)
    width = pen.textlength(text, font)
    pen.rounded_rectangle((375 - width / 2 - 20, y, 375 + width / 2 + 20, y + 44), 14, fill="#dfe9f0")
    pen.text((375 - width / 2, y + 6), text, font=font, fill="#444444")


def _bubble(pen: Pen, y: int, text: str, clock: str) -> int:
    """A message of the other side; gives the y below it."""
    font, small = ImageFont.load_default(34), ImageFont.load_default(24)
    lines = list(_folded(pen, text, font))
    bottom = y + 24 + 46 * len(lines) + 34
    pen.rounded_rectangle((24, y, 24 + _BUBBLE, bottom), 18, fill="white")
    for number, line in enumerate(lines):
        pen.text((48, y + 14 + 46 * number), line, font=font, fill="black")
    pen.text((24 + _BUBBLE - 84, bottom - 40), clock, font=small, fill="#777777")
    return bottom


def _folded(pen: Pen, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Iterable[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if pen.textlength(longer, font) > _BUBBLE - 48:
            yield line
            longer = word
        line = longer
    yield line


def letter() -> bytes:
    """The two pages of the letter of 27 March, as a scanner saves them: black and white, group 4."""
    pages = [_page(text) for text in LETTER]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(150, 150))
    return out.getvalue()


def _page(text: str) -> Image.Image:
    image = Image.new("L", _PAPER, 255)
    pen = ImageDraw.Draw(image)
    font, y = ImageFont.load_default(30), 160
    for paragraph in text.split("\n"):
        for line in wrap(paragraph, 62) or [""]:
            pen.text((150, y), line, font=font, fill=0)
            y += 46
    return image.point(lambda value: 255 if value > 150 else 0).convert("1")


def _jpeg(image: Image.Image, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, **({"exif": exif} if exif else {}))
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    """With the capture time and the word that iPhones put into a screenshot."""
    exif = Image.Exif()
    exif[0x0132] = "2024:03:12 21:42:33"
    exif.get_ifd(_EXIF).update({0x9003: "2024:03:12 21:42:33", 0x9286: b"ASCII\0\0\0Screenshot"})
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", exif=exif, optimize=True)
    return out.getvalue()
