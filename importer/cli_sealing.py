"""Commands that prove when, and that lock away: time stamps from somebody else, and a case folder in one locked file."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from importer.cli import ACTOR, CASE, main

if TYPE_CHECKING:
    from archive.sealing import Sealed

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)
PASSWORD_FILE = click.option(
    "--password-file", type=FILE, default=None,
    help="Take the password from the first line of a file, for scripts. Without it you are asked; what is typed does not show.",
)  # fmt: skip


@main.command()
@CASE
@click.option("--request", is_flag=True, help="Write the question, to be carried to a computer with internet.")
@click.option("--out", type=NEW, default=None, help="Write the question here too, for example on a stick.")
@click.option("--reply", type=FILE, default=None, help="Keep the answer that was brought back.")
@ACTOR
def timestamp(case: Path, request: bool, out: Path | None, reply: Path | None, actor: str) -> None:
    """Have somebody else confirm when this archive existed. Nothing is sent from here: a person carries it."""
    from importer.stamping import ask, take

    if request == bool(reply):
        raise click.UsageError("Say either --request, or --reply with the file that was brought back.")
    for line in take(case, reply, actor or "owner") if reply else ask(case, out, actor or "owner"):
        click.echo(line)


@main.command()
@CASE
@click.option(
    "--out",
    type=NEW,
    default=None,
    help="The locked file, or the folder for it. Default: CASE.sealed.tar beside the case.",
)
@click.option("--keep", is_flag=True, help="Keep the open folder too.")
@click.option("--yes", is_flag=True, help="Remove the open folder without asking.")
@PASSWORD_FILE
@ACTOR
def seal(case: Path, out: Path | None, password_file: Path | None, actor: str, **said: bool) -> None:
    """Lock a case folder into one file with a password. Without the password it is lost, for everybody, for ever."""
    from archive import sealing
    from archive.case import Case
    from archive.sealed_file import pyrage
    from importer.self_check import tool

    pyrage()
    with Case.open(case, actor or "owner", tool(), write=True) as opened:
        target = _target(case.resolve(), out)
        password = _password(
            password_file, "Choose a password, best four or more words that nobody would guess", new=True
        )
        sealed = sealing.seal(opened, target, password)
        click.echo(
            f"Locked: {target} ({sealed.files:,} files). It was opened again, and every byte is as in the folder."
        )
        click.echo(
            "Write the password down and keep it where the other person never looks. If it is lost, all of it is lost."
        )
        if not said["keep"]:
            _remove(sealed, case, yes=said["yes"])
    _name_leftovers(target.resolve().parent, case.resolve().parent)


def _target(case: Path, out: Path | None) -> Path:
    name = f"{case.name}.sealed.tar"
    if out is None:
        return case.with_name(name)
    return out / name if out.is_dir() else out


def _remove(sealed: "Sealed", case: Path, *, yes: bool) -> None:
    question = (
        f"Remove the open folder {case} now? Only the locked file is left then, and it opens only with the password."
    )
    if not yes and not click.confirm(question):
        click.echo(f"The folder {case} was kept.")
        return
    sealed.remove_folder()
    click.echo(f"The folder {case} was removed. On most drives, above all SSDs and sticks, what is removed can sometimes still "
               "be found by experts. If that matters, keep cases on an encrypted drive from the start.")  # fmt: skip
    click.echo(f"To open it: fullpicture open {shlex.quote(str(sealed.file))} NEW-FOLDER")


def _name_leftovers(*folders: Path) -> None:
    """A removal that was stopped half-way leaves evidence that anybody can read: say so whenever we come by."""
    from archive import sealing

    for path in sealing.left_behind(*folders):
        click.echo(f"Careful: {path} was being removed after it was locked, and that was stopped half-way. Anybody can read "
                   "what is left in it. When the locked file of that case opens, remove that folder.", err=True)  # fmt: skip


@main.command("open")
@click.argument("file", type=FILE)
@click.argument("folder", type=NEW)
@PASSWORD_FILE
def open_command(file: Path, folder: Path, password_file: Path | None) -> None:
    """Open a locked case into a new folder, and check it. The locked file stays."""
    from archive import sealing
    from archive.sealed_file import pyrage
    from archive.verify import verify
    from importer import wording

    pyrage()
    sealing.open_sealed(file, folder, _password(password_file, "Password", new=False))
    click.echo(f"Opened into {folder}. The locked file {file} is still there.")
    _name_leftovers(file.resolve().parent, folder.resolve().parent)
    verdict = verify(folder)
    for line in wording.verdict(verdict):
        click.echo(line)
    sys.exit(4 if verdict.damage else 0)


def _password(file: Path | None, question: str, *, new: bool) -> str:
    """A password, typed unseen (twice when it is new) or from a file; never from the command line, which others can see."""
    typed = _first_line(file) if file else click.prompt(question, hide_input=True, confirmation_prompt=new)
    if not typed:
        raise click.UsageError("The password is empty. Nothing was done.")
    return str(typed)


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is no text file. Nothing was done.") from error
