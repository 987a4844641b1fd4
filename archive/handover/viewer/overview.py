"""The summary page of the viewer as plain data."""

from collections.abc import Mapping
from typing import Any

import msgspec

from archive.handover.entry import Summary


def overview(summary: Summary, shards: int, counted: str) -> dict[str, Any]:
    """All that a summary says, how many shards there are, and what to know about the totals (`counted`). Its tables are pairs, because as a key of a JavaScript
    object a word of the evidence could mean something (`__proto__`)."""
    tally = summary.tally
    said: dict[str, Any] = msgspec.to_builtins(summary)
    said["head"] = {"entries": summary.head.seq, "sha256": summary.head.sha256}
    said["tally"] = {
        "kinds": _pairs(tally.kinds),
        "services": _pairs(tally.services),
        "directions": _pairs(tally.directions),
        "weeks": _pairs(tally.weeks),
        "hours": list(tally.hours),
    }
    return said | {"shards": shards, "counted": counted}


def _pairs(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return list(counts.items())
