"""Hands evidence over for the command line: asks, shows progress, and gives the archive what it needs from this side."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
import msgspec
from msgspec import Struct

from archive import receipts
from archive.case import Case
from archive.errors import CannotWrite, FullpictureError
from archive.handover.disclosure import Finding
from archive.handover.gathering import Unpack
from archive.handover.making import Hands, hand_over, receipt_path
from archive.handover.order import Order
from archive.handover.receipt import Receipt, read
from archive.objects import Objects
from archive.verify import Verdict
from importer.cli import FULL_DISK
from importer.containers import look_inside
from importer.normalise import normal_form
from importer.places import Place
from importer.self_check import tool
from importer.tree import Entry
from importer.wording import plain

_RISKS = {
    "own-contact": "A NUMBER OR ADDRESS, PERHAPS OF YOURS",
    "own-address": "WHERE YOU LIVE OR STAY",
    "position": "WHERE PHOTOS WERE TAKEN",
    "other-people": "OTHER PEOPLE'S WORDS",
    "private-note": "PRIVATE NOTES",
}
_SIZES = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


class NotASize(FullpictureError):
    """Words that are no size of a file."""

    exit_code = 2


class How(Struct, frozen=True, kw_only=True):
    """Who does it, and how. `sure` skips the question; without a person at the terminal nobody is asked either.
    `locked`: with a password, which is asked for."""

    actor: str = ""
    sure: bool = False
    locked: bool = False


def make(case: Path, order: Order, out: Path, how: How) -> Receipt:
    """Make a hand-over of a case folder."""
    try:
        return _made(case, order, out, how)
    except OSError as error:
        if error.errno in FULL_DISK:
            raise
        where = f" ({error.filename})" if error.filename else ""
        raise CannotWrite(
            f"{error.strerror or error}{where}. The hand-over was not finished. The evidence in the case is as it was. If a ZIP of that "
            "name lies there, do not send it: delete it before you make it again."
        ) from error


def _made(case: Path, order: Order, out: Path, how: How) -> Receipt:
    with Case.open(case, how.actor or "owner", tool(), write=True) as opened:
        region = opened.declared.region or "GB"
        hands = Hands(
            normal=lambda text: normal_form(text, region), unpack=_unpack(opened),
            ask=lambda findings: _ask(findings, sure=how.sure), say=_say, password=_password if how.locked else None,
        )  # fmt: skip
        return hand_over(opened, order, out, hands)


def _password() -> str:
    return str(click.prompt("Password for the ZIP", hide_input=True, confirmation_prompt=True, err=True))


def size(words: str) -> int:
    """A size as people write it: 4GB, 700 MB, 4000000000. Raises NotASize."""
    text = words.upper().replace(" ", "").removesuffix("B").removesuffix("I")
    number, unit = (text[:-1], text[-1]) if text[-1:] in "KMGT" and text else (text, "")
    try:
        found = int(float(number) * _SIZES[unit])
    except (ValueError, OverflowError) as error:
        raise NotASize(f"“{words}” is no size. Write it like 4GB.") from error
    if found < 1_000_000:
        raise NotASize(f"“{words}” is too small for a ZIP. Write it like 4GB.")
    return found


def _unpack(case: Case) -> Unpack:
    @contextmanager
    def opened(sha256: str, wanted: frozenset[tuple[str, ...]]) -> Iterator[Iterator[tuple[tuple[str, ...], BinaryIO]]]:
        path = case.disk.path(Objects.name(sha256))
        container = Entry("container", Place(str(path)), path.stat().st_size, sha256=sha256, object=sha256)
        with tempfile.TemporaryDirectory(dir=case.disk.path("staging")) as work:
            yield _members(container, wanted, Path(work))

    return opened


def _members(
    container: Entry, wanted: frozenset[tuple[str, ...]], work: Path
) -> Iterator[tuple[tuple[str, ...], BinaryIO]]:
    left = set(wanted)
    for item in look_inside(container, work):
        if isinstance(item, Entry) and item.members in left:
            left.discard(item.members)
            with item.open() as stream:
                yield item.members, stream
        if not left:
            return


def _say(stage: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"{stage} …", err=True)


def _ask(findings: tuple[Finding, ...], *, sure: bool) -> bool:
    """Show what the hand-over would give away, and ask a person who is there."""
    click.echo(
        "Before you hand this over, think about these. What police receive may be shown to the other side one day.",
        err=True,
    )
    for finding in findings:
        where = f" ({', '.join(plain(one) for one in finding.where)})" if finding.where else ""
        click.echo(f"  {_RISKS[finding.risk]}: {plain(finding.about)}{where}", err=True)
    click.echo(
        "Leave things out with --person, --conversation, --since, --until, --kind, or photos' positions with --strip-gps.",
        err=True,
    )
    if sure or not sys.stdin.isatty():
        return True
    return click.confirm("Hand it over like this?", default=False, err=True)


def told(receipt: Receipt, out: Path) -> Iterator[str]:
    """What is printed at the end."""
    for one in receipt.sent:
        yield f"Made {out.with_name(one.file)}."
    yield f"Its receipt is {receipt_path(out)}. Send it by another way than the ZIP."
    yield ""
    yield from receipt.text().splitlines()


def check_handover(path: Path, receipt: str, *, as_json: bool) -> int:
    """Check a hand-over against itself and a receipt, and print what was found. Returns the exit code."""
    from archive.handover.check import check

    if receipt and not any(receipts.read(receipt) or digits for digits in read(receipt).values()):
        raise click.BadParameter("a receipt has lines that begin with ZIP, BAG or entry.", param_hint="--receipt")
    verdict = check(path, receipt)
    for line in [json.dumps(msgspec.to_builtins(verdict), ensure_ascii=False)] if as_json else about(verdict):
        click.echo(line)
    return 4 if verdict.damage else 0


def about(verdict: Verdict) -> Iterator[str]:
    """What a check of a hand-over found."""
    looked = f"{verdict.checked['files']:,} files and {verdict.checked['entries']:,} log entries were checked"
    if not verdict.damage:
        yield f"Intact. {looked}."
    else:
        yield f"DAMAGED. {len(verdict.damage)} things are not as they were; {looked}:"
        yield from (f"  {plain(item.what)}: {plain(item.why)}" for item in verdict.damage)
    yield from (f"Note: {note}" for note in verdict.notes)
