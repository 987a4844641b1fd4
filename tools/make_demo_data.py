"""Makes the invented story of `fullpicture demo`: one person's files, as a phone, a mailbox and a drawer would hold them.

    python tools/make_demo_data.py [FOLDER]

Everything in it is invented. Numbers are from the ranges that Ofcom keeps free for drama (07700 900000-900999,
01632 960000-960999), addresses end in example.org or example.com. The same script and the same version of Pillow give
the same bytes; another Pillow may pack the same pictures otherwise (tests/test_demo_data.py compares their dots).

The story: Alex ends things with Sam in February 2024 and asks Sam on 3 March to stop. Sam goes on by text and call
until Alex blocks the number on 14 March, then by WhatsApp until 18 March, by Instagram until 26 March, and by mail,
by letter, under a second name and from a new number until 8 April, when Alex makes the last backup.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import _demo_chats as chats
import _demo_iphone as iphone
import _demo_mail as mail
import _demo_phone as phone
import _demo_pictures as pictures

FOLDER = Path(__file__).parent.parent / "importer" / "demo_data"
WHATSAPP = "WhatsApp Chat - Sam Example.zip"
INSTAGRAM = "instagram-alexexample-2024-04-09-x1y2z3.zip"

README = """Everything in this folder is invented: the people, the numbers, the addresses and what happens.
It is here so that you can try the program (`fullpicture demo`) and see what it does with files such as yours.
"""

DIARY = """What happened since March - Alex Example

3 March 2024, 18:05
I sent Sam one text that I want no more contact, and a mail with the same. Sam rang three times within half an hour.
Where: at home
Written: 3 March 2024 21:00

Monday 4th March - Sam was at the bus stop at about seven and wrote to me about my coat afterwards.
Witness: Kim

7/3/24 9am - flowers on my step, then a picture of them by text. I told Jo and Kim.
Witnesses: Kim and Jo
Written: 7 March 2024 10:15

9 March 2024 21:14
Twelve texts in one minute, all "call me". Six calls. I rang Jo and went to sleep at hers.
Impact: did not sleep

10 March 2024, night
Calls from a withheld number at ten past two. I answered the last one, nobody spoke.

12 March 2024
Someone two rows behind me on the train, I did not dare to look. Then the messages on WhatsApp. I took a picture of
the screen before Sam deleted the second one.
Where: train home, got off one stop early
Written: 12 March 2024 22:30

14 March 2024 08:01
Blocked the number. WhatsApp followed on the 18th, Instagram on the 26th.

Sat 16 March, evening
"I am outside", three times. I did not go to the window. Kim saw a car with its lights on.
Witness: Kim

24 March 2024 16:30
Greenwich, with Jo. I took a photo of the hill and only saw at home that Sam stands on the path in it.
Place: Greenwich Park
Witnesses: Jo
Written: 24 March 2024 20:05

27 March 2024
A letter through the door, two pages, no name under it. I scanned it at work.
Place: at home

30 March 2024 - changed the lock. A text about the lock the same evening.

2 April 2024 11:20
Twelve roses were brought to my work. I had not ordered them.
Place: work
Witnesses: Robin (reception), two colleagues

4 April 2024 10:02
Rang the police, 21 minutes. They were kind.
Officer: PC 0000 Example
Crime number: 01/00000/24
Written: 4 April 2024 12:00

8 April 2024
Made the last backup of the phone. Robin says to keep everything and to delete nothing.
"""


class Drawn(NamedTuple):
    """The pictures as packed by the Pillow at hand. `flowers` and `cafe` stand inside other files."""

    flowers: bytes
    cafe: bytes
    photo: bytes
    screenshot: bytes
    letter: bytes


def draw() -> Drawn:
    """All pictures of the story."""
    return Drawn(pictures.flowers(), pictures.cafe(), pictures.photo(), pictures.screenshot(), pictures.letter())


def files(drawn: Drawn) -> dict[str, bytes]:
    """Every file of the story by its path, with these pictures in them."""
    database, log = iphone.databases()
    return {
        "README.txt": README.encode(),
        "diary.txt": DIARY.encode(),
        "notes.xyz": bytes.fromhex("0102fffe00d5e7a1c30009f07b"),
        WHATSAPP: chats.whatsapp(drawn.flowers),
        INSTAGRAM: chats.instagram(drawn.cafe),
        "Mail/inbox.mbox": mail.mailbox(drawn.flowers).encode(),
        "Mail/forwarded threat.eml": mail.forwarded().encode(),
        "Phone/sms-20240408120000.xml": phone.newest_texts(drawn.flowers).encode(),
        "Phone/sms-20240325090000.xml": phone.older_texts(drawn.flowers).encode(),
        "Phone/sms-cut-short.xml": phone.cut_short().encode(),
        "Phone/calls-20240408120000.xml": phone.calls().encode(),
        "Pictures/IMG_20240324_163012.jpg": drawn.photo,
        "Pictures/IMG_0187.PNG": drawn.screenshot,
        "Pictures/letter through the door.tif": drawn.letter,
        "Pictures/Thumbs.db": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(24),
        "iPhone/sms.db": database,
        "iPhone/sms.db-wal": log,
    }


def main() -> None:
    """Write the story into a folder, and say how large it is."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    made = files(draw())
    for name, data in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    sys.stdout.write(f"{len(made)} files, {sum(map(len, made.values()))} bytes in {folder}\n")


if __name__ == "__main__":
    main()
