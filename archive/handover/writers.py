"""All writers of a hand-over, in the order in which they finish: what is printed, what is read by programs, what a browser shows."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from archive.handover.entry import Writer
from archive.handover.order import Order


def writers(data: Path, order: Order, open_object: Callable[[str], BinaryIO | None]) -> list[Writer]:
    """Writers into the payload folder `data`. `open_object` gives the bytes of an exhibit, for formats that carry them inside."""
    from archive.handover.chronology import Chronology
    from archive.handover.jsonl import JsonLines
    from archive.handover.sheet import Sheet
    from archive.handover.table import Table
    from archive.handover.viewer import Viewer

    every: list[Writer] = [Chronology(data, order.by), Sheet(data), Table(data), JsonLines(data), Viewer(data)]
    return [*every, *_extras(data, order, open_object)]


def _extras(data: Path, order: Order, open_object: Callable[[str], BinaryIO | None]) -> list[Writer]:
    found: list[Writer] = []
    if "rsmf" in order.extras:
        from archive.handover.rsmf import Rsmf

        found.append(Rsmf(data, open_object))
    if "case" in order.extras:
        from archive.handover.case_uco import CaseUco

        found.append(CaseUco(data))
    if "timesketch" in order.extras:
        from archive.handover.timesketch import Timesketch

        found.append(Timesketch(data))
    return found
