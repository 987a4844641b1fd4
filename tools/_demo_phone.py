"""The Android phone of the demo story: texts, group and picture messages, and calls, as SMS Backup & Restore writes them."""

import base64
import re

from _demo_clock import millis, seconds, wall

OWNER = "+447700900456"
SAM, SAM_NEW, JO, KIM, ROBIN = (f"+447700900{end}" for end in ("123", "789", "234", "345", "300"))
OFFICE, POLICE = "01632960101", "01632960150"
NAMES = {SAM: "Sam Example", JO: "Jo Example", KIM: "Kim Example", ROBIN: "Robin (advice)", OFFICE: "Advice office"}
IN, OUT, DRAFT, FAILED = 1, 2, 3, 5

TEXTS: tuple[tuple[str, int, str, str], ...] = (
    ("2024-02-24 10:12:05", OUT, SAM, "I have left your keys with Jo. It is better if we do not see each other."),
    ("2024-02-24 10:31:40", IN, SAM, "ok. can we talk first"),
    ("2024-02-24 10:40:12", OUT, SAM, "There is nothing new to say. Take care of yourself."),
    ("2024-02-25 22:05:31", IN, SAM, "are you awake"),
    ("2024-02-26 08:15:02", IN, SAM, "good morning 🙂 coffee?"),
    ("2024-02-26 08:50:47", OUT, SAM, "No thank you."),
    ("2024-02-28 17:45:19", IN, SAM, "I was passing your road, your light was on"),
    ("2024-02-29 19:02:56", IN, SAM, "you could at least answer"),
    ("2024-03-01 17:31:22", IN, SAM, "I waited outside your work. you took the other door"),
    ("2024-03-02 21:14:08", IN, SAM, "where are you"),
    ("2024-03-02 21:16:30", IN, SAM, "where are you"),
    ("2024-03-02 21:40:51", IN, SAM, "I know you are reading this"),
    (
        "2024-03-03 18:05:00", OUT, SAM,
        "Please stop contacting me. No calls, no texts, no messages through other people. I mean it.",
    ),
    ("2024-03-03 18:09:14", IN, SAM, "you don't mean that"),
    ("2024-03-03 18:30:36", IN, SAM, "I will not stop until we have talked.\nYou owe me that much & you know it."),
    ("2024-03-04 07:12:25", IN, SAM, "saw you at the bus stop. nice coat"),
    ("2024-03-05 12:20:03", IN, SAM, "Jo says you are fine. so you can talk to Jo but not to me"),
    ("2024-03-06 23:48:59", IN, SAM, "😢"),
    ("2024-03-07 09:40:18", IN, JO, "I have kept everything. Are you all right?"),
    ("2024-03-07 09:52:44", OUT, JO, "Yes. Thank you."),
    ("2024-03-08 18:22:10", IN, SAM, "I only want five minutes"),
    *((f"2024-03-09 21:14:{second:02}", IN, SAM, "call me") for second in range(2, 58, 5)),
    ("2024-03-09 21:31:15", IN, SAM, "12 times and not one answer"),
    ("2024-03-09 23:02:33", DRAFT, SAM, "Leave me al"),
    ("2024-03-10 08:10:21", IN, SAM, "sorry about last night"),
    ("2024-03-12 17:05:49", IN, SAM, "same train as always then"),
    ("2024-03-13 20:15:07", IN, SAM, "answer or I come round"),
    ("2024-03-14 08:00:10", FAILED, SAM, "Do not contact me again. I am blocking this number."),
    ("2024-03-14 08:01:02", OUT, SAM, "Do not contact me again. I am blocking this number."),
    ("2024-03-14 08:02:30", IN, "EXAMPLENET", "You have blocked 1 number. Its calls go to voicemail."),
    ("2024-03-20 16:44:12", IN, ROBIN, "Hello Alex, Robin here. Keep everything, delete nothing. Thursday at 10?"),
    ("2024-03-20 17:02:55", OUT, ROBIN, "Thank you. I will bring the phone."),
    ("2024-03-28 19:33:41", IN, SAM_NEW, "new number. you can't block me for ever"),
    ("2024-03-30 22:51:17", IN, SAM_NEW, "I see you changed the lock"),
    ("2024-03-31 00:58:30", IN, SAM_NEW, "nearly one o'clock and your light is still on"),
    ("2024-03-31 02:03:10", IN, SAM_NEW, "they changed the clocks. I am still here"),
    ("2024-04-02 07:20:36", IN, SAM_NEW, "did you get my letter"),
    ("2024-04-04 18:40:09", OUT, JO, "I went to the police today. They gave me a number for it."),
    ("2024-04-05 21:09:52", IN, SAM_NEW, "police? really"),
    ("2024-04-07 22:30:05", IN, SAM_NEW, "you will be sorry you did that"),
    ("2024-04-08 07:45:28", IN, SAM_NEW, "last chance to talk like grown ups"),
)  # fmt: skip
TAKEN_BACK = ("2024-03-11 06:20:44", IN, SAM, "I did not sleep. this is your doing")
"""A text that Alex deleted after the first backup: only that backup still has it."""

ANSWERED, DIALLED, MISSED, VOICEMAIL, REJECTED, REFUSED = 1, 2, 3, 4, 5, 6
CALLS: tuple[tuple[str, int, str, int], ...] = (
    ("2024-03-02 21:15:20", MISSED, SAM, 0),
    ("2024-03-02 21:41:30", MISSED, SAM, 0),
    ("2024-03-03 18:12:00", MISSED, SAM, 0),
    ("2024-03-03 18:13:05", MISSED, SAM, 0),
    ("2024-03-03 18:20:41", MISSED, SAM, 0),
    ("2024-03-04 07:15:02", REJECTED, SAM, 0),
    ("2024-03-05 23:30:18", MISSED, "", 0),
    ("2024-03-05 23:31:02", MISSED, "", 0),
    ("2024-03-09 21:15:11", MISSED, SAM, 0),
    ("2024-03-09 21:16:09", MISSED, SAM, 0),
    ("2024-03-09 21:18:44", MISSED, SAM, 0),
    ("2024-03-09 21:20:30", MISSED, SAM, 0),
    ("2024-03-09 21:25:57", MISSED, SAM, 0),
    ("2024-03-09 21:27:12", REJECTED, SAM, 0),
    ("2024-03-09 21:33:40", DIALLED, JO, 412),
    ("2024-03-10 02:10:08", MISSED, "", 0),
    ("2024-03-10 02:11:15", MISSED, "", 0),
    ("2024-03-10 02:40:52", ANSWERED, "", 9),
    ("2024-03-14 08:05:33", REFUSED, SAM, 0),
    ("2024-03-14 12:00:10", REFUSED, SAM, 0),
    ("2024-03-14 12:01:01", VOICEMAIL, SAM, 14),
    ("2024-03-21 09:15:00", ANSWERED, OFFICE, 340),
    ("2024-03-28 19:35:26", MISSED, SAM_NEW, 0),
    ("2024-03-31 02:05:02", MISSED, SAM_NEW, 0),
    ("2024-03-31 02:06:48", MISSED, SAM_NEW, 0),
    ("2024-04-04 10:02:00", DIALLED, POLICE, 1260),
    ("2024-04-07 22:31:19", MISSED, "", 0),
)


def newest_texts(photo: bytes) -> str:
    """The backup of 8 April: everything that is still on the phone."""
    return _texts("2024-04-08 12:00:00", [*_all(TEXTS), *_pictures(photo)])


def older_texts(photo: bytes) -> str:
    """The backup of 25 March: the same texts up to then, and one that was deleted later."""
    before = "2024-03-25 09:00:00"
    texts = [text for text in (*TEXTS, TAKEN_BACK) if text[0] < before]
    return _texts(before, [*_all(texts), *_pictures(photo)])


def cut_short() -> str:
    """A backup of 10 March that broke off while it was written: it declares forty texts and ends inside the tenth."""
    whole = _texts("2024-03-10 12:00:00", _all(TEXTS[:10]), declared=40)
    return whole[: whole.rindex('body="') + len('body="where')]


def calls() -> str:
    """The call log of 8 April."""
    rows = [(millis(at), _call(at, kind, number, duration)) for at, kind, number, duration in CALLS]
    return _file("calls", "2024-04-08 12:00:00", rows, len(rows))


def _all(texts: tuple[tuple[str, int, str, str], ...] | list[tuple[str, int, str, str]]) -> list[tuple[int, str]]:
    return [(millis(at), _sms(at, kind, number, body)) for at, kind, number, body in texts]


def _texts(made: str, rows: list[tuple[int, str]], declared: int = 0) -> str:
    return _file("smses", made, rows, declared or len(rows))


def _file(root: str, made: str, rows: list[tuple[int, str]], declared: int) -> str:
    style = "sms" if root == "smses" else "calls"
    body = "".join(f"  {row}\n" for _, row in sorted(rows))
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
        "<!--File Created By SMS Backup & Restore v10.20.002-->\n"
        f'<?xml-stylesheet type="text/xsl" href="{style}.xsl"?>\n'
        f'<{root} count="{declared}" backup_set="5d3f0c1e-0000-4000-8000-{millis(made):012}" '
        f'backup_date="{millis(made)}" type="full">\n{body}</{root}>\n'
    )


def _sms(at: str, kind: int, number: str, body: str) -> str:
    sent = seconds(at) * 1000 - 1000 if kind == IN else 0
    return _element(
        "sms", protocol=0, address=number, date=millis(at), type=kind, subject="null", body=body, toa="null",
        sc_toa="null", service_center="null", read=1, status=-1, locked=0, date_sent=sent, sub_id=1,
        readable_date=_readable(at), contact_name=_name(number),
    )  # fmt: skip


def _call(at: str, kind: int, number: str, duration: int) -> str:
    return _element(
        "call", number=number, duration=duration, date=millis(at), type=kind, presentation=1 if number else 2,
        subscription_id=1, readable_date=_readable(at), contact_name=_name(number),
    )  # fmt: skip


def _pictures(photo: bytes) -> list[tuple[int, str]]:
    """A picture message from Sam, and Alex's message to two friends."""
    left, told = "2024-03-07 09:00:14", "2024-03-07 09:26:37"
    warning = "Sam left flowers on my step. If Sam writes to you, please tell me and keep the message."
    return [
        (
            millis(left),
            _mms(
                left, IN, [SAM],
                [
                    _part("text/plain", "text_0.txt", text="flowers on your step"),
                    _part("image/jpeg", "flowers.jpg", data=base64.b64encode(photo).decode()),
                ],
                [(SAM, 137), (OWNER, 151)],
            ),
        ),
        (
            millis(told),
            _mms(
                told, OUT, [JO, KIM], [_part("text/plain", "text_0.txt", text=warning)],
                [("insert-address-token", 137), (JO, 151), (KIM, 151)],
            ),
        ),
    ]  # fmt: skip


def _mms(at: str, box: int, others: list[str], parts: list[str], addresses: list[tuple[str, int]]) -> str:
    head = _element(
        "mms", date=seconds(at) * 1000, ct_t="application/vnd.wap.multipart.related", msg_box=box, rr=129, sub="null",
        address="~".join(others), m_id=f"demo-{seconds(at)}", read=1, m_type=132 if box == IN else 128,
        date_sent=seconds(at) - 1 if box == IN else 0, text_only=0 if box == IN else 1, readable_date=_readable(at),
        contact_name=", ".join(_name(number) for number in others),
    )  # fmt: skip
    addrs = "".join(f"      {_element('addr', address=one, type=kind, charset=106)}\n" for one, kind in addresses)
    inner = "".join(f"      {part}\n" for part in parts)
    return f"{head[:-3]}>\n    <parts>\n{inner}    </parts>\n    <addrs>\n{addrs}    </addrs>\n  </mms>"


def _part(media: str, name: str, text: str = "null", data: str = "") -> str:
    values: dict[str, object] = {"seq": 0, "ct": media, "name": name, "chset": 106 if media == "text/plain" else "null"}
    values |= {
        "cd": "null",
        "fn": "null",
        "cid": f"<{name}>",
        "cl": name,
        "ctt_s": "null",
        "ctt_t": "null",
        "text": text,
    }
    return _element("part", **values, **({"data": data} if data else {}))


def _element(tag: str, **values: object) -> str:
    return f"<{tag} " + " ".join(f'{name}="{_escape(str(value))}"' for name, value in values.items()) + " />"


def _escape(text: str) -> str:
    """As the app escapes: characters beyond the first plane as two halves, which is not legal XML."""
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(plain, written)
    return re.sub("[\U00010000-\U0010ffff]", lambda found: _halves(ord(found[0]) - 0x10000), text)


def _halves(code: int) -> str:
    return f"&#{0xD800 + (code >> 10)};&#{0xDC00 + (code & 0x3FF)};"


def _readable(at: str) -> str:
    moment = wall(at)
    return f"{moment.day} {moment:%b %Y %H:%M:%S}"


def _name(number: str) -> str:
    return NAMES.get(number, "(Unknown)")
