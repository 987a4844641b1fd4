"""The `demo` command: builds a case from an invented story, and shows what can be done with it."""

from pathlib import Path

import click

from archive.case import Case
from archive.lines import CaseLine
from archive.listing import Listing
from archive.verify import verify
from importer import progress, wording
from importer.intake import Intake, Options
from importer.normalise import Declared
from importer.self_check import tool

STORY = Path(__file__).parent / "demo_data"
OWNER = ("Alex Example", "+44 7700 900456")
LINES = 24
WORDS = "stop"


def run(folder: Path) -> int:
    """Make the case, print ledger, timeline, a search and the check. Returns the exit code of the import."""
    declared = CaseLine(title="An invented story", zone="Europe/London", region="GB", initials="AE", me=OWNER)
    click.echo(f"Making a case from an invented story in {folder}\n")
    with Case.create(folder, declared, "demo", tool()) as case:
        options = Options(declared=Declared(zone="Europe/London", region="GB", me=OWNER))
        found = Intake(case, options, progress.for_terminal()).run(_story())
        for line in wording.ledger(found):
            click.echo(line)
        _show(case)
    verdict = verify(folder)
    click.echo(f"\nChecking every byte: fullpicture verify {folder}")
    for line in wording.verdict(verdict):
        click.echo(f"  {line}")
    return 4 if verdict.damage else found.exit_code


def _story() -> list[Path]:
    return sorted(path for path in STORY.iterdir() if path.name != "README.txt")


def _show(case: Case) -> None:
    listing = Listing(case)
    shown = list(listing.records())
    click.echo(f"\nThe timeline, {LINES} of {len(shown)} records: fullpicture records {case.root}")
    step = max(1, len(shown) // LINES)
    for record in shown[::step][:LINES]:
        click.echo(f"  {wording.record_line(record, case.declared.zone)[:150]}")
    click.echo(f"\nA search: fullpicture search {case.root} {WORDS}")
    for record in list(listing.search(WORDS))[:8]:
        click.echo(f"  {wording.record_line(record, case.declared.zone)[:150]}")
