"""Checks the kept time stamps of a case against its log, and their signatures as far as that is possible here."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.custody import Event
from archive.disk import Disk
from archive.timestamp_signature import Judgement, Trust, judge
from archive.timestamp_token import Stamp
from archive.timestamps import FOLDER, CannotStamp, Kept, granted, kept, logged, stamped


class Finding(NamedTuple):
    """What a check says of one answer. `harm`: something is not as it was."""

    file: str
    words: str
    harm: bool


def check(disk: Disk, entries: Sequence[Event], authority: bytes = b"") -> Iterator[Finding]:
    """Check every kept answer against a log that is whole, and the signatures where that is possible.

    `authority` is the certificate of whom the reader trusts, PEM or DER; without it that question is left open, and said so.
    """
    named, here = logged(entries), kept(disk)
    for one in here:
        yield _checked(one, entries, authority, known=one.sha256 in named)
    present = {one.sha256 for one in here}
    for sha256, event in named.items():
        if sha256 not in present:
            yield Finding(
                f"{FOLDER}/", f"The answer named by log entry {event.seq} is missing or was changed ({sha256}).", True
            )


def _checked(one: Kept, entries: Sequence[Event], authority: bytes, *, known: bool) -> Finding:
    file, answer = f"{FOLDER}/{one.tsr.name}", one.tsr.read_bytes()
    try:
        stamp = granted(answer)
        if stamped(entries, stamp) != one.seq:
            raise CannotStamp(f"This answer is for another entry than {one.seq}.")
    except CannotStamp:
        return Finding(file, f"This is no stamp of the first {one.seq} entries of this log.", True)
    stray = "" if known else "The log does not name this answer: a command was interrupted, or somebody put it here. "
    found = _said(one, stamp, judge(answer, stamp, authority))
    return found._replace(words=stray + found.words)


def _said(one: Kept, stamp: Stamp, judged: Judgement) -> Finding:
    file = f"{FOLDER}/{one.tsr.name}"
    what = f"Time stamp of entry {one.seq}, {stamp.time}: it is of this log up to that entry."
    by_hand = openssl(one.seq, one.tsr.name)
    match judged.trust:
        case Trust.TRUSTED:
            return Finding(
                file, f"{what} Signed by {judged.words}, whose certificate is the one given, or leads to it.", False
            )
        case Trust.SIGNED:
            asked = (
                "Whether that certificate can be trusted was not judged: name the authority's with --tsa-certificate."
            )
            return Finding(file, f"{what} Signed by {judged.words}. {asked} {by_hand}", False)
        case Trust.NOT_CHECKED:
            return Finding(file, f"{what} Its signature is kept, not checked here: {judged.words}. {by_hand}", False)
        case Trust.NOT_TRUSTED:
            return Finding(file, f"The certificate given does not vouch for this answer: {judged.words}.", True)
    return Finding(file, f"The signature of this answer does not hold: {judged.words}.", True)


def openssl(seq: int, name: str) -> str:
    """How to check an answer without Fullpicture, in the case folder. The command stands last."""
    return (
        "To check it by hand, with the authority's certificate from its website as CERTIFICATE.pem, in the case folder: "
        f"head -n {seq} custody.jsonl | openssl ts -verify -data /dev/stdin -in {FOLDER}/{name} -CAfile CERTIFICATE.pem"
    )
