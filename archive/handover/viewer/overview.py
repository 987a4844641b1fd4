"""The summary page of the viewer as plain data."""

from collections.abc import Mapping
from typing import Any

import msgspec

from archive.handover.entry import Summary
from archive.handover.viewer.words import DIRECTIONS


def overview(summary: Summary, shards: int) -> dict[str, Any]:
    """All that a summary says, and how many shards there are. Its tables are pairs, because as a key of a JavaScript
    object a word of the evidence could mean something (`__proto__`)."""
    tally = summary.tally
    said: dict[str, Any] = msgspec.to_builtins(summary)
    said["head"] = {"entries": summary.head.seq, "sha256": summary.head.sha256}
    said["tally"] = {
        "kinds": _pairs(tally.kinds),
        "services": _pairs(tally.services),
        "directions": [(DIRECTIONS.get(name, name), count) for name, count in tally.directions.items()],
        "weeks": _pairs(tally.weeks),
        "hours": list(tally.hours),
    }
    return said | {"shards": shards}


def _pairs(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return list(counts.items())
