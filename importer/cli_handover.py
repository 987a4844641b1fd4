"""The command that hands evidence over."""

import json
from pathlib import Path
from typing import Any, Literal

import click

from importer.cli import ACTOR, AS_JSON, CASE, _day, main


def _extras(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(word.strip().lower() for word in value.split(",") if word.strip()))
    if unknown := [word for word in wanted if word not in ("rsmf", "case", "timesketch")]:
        raise click.BadParameter(f"“{unknown[0]}” is none of rsmf, case, timesketch.")
    return wanted


def _size(_: click.Context, __: click.Parameter, value: str) -> int:
    from importer.handing_over import NotASize, size

    try:
        return size(value) if value else 0
    except NotASize as error:
        raise click.BadParameter(str(error)) from error


@main.command()
@CASE
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--person",
    "persons",
    multiple=True,
    help="Only what this number, address or name and the owner wrote to each other. May be given several times, as the next three.",
)
@click.option("--conversation", "conversations", multiple=True, help="Only this conversation, by its title.")
@click.option("--service", "services", multiple=True, help="Only sms, whatsapp, email …")
@click.option("--kind", "kinds", multiple=True, help="Only message, email, call, photo, diary …")
@click.option("--since", default="", callback=_day, help="From this day on (YYYY-MM-DD).")
@click.option("--until", default="", callback=_day, help="Up to and including this day.")
@click.option("--with-diary", "diary", is_flag=True, help="With --person: the diary of that time too.")
@click.option("--without-originals", is_flag=True, help="No original files, only what was read in them.")
@click.option("--only-cited-members", is_flag=True, help="Of zips, only the files inside that records name.")
@click.option(
    "--strip-gps",
    is_flag=True,
    help="Photos go out as copies without their position; the originals are named and stay here.",
)
@click.option(
    "--by",
    type=click.Choice(["week", "month", "quarter", "volume"]),
    default="volume",
    show_default=True,
    help="How the PDF is divided.",
)
@click.option("--split", default="", callback=_size, help="Several ZIPs, none larger than this: 4GB.")
@click.option("--extra", default="", callback=_extras, help="Other formats too: rsmf,case,timesketch.")
@click.option("--title", default="", help="What to call it, on every page. The title of the case itself stays here.")
@click.option("--recipient", default="", help="Who receives it.")
@click.option("--reference", default="", help="Their reference, like a crime number.")
@click.option(
    "--password",
    "locked",
    is_flag=True,
    help="Lock the ZIP with a password (asked for; AES-256, opens in 7-Zip).",
)
@click.option("--yes", "sure", is_flag=True, help="Do not ask.")
@ACTOR
@AS_JSON
def handover(case: Path, out: Path, **said: Any) -> None:
    """Make a ZIP for police, a court or a lawyer, which they can read and check without Fullpicture."""
    from archive.handover.order import Order, Part
    from importer.handing_over import How, make, told

    if said["without_originals"] and said["only_cited_members"]:
        raise click.UsageError("Choose one of --without-originals and --only-cited-members.")
    originals: Literal["all", "cited", "none"] = (
        "none" if said["without_originals"] else "cited" if said["only_cited_members"] else "all"
    )
    part = Part(
        **{name: said[name] for name in ("persons", "conversations", "services", "kinds", "since", "until", "diary")}
    )
    order = Order(
        part=part, originals=originals, by=said["by"], extras=said["extra"], split=said["split"],
        title=said["title"], recipient=said["recipient"], reference=said["reference"], strip_place=said["strip_gps"],
    )  # fmt: skip
    receipt = make(case, order, out, How(actor=said["actor"], sure=said["sure"], locked=said["locked"]))
    if said["as_json"]:
        import msgspec

        click.echo(json.dumps({"event": "handed-over", **msgspec.to_builtins(receipt)}, ensure_ascii=False))
        return
    for line in told(receipt, out):
        click.echo(line)
