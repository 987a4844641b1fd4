"""The receipt of a hand-over: two fingerprints and the log entry, to travel by another way than the ZIP."""

import re

from msgspec import Struct

from archive import receipts
from archive.counting import counted
from archive.custody import Head

_NAME = re.compile(r"[A-Za-z0-9_(+,][A-Za-z0-9 ._()+,-]*\.zip", re.IGNORECASE | re.ASCII)
_LONGEST = 120  # letters of a name: a folder adds to it, and so do the parts and the receipt
_UNQUOTED = re.compile(r"[A-Za-z0-9._-]+")
_FORM = re.compile(r"\b(ZIP|BAG)\s+([0-9a-f]{64})\b", re.IGNORECASE)


class Sent(Struct, frozen=True):
    """One ZIP of a hand-over: its file name, the name of its bag, and the SHA-256 of the ZIP and of the bag's tagmanifest. Of one
    that is locked with a password, `inner` is the fingerprint of the ZIP that lies inside it."""

    file: str
    bag: str
    zip_sha256: str
    bag_sha256: str
    inner: str = ""


class Receipt(Struct, frozen=True, kw_only=True):
    """What the receipt says. `inside` is the log in the ZIP, `head` the log after the hand-over itself was noted."""

    sent: tuple[Sent, ...]
    inside: Head
    head: Head
    at: str
    actor: str
    recipient: str
    reference: str
    entries: int

    def text(self) -> str:
        """The receipt as it is printed and written beside the ZIP, with LF line ends."""
        return "\n".join([*self._about(), *(line for one in self.sent for line in _one(one)), *self._log(), ""])

    def _about(self) -> list[str]:
        recipient = self.recipient or "nobody was named"
        reference = self.reference or "none was given"
        return [
            "RECEIPT OF A HAND-OVER OF EVIDENCE. Send it by another way than the ZIP, and keep a copy.",
            "",
            f"Made       {self.at} by {self.actor}",
            f"For        {recipient}",
            f"Reference  {reference}",
            f"Holds      {counted(self.entries, 'entry', 'entries')}",
            "",
        ]

    def _log(self) -> list[str]:
        return [
            f"Log inside the ZIP: {receipts.write(self.inside)}",
            "  (this fingerprint also stands in the chronology)",
            f"Log of the archive, after this hand-over was noted: {receipts.write(self.head)}",
            "",
            "With Fullpicture: fullpicture verify, the ZIP, and --receipt with the lines above.",
        ]


def _one(sent: Sent) -> list[str]:
    return [
        f"File       {sent.file}",
        f"ZIP  {sent.zip_sha256}",
        *([f"ZIP  {sent.inner}  (the ZIP inside, {sent.bag}.zip, when it has been unlocked)"] if sent.inner else []),
        f"BAG  {sent.bag_sha256}",
        "  ZIP is the fingerprint (SHA-256) of the file. The line for your computer must give it:",
        f"    Windows:  certutil -hashfile {in_command(sent.file)} SHA256",
        f"    macOS:    shasum -a 256 {in_command(sent.file)}",
        f"    Linux:    sha256sum {in_command(sent.file)}",
        "  BAG is that of tagmanifest-sha256.txt inside, which READ-ME-FIRST.txt in the ZIP explains.",
        "",
    ]


def why_not(name: str) -> str:
    """Why a ZIP may not have this file name, or "". Every terminal must take the name as it is written in the commands."""
    if _NAME.fullmatch(name) and len(name) <= _LONGEST:
        return ""
    return (
        "Choose a name like evidence.zip: English letters, digits, spaces and . _ ( ) + , - only, not beginning with a space, "
        f'"-" or ".", ending in .zip, and not longer than {_LONGEST} letters.'
    )


def in_command(name: str) -> str:
    """A file name as it stands in a command, for a terminal of Windows, macOS or Linux."""
    return name if _UNQUOTED.fullmatch(name) else f'"{name}"'


def read(text: str) -> dict[str, frozenset[str]]:
    """The fingerprints that a receipt names: {"ZIP": …, "BAG": …}; empty sets where it names none."""
    found = [(kind.upper(), digits.lower()) for kind, digits in _FORM.findall(text)]
    return {kind: frozenset(digits for k, digits in found if k == kind) for kind in ("ZIP", "BAG")}
