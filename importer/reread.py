"""Says after an import what reading pictures again has changed: another engine, a newer version, another `--me`."""

from collections.abc import Iterator

from archive.case import Case
from archive.counting import counted
from archive.earlier import Earlier, Reread
from importer.ledger import Remark


def reread(case: Case, since: int) -> Iterator[Remark]:
    """A remark for each picture of which the messages are read otherwise than before log entry `since` + 1."""
    for found in Earlier(case).changes(since):
        yield Remark(found.path, _told(found), "read-otherwise")


def _told(found: Reread) -> str:
    parts = (
        (found.otherwise, "says something else now", "say something else now"),
        (found.new, "is new", "are new"),
        (found.gone, "was not found again", "were not found again"),
    )
    said = ", ".join(f"{counted(n, 'message')} {one if n == 1 else many}" for n, one, many in parts if n)
    return f"This picture was read again: {said}. What was read before is kept; `fullpicture show` of a message tells both readings, of the picture what was not found again."
