"""Small cases with several people in them, and hand-overs of them, for tests."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from archive.case import Case
from archive.handover.disclosure import Finding
from archive.handover.making import Hands, hand_over
from archive.handover.order import Order
from archive.handover.receipt import Receipt
from commands import add, run
from importer.handing_over import _unpack
from importer.normalise import normal_form

EVERYTHING = Order()
SAM, JO, LEE = "+447700900101", "+447700900102", "+447700900103"


def sms(rows: list[tuple[str, int, int, str]]) -> str:
    """A backup of texts: number, type (1 received, 2 sent), day of 2024, words."""
    lines = [
        f'<sms address="{number}" date="{1704103200000 + day * 86_400_000}" type="{kind}" body="{words}" contact_name="(Unknown)" />'
        for number, kind, day, words in rows
    ]
    return f'<smses count="{len(lines)}">{"".join(lines)}</smses>'


def photo(*, placed: bool, colour: str = "red") -> bytes:
    """A small JPEG, with or without a GPS position."""
    picture, out = Image.new("RGB", (64, 48), colour), io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Invented Camera"
    if placed:
        exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)}
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def drop(folder: Path) -> Path:
    """What a person hands in: texts with three people in one backup and with Sam alone in another, a chat in a zip with a photo, one
    with somebody else, a photo with its place."""
    folder.mkdir(parents=True)
    everybody = [
        (SAM, 1, 10, "SAMWORD one"),
        (JO, 1, 11, "JOWORD secret"),
        (SAM, 2, 12, "MYWORD please stop"),
        (JO, 2, 13, "MYWORD to jo"),
        (LEE, 1, 14, "LEEWORD hello"),
    ]
    only_sam = [(SAM, 1, 40, "SAMWORD two"), (SAM, 1, 41, "SAMWORD two"), (SAM, 1, 300, "SAMWORD late")]
    (folder / "all.xml").write_text(sms(everybody))
    (folder / "sam.xml").write_text(sms(only_sam))
    for name, words in (("Jo Example", "JOWORD chat"), ("Lee Example", "LEEWORD chat")):
        chat = f"02/02/2024, 10:00 - {name}: {words}\n02/02/2024, 10:01 - {name}: IMG-20240202-WA0001.jpg (file attached)\n02/02/2024, 10:02 - Alex Example: MYWORD seen\n"
        with zipfile.ZipFile(folder / f"WhatsApp Chat with {name}.zip", "w") as out:
            out.writestr(f"WhatsApp Chat with {name}.txt", chat)
            out.writestr("IMG-20240202-WA0001.jpg", photo(placed=False, colour="blue" if name[0] == "J" else "green"))
    (folder / "IMG_20240215_120000.jpg").write_bytes(photo(placed=True))
    return folder


def made_case(folder: Path) -> Path:
    """A case of that drop, with a diary entry and a private note."""
    case = folder / "case"
    assert run("init", case, "--initials", "ae", "--title", "Invented", "--actor", "Alex Example").returncode == 0
    add(case, drop(folder / "drop"), "--me", "Alex Example", "--me", "+447700900999")
    for words in (["--what", "DIARYWORD at the bus stop", "--when", "2024-02-20 18:00"], ["--what", "PRIVATEWORD my new flat", "--private", "--when", "2024-02-21 18:00"]):  # fmt: skip
        assert run("diary", case, "add", *words).returncode == 0
    return case


def hand(
    case: Path,
    out: Path,
    order: Order = EVERYTHING,
    *,
    ask: Callable[[tuple[Finding, ...]], bool] = lambda _: True,
    password: Callable[[], str] | None = None,
) -> Receipt:
    """Hand a case over, in this process."""
    with Case.open(case, "Alex Example", "test", write=True) as opened:
        hands = Hands(
            normal=lambda text: normal_form(text, "GB"),
            unpack=_unpack(opened),
            ask=ask,
            say=lambda _: None,
            password=password,
        )
        return hand_over(opened, order, out, hands)


def members(out: Path) -> dict[str, bytes]:
    """The files of a hand-over, by their path in the bag."""
    with zipfile.ZipFile(out) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
