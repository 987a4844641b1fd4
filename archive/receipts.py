"""Receipts: log position and fingerprint, to be kept somewhere else. Only they show that a whole archive was replaced."""

import re

from archive.custody import Head

_FORM = re.compile(r"entry\s+(\d+)\s+((?:[0-9a-f]\s*){64})(?![0-9a-f])", re.IGNORECASE)


def write(head: Head) -> str:
    """`entry 7  4d2a0d9e 1b…`: the fingerprint in eight groups of eight, to be read out or copied by hand."""
    groups = [head.sha256[i : i + 8] for i in range(0, 64, 8)]
    return f"entry {head.seq}  {' '.join(groups)}"


def read(text: str) -> list[Head]:
    """Every receipt in a text, whatever stands around it and however the groups are spaced."""
    return [Head(int(seq), re.sub(r"\s", "", digits).lower()) for seq, digits in _FORM.findall(text)]
