"""The mailbox and the forwarded mail of the demo story."""

import base64
import re

from _demo_clock import mailed, offset, seconds, wall

ALEX, SAM = "Alex Example <alex@example.org>", "Sam Example <sam@example.com>"
SECOND = "quiet.river.88@example.com"
PIXEL = '<img src="https://tracker.example.com/open/9f3a1c.gif" width="1" height="1" alt="">'
PICTURE = "flowers.jpg"


def mailbox(photo: bytes) -> str:
    """Eight mails as Google Takeout hands them out: oldest first, with labels, lines that begin with From marked."""
    mails = (
        _plain("2024-03-03 18:20:00", ALEX, SAM, "Please stop",
               "Sam,\n\nplease stop contacting me in any way. I will not answer again.\n\nAlex\n", labels="Sent,Opened"),
        _plain("2024-03-20 17:30:00", "Robin <robin@advice.example.org>", ALEX, "What to keep",
               "Hello Alex,\n\nplease keep everything and delete nothing. Write down what happens on the same day:\n"
               "date, time, place, what happened, who saw it.\n\nRobin\n", labels="Inbox,Opened,Important"),
        _plain("2024-03-22 23:31:07", SAM, ALEX, "Since you do not read the rest",
               "You blocked my number, you do not answer on Instagram. So I write here.\n\n"
               "From now on I will write every day until you answer.\n\nSam\n"),
        _html("2024-03-25 07:00:26", SAM, ALEX, "Photos of us"),
        _with_picture("2024-03-25 19:45:53", SAM, ALEX, "Do you remember", photo),
        _plain("2024-03-27 13:02:11", f'"Jo Example <jo@example.org>" <{SECOND}>', ALEX, "It is Jo, new address",
               "Hi Alex, this is my new address. What is the number of your new flat again? I lost it.\n\nJo\n",
               labels="Spam"),
        _plain("2024-04-01 08:12:40", "Orders <orders@flowers.example.com>", ALEX, "Your order 20417",
               "Dear Alex Example,\n\nthank you for your order. Twelve roses will be delivered to your place of work\n"
               "on 2 April. You chose to pay on delivery.\n", labels="Inbox,Unread,Category Updates"),
        _plain("2024-04-05 22:10:18", SAM, ALEX, "The police",
               "You went to the police with this. You will be sorry that you did.\n\nSam\n"),
    )  # fmt: skip
    return "".join(mails)


def _plain(at: str, sender: str, to: str, subject: str, body: str, *, labels: str = "Inbox,Opened") -> str:
    head = 'MIME-Version: 1.0\nContent-Type: text/plain; charset="UTF-8"\n'
    return _entry(at, _headers(at, sender, to, subject, labels) + head, body)


def _html(at: str, sender: str, to: str, subject: str) -> str:
    page = (
        "<html><body><p>I made an album of all our photos. You only have to open it.</p>\n"
        f'<p><a href="https://photos.example.com/a/4411">Our photos</a></p>{PIXEL}</body></html>\n'
    )
    parts = (
        (
            'Content-Type: text/plain; charset="UTF-8"\n',
            "I made an album of all our photos. You only have to open it.\n",
        ),
        ('Content-Type: text/html; charset="UTF-8"\n', page),
    )
    return _entry(
        at, _headers(at, sender, to, subject, "Inbox,Unread") + _multipart("alternative", at), _parts(at, parts)
    )


def _with_picture(at: str, sender: str, to: str, subject: str, photo: bytes) -> str:
    head = (
        f'Content-Type: image/jpeg; name="{PICTURE}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{PICTURE}"\n'
    )
    parts = (
        ('Content-Type: text/plain; charset="UTF-8"\n', "You never said thank you for these.\n\nSam\n"),
        (head, base64.encodebytes(photo).decode()),
    )
    return _entry(at, _headers(at, sender, to, subject, "Inbox,Opened") + _multipart("mixed", at), _parts(at, parts))


def forwarded() -> str:
    """A mail from Jo that carries, whole and unchanged, one that Sam sent to Jo. Saved as .eml: CR LF."""
    sent, passed_on = "2024-03-26 23:40:02", "2024-03-27 08:15:30"
    inner = (
        _received(sent, "jo@example.org")
        + f"From: {SAM}\nTo: Jo Example <jo@example.org>\nSubject: Tell Alex\nDate: {mailed(sent)}\n"
        + f"Message-ID: <{seconds(sent)}.sam@example.com>\nMIME-Version: 1.0\n"
        + 'Content-Type: text/plain; charset="UTF-8"\n\n'
        + "Tell Alex that I will come to the flat on Friday. If nobody opens I will wait until somebody does.\n\nSam\n"
    )
    parts = (
        ('Content-Type: text/plain; charset="UTF-8"\n', "Alex, this came last night. I have not answered.\n\nJo\n"),
        ('Content-Type: message/rfc822; name="Tell Alex.eml"\nContent-Disposition: attachment\n', inner),
    )
    head = (
        _received(passed_on, "alex@example.org")
        + f"From: Jo Example <jo@example.org>\nTo: {ALEX}\nSubject: Fwd: Tell Alex\nDate: {mailed(passed_on)}\n"
        + f"Message-ID: <{seconds(passed_on)}.jo@example.org>\n"
    )
    return (head + _multipart("mixed", passed_on) + "\n" + _parts(passed_on, parts)).replace("\n", "\r\n")


def _headers(at: str, sender: str, to: str, subject: str, labels: str) -> str:
    address = sender.rpartition("<")[2].rstrip(">")
    own = address == "alex@example.org"
    return (
        f"X-GM-THRID: {1793000000000000000 + seconds(at)}\nX-Gmail-Labels: {labels}\n"
        + ("" if own else f"Delivered-To: alex@example.org\n{_received(at, 'alex@example.org')}")
        + f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {mailed(at)}\nMessage-ID: <{seconds(at)}.{address}>\n"
    )


def _received(at: str, to: str) -> str:
    return (
        "Received: from out.example.com (out.example.com. [192.0.2.17])\n"
        f"        by mx.example.org with ESMTPS id demo{seconds(at)}\n        for <{to}>; {mailed(at)}\n"
    )


def _multipart(kind: str, at: str) -> str:
    return f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="{_boundary(at)}"\n'


def _boundary(at: str) -> str:
    return f"000000000000{seconds(at):x}"


def _parts(at: str, parts: tuple[tuple[str, str], ...]) -> str:
    line = f"--{_boundary(at)}"
    return "".join(f"{line}\n{head}\n{body}" for head, body in parts) + f"{line}--\n"


def _entry(at: str, head: str, body: str) -> str:
    when = f"{wall(at):%a %b %d %H:%M:%S} +0{offset(at)}00 2024"
    marked = re.sub(r"^(>*From )", r">\1", body, flags=re.MULTILINE)
    return f"From {1793000000000000000 + seconds(at)}@xxx {when}\n{head}\n{marked}\n"
