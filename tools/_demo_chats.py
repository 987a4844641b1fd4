"""The WhatsApp export and the Instagram download of the demo story, each as the zip that a person gets."""

import io
import json
import zipfile
from typing import Any

from _demo_clock import millis, seconds, wall

SAM, ALEX = "Sam Example", "Alex Example"
MARK = "\u200e"  # WhatsApp puts it before what it wrote itself
PHOTO = "00000008-PHOTO-2024-03-10-19-22-41.jpg"
ENCRYPTED = (
    f"{MARK}Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or"
    " listen to them."
)

WHATSAPP: tuple[tuple[str, str, str], ...] = (
    ("2024-02-24 12:01:10", SAM, ENCRYPTED),
    ("2024-02-24 12:01:10", SAM, "are the blue plates yours or mine"),
    ("2024-02-24 12:30:44", ALEX, "Yours."),
    ("2024-03-10 18:58:02", SAM, "if you will not answer texts I will write here"),
    ("2024-03-10 19:05:31", ALEX, "I asked you on 3 March to stop. That means here as well."),
    ("2024-03-10 19:06:12", SAM, "Answer me\nplease"),
    ("2024-03-10 19:22:41", SAM, f"{MARK}<attached: {PHOTO}>"),
    ("2024-03-10 19:23:05", SAM, "they were expensive"),
    ("2024-03-10 23:40:19", SAM, f"{MARK}Missed voice call"),
    ("2024-03-10 23:41:02", SAM, f"{MARK}Missed voice call"),
    ("2024-03-11 07:02:55", SAM, f"You will think about this {MARK}<This message was edited>"),
    ("2024-03-12 21:40:03", SAM, "You got off one stop early today"),
    ("2024-03-12 21:41:20", SAM, f"{MARK}This message was deleted."),
    ("2024-03-12 21:43:37", SAM, "forget I said that"),
    ("2024-03-12 21:44:10", ALEX, "Do not follow me. I have told you to stop."),
    ("2024-03-13 20:18:00", SAM, "ok I am sorry\n[05/03/2024, 10:00:00] Alex Example: I miss you, come round tonight"),
    ("2024-03-14 08:10:09", SAM, "you blocked my number"),
    ("2024-03-14 08:10:41", SAM, "so this is where we talk now"),
    ("2024-03-15 07:31:00", SAM, "good morning"),
    ("2024-03-16 22:15:00", SAM, "I am outside"),
    ("2024-03-16 22:15:30", SAM, "I am outside"),
    ("2024-03-16 22:15:30", SAM, "I am outside"),
    ("2024-03-17 09:00:12", SAM, f"{MARK}Missed video call"),
    ("2024-03-18 08:30:00", SAM, f"{MARK}You blocked this contact."),
)  # fmt: skip

INBOX = "inbox/samexample_17840000000000001"
REQUESTS = "message_requests/quietriver88_17840000000000002"
Message = dict[str, Any]


def whatsapp(photo: bytes) -> bytes:
    """The zip that "Export chat, attach media" makes on an iPhone."""
    lines = "".join(_line(at, name, text) for at, name, text in WHATSAPP)
    return _zip({"_chat.txt": lines.encode(), PHOTO: photo})


def _line(at: str, name: str, text: str) -> str:
    """A message ends with CR LF, a line inside it with LF alone; what WhatsApp wrote itself is marked in front too."""
    lead = MARK if text.startswith(MARK) and text != ENCRYPTED else ""
    return f"{lead}[{wall(at):%d/%m/%Y, %H:%M:%S}] {name}: {text}\r\n"


def instagram(photo: bytes) -> bytes:
    """The zip of "Download your information", in JSON: one thread in two pages, one request, the owner's profile."""
    base = "your_instagram_activity/messages"
    picture = f"{base}/{INBOX}/photos/421000000000001.jpg"
    newer, older = _thread(picture)
    return _zip(
        {
            "personal_information/personal_information/personal_information.json": _profile(),
            f"{base}/{INBOX}/message_1.json": _page(SAM, INBOX, newer),
            f"{base}/{INBOX}/message_2.json": _page(SAM, INBOX, older),
            picture: photo,
            f"{base}/{REQUESTS}/message_1.json": _page("quiet river 88", REQUESTS, _requested(), is_pending=True),
        }
    )


def _thread(picture: str) -> tuple[list[Message], list[Message]]:
    """The newer and the older page, as the download has them: newest first."""
    liked = [{"reaction": "❤", "actor": SAM, "timestamp": seconds("2024-03-18 21:11:05")}]
    older = [
        _said("2024-03-18 20:01:33", SAM, "You can’t block me everywhere 🙃"),
        _said("2024-03-18 21:10:20", ALEX, "I asked you to stop on 3 March. Please leave me alone.", reactions=liked),
        _said("2024-03-19 07:58:12", SAM, "the café at 8? like we used to"),
        _said(
            "2024-03-19 08:20:40", SAM, photos=[{"uri": picture, "creation_timestamp": seconds("2024-03-19 08:20:40")}]
        ),
        _said("2024-03-20 23:10:51", SAM, "I saw Jo. Jo looked worried"),
    ]
    story = {"link": "https://www.instagram.com/stories/alexexample/3300000000000000001"}
    newer = [
        _said("2024-03-22 18:00:07", SAM, is_unsent=True),
        _said("2024-03-22 18:02:44", SAM, "Sam Example sent an attachment.", share=story),
        _said("2024-03-23 12:15:30", SAM, "Sam Example started a video chat", call_duration=0),
        _said("2024-03-24 17:05:18", SAM, "nice day for Greenwich, wasn’t it"),
        _said("2024-03-26 08:00:59", SAM, "fine. block me here too"),
    ]
    return newer[::-1], older[::-1]


def _requested() -> list[Message]:
    return [
        _said("2024-04-08 23:30:15", "quiet river 88", "does the new lock feel safe"),
        _said("2024-03-27 06:13:20", "quiet river 88", "you will talk to me sooner or later"),
        _said("2024-03-27 06:12:48", "quiet river 88", "it’s only me"),
    ]


def _said(at: str, name: str, content: str | None = None, **more: object) -> Message:
    words = {} if content is None else {"content": content}
    flags = {"is_geoblocked_for_viewer": False, "is_unsent_image_by_messenger_kid_parent": False}
    return {"sender_name": name, "timestamp_ms": millis(at), **words, **more, **flags}


def _page(title: str, path: str, messages: list[Message], **more: object) -> bytes:
    head = {"participants": [{"name": title}, {"name": ALEX}], "messages": messages, "title": title}
    return _json({**head, "is_still_participant": True, "thread_path": path, "magic_words": [], **more})


def _profile() -> bytes:
    def value(text: str) -> dict[str, object]:
        return {"href": "", "value": text, "timestamp": 0}

    known = {"Email": value("alex@example.org"), "Username": value("alexexample"), "Name": value(ALEX)}
    return _json({"profile_user": [{"title": "User Information", "media_map_data": {}, "string_map_data": known}]})


def _json(value: object) -> bytes:
    """As the download writes it: the bytes of UTF-8 taken for letters and escaped one by one."""
    return json.dumps(_garbled(value), indent=2).encode()


def _garbled(value: object) -> object:
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [_garbled(item) for item in value]
    return {name: _garbled(item) for name, item in value.items()} if isinstance(value, dict) else value


def _zip(members: dict[str, bytes]) -> bytes:
    """Stored, not packed, and dated once: the same bytes with every version of zlib."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2024, 4, 9, 9, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)
    return whole.getvalue()
