"""The command line: words in, words out, no decisions. Each command imports what it needs when it runs."""

import io
import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from archive.errors import CannotWrite, FullpictureError

EXISTING = click.Path(exists=True, path_type=Path)
CASE = click.argument("case", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
ACTOR = click.option("--actor", default="", help="Who does this: the name that stands in the log.")
JOBS = click.IntRange(min=1)
OCR = click.option(
    "--ocr", type=click.Choice(["tesseract", "accurate", "both"]), default=None,
    help="What reads the words in screenshots. accurate and both are slower, and need the extra of that name.",
)  # fmt: skip
FULL_DISK = {27, 28, 122}  # file too large for the file system, no space, quota


class Program(click.Group):
    """The one place where a refusal becomes a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except FullpictureError as error:
            _fail(str(error), error.exit_code)
        except KeyboardInterrupt:
            _fail("Stopped. What was acknowledged is safe; run the same command again to finish.", 130)
        except BrokenPipeError:  # the reader of our output has gone, as with `| head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            _fail(_about_disk(error), CannotWrite.exit_code)
        except Exception as error:
            _fail_if_database(error)
            raise

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except click.Abort:
            _fail("Stopped.", 130)


def _fail(message: str, code: int) -> None:
    click.echo(f"\n{message}", err=True)
    sys.exit(code)


def _fail_if_database(error: Exception) -> None:
    """SQLite says in its own words that the disk is full or cannot be written."""
    import sqlite3

    if isinstance(error, UnicodeEncodeError):
        _fail("Some of these words hold bytes that are no text. Nothing was done.", 2)
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        _fail(
            f"The catalogue cannot be read ({error}). The evidence is not in it: keep a copy of the case folder, move "
            "catalogue.sqlite3 out of it, and run the command again; it will be built again.", 4
        )  # fmt: skip
    if isinstance(error, sqlite3.OperationalError):
        number = 28 if "full" in str(error) else 5
        _fail(_about_disk(OSError(number, str(error))), CannotWrite.exit_code)


def _about_disk(error: OSError) -> str:
    if error.errno in FULL_DISK:
        return "The disk is full. What was acknowledged is safe. Make room and run the same command again to finish."
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}. What was acknowledged is safe. Run the same command again when this is mended."


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fullpicture", message="%(prog)s %(version)s")
def main() -> None:
    """Fullpicture keeps what was done to you as evidence that others can check.

    Start with `fullpicture init CASE`, then `fullpicture add CASE FILES…`. Nothing ever leaves this computer.
    """
    sys.dont_write_bytecode = True  # nothing is written outside the case folder
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal that cannot show every letter still shows the rest


def _zone(_: click.Context, __: click.Parameter, value: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(value).key if value else ""
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(f"“{value}” is no time zone. Write it like Europe/London.") from error


def _region(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not (len(value) == 2 and value.isalpha()):
        raise click.BadParameter("write the country as two letters, like GB.")
    return value.upper()


def _day(_: click.Context, __: click.Parameter, value: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        raise click.BadParameter(f"“{value}” is no day. Write it like 2024-03-31.") from error


def _initials(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not (value.isascii() and value.isalnum() and len(value) <= 6):
        raise click.BadParameter("write two or three letters, like JS.")
    return value.upper()


ZONE = click.option(
    "--zone", default="", callback=_zone, help="Time zone of clocks that state none, like Europe/London."
)


@main.command()
@CASE
@click.option("--title", default="", help="What the case is about, for your own eyes: it is never handed over.")
@click.option(
    "--zone", default="Europe/London", show_default=True, callback=_zone, help="Time zone of clocks that state none."
)
@click.option(
    "--region", default="GB", show_default=True, callback=_region, help="Country of phone numbers without a prefix."
)
@click.option(
    "--initials",
    default="",
    callback=_initials,
    help="Letters of exhibit numbers, as in JS/1. Often the owner's initials.",
)
@ACTOR
def init(case: Path, actor: str, **said: str) -> None:
    """Make a new, empty case folder."""
    from archive.case import Case
    from archive.lines import CaseLine
    from archive.receipts import write
    from importer.safety import cloud_folder
    from importer.self_check import tool

    f"{said['title']}{actor}".encode()  # what is no text is refused before anything is made
    declared = CaseLine(title=said["title"], zone=said["zone"], region=said["region"], initials=said["initials"])
    with Case.create(case, declared, actor or "owner", tool()) as made:
        made.note_receipt(write(made.log.head))
    click.echo(f"Made the case folder {case}. Now add files: fullpicture add {shlex.quote(str(case))} FILES…")
    if cloud := cloud_folder(case):
        click.echo(f"Careful: this folder is inside {cloud}. Whoever can open that account can read it. A folder that is "
                   "not copied to the internet is safer.", err=True)  # fmt: skip


@main.command()
@CASE
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@click.option(
    "--me", multiple=True, help="A name or number of yours, as the files write it. May be given several times."
)
@ZONE
@click.option("--jobs", default=None, type=JOBS, help="How many files are read at once. Default: one per processor.")
@click.option(
    "--everything", is_flag=True, help="Keep every file of a phone backup, not only messages, calls and contacts."
)
@click.option("--parser", "outside", multiple=True, type=EXISTING, help="A parser of your own: a Python file.")
@OCR
@ACTOR
@AS_JSON
def add(case: Path, paths: tuple[Path, ...], **said: Any) -> None:
    """Add files, folders or zips to a case. They are copied; the originals are never changed."""
    from importer.adding import Request, add_to_case
    from importer.engine_wanted import want

    want(said.pop("ocr"))
    said["jobs"] = said["jobs"] or 0
    names = {name: said[name] for name in ("me", "zone", "jobs", "everything", "outside", "actor", "as_json")}
    sys.exit(add_to_case(Request(case=case, paths=paths, **names)))


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    options = [
        click.option("--since", default="", callback=_day, help="From this day on (YYYY-MM-DD)."),
        click.option("--until", default="", callback=_day, help="Up to and including this day."),
        click.option("--person", default="", help="With this number, address or name."),
        click.option("--kind", default="", help="message, email, call, photo, diary …"),
        click.option("--service", default="", help="sms, whatsapp, email, instagram …"),
    ]
    for option in reversed(options):
        option(command)
    return command


@main.command()
@CASE
@_filters
@AS_JSON
def records(case: Path, as_json: bool, **wanted: str) -> None:
    """List what is in a case, in time order. What has no time comes last."""
    from archive.case import Case
    from archive.listing import Filter, Listing
    from importer.normalise import normal_form

    with Case.open(case) as opened:
        normal = normal_form(wanted["person"], opened.declared.region or "GB")
        _print_records(
            opened, Listing(opened).records(Filter(normal=normal, zone=opened.declared.zone, **wanted)), as_json
        )


@main.command()
@CASE
@click.argument("words", nargs=-1, required=True)
@AS_JSON
def search(case: Path, words: tuple[str, ...], as_json: bool) -> None:
    """Find records that hold all these words, in texts, names, file names or pictures."""
    from archive.case import Case
    from archive.listing import Listing

    with Case.open(case) as opened:
        _print_records(opened, Listing(opened).search(" ".join(words)), as_json)


def _print_records(case: Any, found: Iterable[Any], as_json: bool) -> None:
    from importer.wording import record_line

    count = 0
    for count, shown in enumerate(found, 1):  # noqa: B007
        click.echo(_json(shown.as_json()) if as_json else record_line(shown, case.declared.zone))
    if not count and not as_json:
        click.echo("Nothing was found.", err=True)


@main.command()
@CASE
@click.argument("record_id")
@AS_JSON
def show(case: Path, record_id: str, as_json: bool) -> None:
    """Show everything about one record: what it says, where it was seen, and in which bytes."""
    from importer.showing import shown_lines

    for line in shown_lines(case, record_id, as_json=as_json):
        click.echo(line)


@main.command()
@CASE
@AS_JSON
def problems(case: Path, as_json: bool) -> None:
    """List what could not be read, where, and why."""
    from archive.case import Case
    from archive.listing import Listing
    from importer.wording import plain

    with Case.open(case) as opened:
        found = list(Listing(opened).problems())
    for item in found:
        place = f" ({item['locator']})" if item["locator"] else ""
        click.echo(_json(item) if as_json else f"{plain(item['path'])}{place}: {plain(item['reason'])}")
    if not found and not as_json:
        click.echo("Everything that was added could be read.")


@main.command()
@CASE
@AS_JSON
def sources(case: Path, as_json: bool) -> None:
    """List every file that was ever added, and what became of it."""
    from archive.case import Case
    from archive.listing import Listing
    from importer.wording import plain

    with Case.open(case) as opened:
        for item in Listing(opened).sources():
            what = f"{item['outcome'] or 'kept':12} {item.get('parser') or '':22} {item.get('records', 0):>7}"
            click.echo(_json(item) if as_json else f"{what}  {plain(item['path'])}")


@main.command()
@CASE
@click.option(
    "--receipt", default="", help="A receipt that was kept elsewhere, or the file it is in: entry 7 4d2a0d9e …"
)
@click.option("--tsa-certificate", "tsa", type=EXISTING, help="A time-stamp authority that you trust: its certificate.")
@AS_JSON
def verify(case: Path, receipt: str, tsa: Path | None, as_json: bool) -> None:
    """Check that not one byte of a case, or of a hand-over, has changed. Changes nothing."""
    import msgspec

    from archive import handover, receipts
    from archive.verify import verify as check
    from importer import wording

    if receipt and len(receipt) < 4096 and Path(receipt).is_file():
        receipt = Path(receipt).read_text("utf-8", "replace")
    if handover.is_one(case):
        from importer.handing_over import check_handover

        sys.exit(check_handover(case, receipt, as_json=as_json))
    expected = receipts.read(receipt)
    if receipt and not expected:
        raise click.BadParameter("a receipt looks like: entry 7 4d2a0d9e … (64 digits).", param_hint="--receipt")
    verdict = check(case, expected, tsa.read_bytes() if tsa else b"")
    for line in [_json(msgspec.to_builtins(verdict))] if as_json else wording.verdict(verdict):
        click.echo(line)
    sys.exit(4 if verdict.damage else 0)


@main.command()
@AS_JSON
def formats(as_json: bool) -> None:
    """List the formats that can be read."""
    from parsers._registry import parsers, title

    for name, parser in parsers().items():
        item = {"name": name, "title": title(parser), "version": parser.VERSION}
        click.echo(_json(item) if as_json else f"{name:22} {item['title']}")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@AS_JSON
def identify(paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what files are, without adding them to a case."""
    from importer.identifying import identify_all

    for item in identify_all(paths):
        said = item["title"] or item["why"]
        click.echo(_json(item) if as_json else f"{item['path']}: {said}")


@main.command()
@CASE
@click.argument("action", type=click.Choice(["add", "list"]), default="list")
@click.option("--when", default="", help="When it happened: 2024-03-31 21:15, or 31/03/2024.")
@click.option("--where", default="", help="Where it happened.")
@click.option("--what", default="", help="What happened, in your own words. Leave it out to type it.")
@click.option("--witness", "witnesses", multiple=True, help="Who saw or heard it. May be given several times.")
@click.option("--written", default="", help="When you first wrote this down, if not now.")
@click.option("--private", is_flag=True, help="A note for yourself: it is never handed over.")
@ACTOR
@AS_JSON
def diary(case: Path, action: str, actor: str, as_json: bool, **said: Any) -> None:
    """Keep a diary of what happens: `fullpicture diary CASE add --when … --what …`, or list it."""
    from archive.case import Case
    from archive.listing import Filter, Listing

    if action == "add":
        _add_to_diary(case, actor or "owner", said)
        return
    with Case.open(case) as opened:
        _print_records(opened, Listing(opened).records(Filter(kind="diary")), as_json)


def _add_to_diary(case: Path, actor: str, said: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from archive import receipts
    from archive.case import Case
    from importer import diary_entry
    from importer.self_check import tool as code

    what = said.pop("what") or sys.stdin.read()
    if not what.strip():
        raise click.UsageError("The entry has no words. Say what happened with --what.")
    with Case.open(case, actor, code(), write=True) as opened:
        entry = diary_entry.Entry(what=what, author=actor, **said)
        head, name = diary_entry.add(opened, entry, datetime.now(UTC))
        opened.note_receipt(receipts.write(head))
    click.echo(f"Written down as {name[:16]}.\n  {receipts.write(head)}")


@main.command()
@click.argument("folder", default="fullpicture-demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    """Build a case from an invented story, to see what Fullpicture does."""
    from importer.demo import run

    sys.exit(run(folder))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


from importer import cli_handover, cli_screens, cli_sealing  # noqa: E402, F401 - their commands join `main`, which has to be there first
