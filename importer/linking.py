"""Says in lines what links of a case were found: `fullpicture links`."""

from collections.abc import Iterator
from pathlib import Path


def link_lines(case: Path, *, as_json: bool) -> Iterator[str]:
    """All links of a case."""
    raise NotImplementedError(case, as_json)
