"""Writes the fixtures of apple_messages anew: `PYTHONPATH=tests python tests/parsers/apple_messages/build.py`.

The numbers are from the ranges that Ofcom keeps free for drama, the addresses from example.org. Nobody is real.
"""

import shutil
import tempfile
from pathlib import Path

from apple_build import Phone, archived, edits, keyed

HERE = Path(__file__).parent
OWNER, SAM, SAM_MAIL, VIC = "+447700900999", "+447700900123", "sam@example.org", "+447700900456"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
WEB = "com.apple.messages.URLBalloonProvider"


def people(phone: Phone, *, members: bool = True) -> None:
    """Sam under two handles, Vic, and three conversations: Sam, Vic by SMS, and a group of both."""
    for name, service in ((SAM, "iMessage"), (SAM_MAIL, "iMessage"), (VIC, "SMS")):
        phone.add("handle", id=name, service=service, country="gb")
    phone.add("chat", guid=f"iMessage;-;{SAM}", style=45, chat_identifier=SAM, service_name="iMessage")
    phone.add(
        "chat",
        guid="iMessage;+;chat77",
        style=43,
        chat_identifier="chat77",
        service_name="iMessage",
        display_name="Family",
    )
    phone.add("chat", guid=f"SMS;-;{VIC}", style=45, chat_identifier=VIC, service_name="SMS", is_filtered=1)
    for chat, handle in ((1, 1), (2, 1), (2, 3), (3, 3)) if members else ():
        phone.add("chat_handle_join", chat_id=chat, handle_id=handle)


def attach(phone: Phone, message: int, path: str | None, **values: str | int) -> None:
    name = path.rpartition("/")[2] if path else None
    attachment = phone.add("attachment", guid=f"A{message}-{name}", filename=path, transfer_name=name, **values)
    phone.add("message_attachment_join", message_id=message, attachment_id=attachment)


def iphone_backup() -> None:
    """A backup of a present-day phone; the last messages stand in the companion file only."""
    top = fresh("iphone_backup")
    home, media = top / "HomeDomain/Library/SMS", top / "MediaDomain/Library/SMS/Attachments/ab/11/at_0_AAAA-BBBB"
    home.mkdir(parents=True)
    media.mkdir(parents=True)
    (media / "IMG_0001.GIF").write_bytes(GIF)
    with tempfile.TemporaryDirectory() as folder:
        phone = Phone(Path(folder) / "sms.db")
        people(phone)
        plain_messages(phone)
        edited_messages(phone)
        reactions(phone)
        group_events(phone)
        phone.checkpoint()
        newest_messages(phone)
        phone.leave_running(home)


def plain_messages(phone: Phone) -> None:
    here = {"destination_caller_id": OWNER, "is_read": 1}
    phone.message(1, text="where are you", date_read=phone.at(75), date_delivered=phone.at(61), **here)
    phone.message(2, attributedBody=archived("I know where you are. " * 12 + "🆄"), **here)
    phone.message(3, handle_id=2, attributedBody=archived("from my other address 👿", mutable=True), **here)
    phone.message(
        4, handle_id=0, is_from_me=1, is_sent=1, is_delivered=1, text="stop contacting me", destination_caller_id=OWNER
    )
    phone.message(5, 2, handle_id=0, is_from_me=1, is_sent=1, text="to all of you", account="E:me@example.org")
    phone.message(6, text="\ufffc", attributedBody=archived("\ufffcyour house"), cache_has_attachments=1, **here)
    attach(
        phone, 6, "~/Library/SMS/Attachments/ab/11/at_0_AAAA-BBBB/IMG_0001.GIF", mime_type="image/gif", total_bytes=43
    )
    attach(
        phone,
        6,
        "/var/mobile/Library/SMS/Attachments/cd/12/at_1_CCCC-DDDD/IMG_0002.HEIC",
        mime_type="image/heic",
        total_bytes=9,
    )
    phone.message(7, 3, handle_id=3, service="SMS", text="PPI refund waiting", is_spam=1, destination_caller_id=OWNER)
    phone.message(
        8, 3, handle_id=0, is_from_me=1, service="SMS", error=22, text="who is this", destination_caller_id=OWNER
    )
    phone.message(
        9,
        3,
        handle_id=3,
        service="RCS",
        text="answer me",
        subject="Last time",
        thread_originator_guid="G4",
        thread_originator_part="0:0:18",
    )
    phone.message(
        10,
        handle_id=0,
        is_from_me=1,
        text="for tomorrow",
        schedule_type=2,
        schedule_state=1,
        destination_caller_id=OWNER,
    )
    link = keyed(
        {
            "ldtext": "A map",
            "an": "Maps",
            "URL": b"https://maps.example.org/?q=home",
            "userInfo": {"caption": "Your home"},
        }
    )
    phone.message(
        11,
        balloon_bundle_id=WEB,
        payload_data=link,
        expressive_send_style_id="com.apple.MobileSMS.expressivesend.loud",
        **here,
    )


def edited_messages(phone: Phone) -> None:
    phone.message(
        20,
        attributedBody=archived("I will find you"),
        date_edited=phone.at(1260),
        message_summary_info=edits(
            {"0": [(1200, "I will kill you"), (1230, "I will hurt you"), (1260, "I will find you")]}
        ),
    )
    phone.message(
        21, date_retracted=phone.at(1270), date_edited=phone.at(1270), message_summary_info=edits({}, {0: 13})
    )
    phone.message(
        22,
        date_edited=phone.at(1400),
        message_summary_info=edits({"0": [(1320, "you will regret it"), (1380, "sorry")]}, {0: 5}),
    )


def reactions(phone: Phone) -> None:
    love = {"associated_message_guid": "p:0/G4", "text": "Loved “stop contacting me”"}
    phone.message(30, associated_message_type=2000, **love)
    phone.message(
        31,
        associated_message_type=3000,
        associated_message_guid="bp:G4",
        text="Removed a heart from “stop contacting me”",
    )
    phone.message(
        32,
        associated_message_type=2006,
        associated_message_emoji="🔪",
        associated_message_guid="p:0/G4",
        text="Reacted 🔪 to “stop contacting me”",
    )
    phone.message(
        33,
        handle_id=0,
        is_from_me=1,
        associated_message_type=2002,
        associated_message_guid="p:0/G1",
        text="Disliked “where are you”",
        destination_caller_id=OWNER,
    )
    phone.message(34, associated_message_type=1000, associated_message_guid="p:0/G4", text="\ufffc")
    attach(phone, 34, "~/Library/SMS/StickerCache/at_2_EEEE-FFFF/knife.heic", mime_type="image/heic", is_sticker=1)


def group_events(phone: Phone) -> None:
    phone.message(40, 2, item_type=1, other_handle=3)
    phone.message(41, 2, item_type=1, group_action_type=1, other_handle=3)
    phone.message(42, 2, item_type=2, group_title="We know where she lives", handle_id=3)
    phone.message(43, 2, item_type=3)
    phone.message(44, 2, item_type=1, handle_id=1, other_handle=1)
    phone.message(45, item_type=4, share_status=0)
    phone.message(46, item_type=4, share_status=1)
    phone.message(47, item_type=5)
    phone.message(48, item_type=9)


def newest_messages(phone: Phone) -> None:
    phone.message(50, text="only in the companion file")
    phone.message(51, None, text="you deleted me")
    phone.add("chat_recoverable_message_join", chat_id=1, message_id=51, delete_date=phone.at(9000))
    phone.message(52, text="what is left")
    phone.add(
        "recoverable_message_part",
        chat_id=1,
        message_id=52,
        part_index=1,
        delete_date=phone.at(9060),
        part_text=archived("the part that was deleted"),
    )
    phone.message(53, text="in two conversations")
    phone.add("chat_message_join", chat_id=3, message_id=53)


def old_mac() -> None:
    """macOS 10.11: seconds since 2001, no chat_handle_join, no tapbacks, the owner named by account."""
    phone = Phone(fresh("old_mac.db"), old=True, journal="DELETE")
    people(phone, members=False)
    phone.message(
        1, text="hello", account="e:me@example.org", is_read=1, date_read=phone.at(70), date_delivered=phone.at(62)
    )
    phone.message(
        2,
        handle_id=0,
        is_from_me=1,
        is_sent=1,
        text="hello yourself",
        attributedBody=archived("hello yourself"),
        account="e:me@example.org",
    )
    phone.message(3, text="I never said that", attributedBody=archived("I did say that", mutable=True))
    phone.message(4, handle_id=0, text="nobody is named, but the conversation has one other")
    phone.message(5, 2, handle_id=99, text="nobody knows this handle")
    phone.finish()


def one_bad_page() -> None:
    """Sixty messages; a leaf page of the message table is overwritten."""
    path = fresh("one_bad_page.db")
    phone = Phone(path, page=512, old=True, journal="DELETE")
    people(phone, members=False)
    for number in range(1, 61):
        phone.message(number, text=f"message number {number} " + "x" * 40)
    phone.finish()
    data = bytearray(path.read_bytes())
    at = data.index(b"message number 30 ") // 512 * 512
    data[at : at + 512] = b"\xa5" * 512
    path.write_bytes(data)


def broken_values() -> None:
    """Texts that are no UTF-8, archives cut short, a broken edit history, numbers as text, no date, no conversation."""
    phone = Phone(fresh("broken_values.db"), journal="DELETE")
    people(phone)
    whole = archived("a long threat that goes on and on")
    phone.db.execute(
        "INSERT INTO message (ROWID, guid, handle_id, date, text) VALUES (1, 'G1', 1, ?, CAST(? AS TEXT))",
        (phone.at(60), b"caf\xe9 at nine"),
    )
    phone.db.execute(
        "INSERT INTO message (ROWID, guid, handle_id, date, text) VALUES (2, 'G2', 1, ?, CAST(? AS TEXT))",
        (phone.at(120), b"half \xed\xa0\xbd, whole \xed\xa0\xbd\xed\xb8\x88"),
    )
    for number in (1, 2):
        phone.add("chat_message_join", chat_id=1, message_id=number)
    phone.message(3, attributedBody=whole[: whole.index(b"goes")])
    phone.message(4, attributedBody=whole.replace(b"streamtyped", b"streamtypes"))
    phone.message(5, attributedBody=b"\x04\x0bstreamtyped and nothing else")
    phone.message(6, text="now", message_summary_info=b"bplist00 and then nothing of an edit Rec history")
    phone.message(7, text="no time", date=0)
    phone.message(8, text="a time far away", date=2**63 - 1)
    phone.message(9, None, text="in no conversation")
    phone.message(10, text="numbers as text", date="733540140", is_read="yes")
    phone.message(11, text=b"text stored as bytes", date=733540200.5)
    phone.message(12, 9, handle_id=0, text="a conversation that does not exist")
    phone.message(13, text="")
    phone.message(14)
    attach(phone, 14, None)
    phone.add("message_attachment_join", message_id=14, attachment_id=77)
    phone.finish()


def newest_in_absent_log() -> None:
    """Messages were deleted: numbers, ids, joining rows, a reaction, a file and an empty conversation still tell."""
    phone = Phone(fresh("newest_in_absent_log.db"))
    people(phone)
    for number in (2, 3, 7):
        phone.message(number, text=f"left over {number}")
    for number in (4, 5):
        phone.add("chat_message_join", chat_id=1, message_id=number, message_date=phone.at(60 * number))
    phone.add("chat_message_join", chat_id=2, message_id=6)
    phone.message(8, text="Loved “come here now”", associated_message_type=2000, associated_message_guid="p:0/G5")
    phone.add("deleted_messages", guid="G4")
    phone.add("deleted_messages", guid="G3")
    phone.add("sync_deleted_messages", guid="G4")
    phone.add("sync_deleted_messages", guid="G5")
    phone.add(
        "attachment",
        guid="A1",
        filename="~/Library/SMS/Attachments/ef/13/at_3_GGGG-HHHH/gone.jpg",
        transfer_name="gone.jpg",
    )
    phone.db.execute("UPDATE sqlite_sequence SET seq = 10 WHERE name = 'message'")
    phone.finish()


def fresh(name: str) -> Path:
    path = HERE / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    return path


if __name__ == "__main__":
    for write in (iphone_backup, old_mac, one_bad_page, broken_values, newest_in_absent_log):
        write()
