"""Makes big files to measure with: backups and mailboxes of any size, the same bytes every time."""

import base64
import random
from collections.abc import Iterator
from pathlib import Path

WORDS = [
    "call",
    "me",
    "where",
    "are",
    "you",
    "now",
    "I",
    "know",
    "that",
    "you",
    "can",
    "see",
    "this",
    "please",
    "answer",
    "why",
    "not",
    "tonight",
    "house",
    "street",
    "car",
    "window",
    "again",
    "never",
    "always",
    "love",
    "hate",
    "work",
    "door",
    "phone",
    "friend",
    "mother",
    "sorry",
    "late",
    "home",
    "light",
    "train",
    "station",
    "park",
    "tomorrow",
]


def sentence(rng: random.Random, longest: int = 20) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randrange(3, longest)))


def sms_backup(path: Path, texts: int, media_bytes: int = 0) -> Path:
    """A backup of so many texts, and after every thousandth a picture message until `media_bytes` of base64 are used."""
    rng = random.Random(texts)
    with path.open("w", encoding="utf-8") as out:
        out.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{texts}\">\n")
        for i in range(texts):
            out.write(
                f'  <sms protocol="0" address="+4477009{i % 40:05d}" date="{1600000000000 + i * 30000}" type="{1 + i % 2}" '
                f'subject="null" body="{sentence(rng)} {i}" toa="null" sc_toa="null" service_center="null" read="1" '
                f'status="-1" locked="0" date_sent="0" sub_id="1" contact_name="Sam {i % 40}" />\n'
            )
        for part in _pieces(media_bytes):
            out.write(_picture_message(rng, part))
        out.write("</smses>\n")
    return path


def _pieces(total: int, largest: int = 64 << 20) -> Iterator[int]:
    while total > 0:
        yield min(total, largest)
        total -= largest


def _picture_message(rng: random.Random, size: int) -> str:
    data = base64.b64encode(rng.randbytes(3 << 16)).decode()
    payload = (data * (size // len(data) + 1))[: size - size % 4]
    return (
        f'  <mms date="1700000000000" msg_box="1" address="+447700900123" m_type="132"><parts><part seq="0" '
        f'ct="image/jpeg" name="a.jpg" data="{payload}" /></parts><addrs><addr address="+447700900123" type="137" />'
        "</addrs></mms>\n"
    )


def mailbox(path: Path, mails: int, attachment_share: float = 0.0, attachment_bytes: int = 200_000) -> Path:
    """A Takeout-like mbox of mails with a median of about 7 kB; a share of them with an attachment."""
    rng = random.Random(mails)
    blob = base64.encodebytes(rng.randbytes(attachment_bytes)).decode()
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for i in range(mails):
            out.write(_mail(rng, i, blob if rng.random() < attachment_share else ""))
    return path


def _mail(rng: random.Random, i: int, blob: str) -> str:
    day, clock = 1 + i % 28, f"{i % 24:02d}:{i % 60:02d}:{i % 59:02d}"
    head = (
        f"From {i}@xxx {'Mon'} Jan {day:02d} {clock} +0000 2024\nX-GM-THRID: {i}\nX-Gmail-Labels: Inbox,Unread\n"
        + "".join(
            f"Received: from a{j}.example.org by b{j}.example.org; {day} Jan 2024 {clock} +0000\n" for j in range(8)
        )
        + f"Date: {day} Jan 2024 {clock} +0000\nFrom: Sam Example <sam{i % 50}@example.org>\n"
        f"To: Alex Example <alex@example.org>\nMessage-ID: <{i}@example.org>\nSubject: {sentence(rng)} {i}\nMIME-Version: 1.0\n"
    )
    text = "\n".join(sentence(rng, 15) for _ in range(rng.randrange(20, 220)))
    if not blob:
        return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n\n"
    return (
        f'{head}Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\nContent-Type: text/plain; charset=utf-8\n\n'
        f"{text}\n--b{i}\nContent-Type: image/jpeg; name=a{i}.jpg\nContent-Transfer-Encoding: base64\n\n{blob}--b{i}--\n\n"
    )
