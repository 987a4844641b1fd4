"""Commands about what is read out of pictures: reading it, correcting it, and comparing it with exported records."""

import sys
from pathlib import Path

import click

from importer.cli import ACTOR, AS_JSON, CASE, JOBS, OCR, main


@main.command()
@CASE
@click.argument("record_id")
@click.option("--text", default=None, help="What the message really says.")
@click.option("--sender", default=None, help="Who really wrote it.")
@click.option("--time", "when", default="", help="When it was really written: 2024-03-31 21:15, or a day alone.")
@click.option("--note", default="", help="Why, or how you know.")
@ACTOR
def correct(case: Path, record_id: str, actor: str, **said: str) -> None:
    """Say what the machine misread in a picture. Its reading is kept beside yours; the picture stays the evidence."""
    from importer.correcting import Asked, correct_record

    for line in correct_record(case, record_id, Asked(**said), actor):
        click.echo(line)


@main.command()
@CASE
@AS_JSON
def links(case: Path, as_json: bool) -> None:
    """Compare screenshots with each other and with exported records: who else says the same, and who contradicts."""
    from importer.linking import link_lines

    for line in link_lines(case, as_json=as_json):
        click.echo(line)
    sys.stdout.flush()


@main.command("read-screenshot")
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path))
@OCR
@click.option("--jobs", default=1, show_default=True, type=JOBS, help="How many pictures are read at once.")
@AS_JSON
def read_screenshot(images: tuple[Path, ...], ocr: str, jobs: int, as_json: bool) -> None:
    """Read the messages in screenshots of chats, without adding them to a case."""
    from importer.engine_wanted import want
    from importer.reading_screens import NO_FILE, read_screens, told_lines

    want(ocr)
    problems = []
    for item in read_screens(images, jobs):
        problems.append(item["problem"])
        for line in told_lines(item, as_json=as_json):
            click.echo(line)
    if all(problem in NO_FILE for problem in problems):
        click.echo("Nothing was read: none of these names is that of a file.", err=True)
        sys.exit(1)
    sys.exit(3 if any(problems) else 0)
