"""The `add` command: opens the case, runs the import, and prints the account in the way that was asked for."""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec
from msgspec import Struct

from archive.case import Case
from archive.lines import CaseLine
from importer import outside, progress, wording
from importer.engine_wanted import USUAL, wanted
from importer.intake import Intake, Options
from importer.ledger import Ledger
from importer.normalise import Declared
from importer.reread import reread
from importer.self_check import tool


class Request(Struct, frozen=True):
    """What `fullpicture add` was asked to do."""

    case: Path
    paths: tuple[Path, ...]
    me: tuple[str, ...] = ()
    zone: str = ""
    jobs: int = 0
    everything: bool = False
    outside: tuple[Path, ...] = ()
    actor: str = ""
    as_json: bool = False


def add_to_case(request: Request) -> int:
    """Import, print the account, and return the exit code: 0, or 3 when some things could not be read."""
    shown = progress.JsonProgress(sys.stdout) if request.as_json else progress.for_terminal()
    with Case.open(request.case, request.actor or "owner", _tool(request), write=True) as case:
        _declare(case, request)
        before = case.log.head.seq
        ledger = Intake(case, _options(case, request), shown).run(request.paths)
        ledger = msgspec.structs.replace(ledger, warnings=(*ledger.warnings, *reread(case, before)))
        if request.as_json:
            click.echo(json.dumps(as_event(ledger), ensure_ascii=False))
        else:
            _print(case, ledger)
    return ledger.exit_code


def as_event(ledger: Ledger) -> dict[str, object]:
    """The ledger as the last JSON event of an import."""
    return {"event": "imported", **msgspec.to_builtins(ledger)}


def _tool(request: Request) -> str:
    others = [f" parser {path.stem} sha256:{outside.digest(path)}" for path in request.outside]
    engine = f" ocr {wanted()}" if wanted() != USUAL else ""
    return tool() + engine + "".join(others)


def _declare(case: Case, request: Request) -> None:
    """Names that a person says are theirs are remembered by the case, so that a later import knows them too."""
    new = tuple(name for name in request.me if name not in case.declared.me)
    if new:
        with case.batch() as batch:
            batch.add(CaseLine(me=new))
            batch.commit("declared", {})


def _options(case: Case, request: Request) -> Options:
    held = case.declared
    declared = Declared(zone=request.zone or held.zone, region=held.region or "GB", me=held.me)
    ZoneInfo(declared.zone or "UTC")  # a case from elsewhere may name a zone that this computer does not know
    return Options(
        declared=declared, jobs=request.jobs or os.cpu_count() or 1, everything=request.everything,
        outside=tuple(str(path) for path in request.outside),
    )  # fmt: skip


def _print(case: Case, ledger: Ledger) -> None:
    for line in wording.ledger(ledger):
        click.echo(line)
    for line in wording.who_is_you(unknown_names(case)):
        click.echo(line)


def unknown_names(case: Case) -> Counter[str]:
    """Names of senders in conversations of which nobody said which side is the owner's."""
    query = """SELECT coalesce(nullif(p.name, ''), p.id), count(*) FROM record r
               JOIN record_party rp ON rp.record = r.n AND rp.role = 'sender' JOIN party p ON p.n = rp.party
               WHERE r.direction = 'unknown' AND r.kind IN ('message', 'call', 'voicemail') GROUP BY 1"""
    return Counter(dict(case.db.execute(query)))
