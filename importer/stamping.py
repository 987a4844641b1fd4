"""Says in plain words how a time stamp is fetched, and takes the answer in: `fullpicture timestamp`."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from archive import receipts, timestamp_check, timestamps
from archive.case import Case
from archive.disk import Disk
from archive.errors import CannotWrite
from archive.timestamp_signature import Trust
from importer.self_check import tool

AUTHORITY = "http://timestamp.digicert.com"
"""An example; the answer is signed, so the connection need not be secret. Never opened from here."""


def ask(case: Path, out: Path | None, actor: str) -> Iterator[str]:
    """Write the question, here and to `out`, and say how to carry it and what it gives away."""
    with Case.open(case, actor, tool(), write=True) as opened:
        written, seq = timestamps.request(opened)
    file = _copied(written, out / written.name if out.is_dir() else out) if out else written
    yield f"Written: {file} (for entry {seq} of the log)"
    yield ""
    yield "It holds one fingerprint and a random number. No name, no message and no picture is in it, and nobody can work"
    yield "back from it to what you keep. Whoever is asked learns that a stamp was asked for, and from which connection."
    yield ""
    yield "1. Carry this file to another computer with internet, best that of somebody who helps you."
    yield "2. There, in the folder of the file, type this (on Windows, macOS and Linux alike), or ask another authority:"
    yield (f'     curl -H "Content-Type: application/timestamp-query" --data-binary "@{file.name}" '
           f"-o {file.stem}.tsr {AUTHORITY}")  # fmt: skip
    yield f"3. Bring {file.stem}.tsr back, and keep it: fullpicture timestamp {shlex.quote(str(case))} --reply {file.stem}.tsr"
    yield ""
    yield "You may go on adding to the case meanwhile. The answer stands for the log as it is now."


def _copied(written: Path, out: Path) -> Path:
    """A copy that is on the medium when this returns: a stick may be pulled out next."""
    data = written.read_bytes()
    if out.exists() and out.read_bytes() != data:
        raise CannotWrite(
            f"{out} is there already and is something else. It was not changed. The question is in {written}."
        )
    out.write_bytes(data)
    Disk(out.parent).sync(out.name)
    return out


def take(case: Path, reply: Path, actor: str) -> Iterator[str]:
    """Keep an answer, and say what it shows."""
    with open(reply, "rb") as stream:
        answer = stream.read(timestamps.MOST)
    with Case.open(case, actor, tool(), write=True) as opened:
        taken = timestamps.keep(opened, answer)
        receipt = receipts.write(taken.head)
        opened.note_receipt(receipt)
    yield f"Kept as {taken.file}."
    yield f"It states that the log up to entry {taken.seq} existed on {taken.time}, as it is now."
    if taken.judged.trust is Trust.SIGNED:
        yield f"Signed by {taken.judged.words}. Whether to trust that authority is for whoever reads it to judge."
    else:
        yield f"Its signature was not checked here: {taken.judged.words}."
    yield timestamp_check.openssl(taken.seq, taken.file.name)
    yield f"  {receipt}"
