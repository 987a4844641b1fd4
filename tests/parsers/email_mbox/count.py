"""An independent count of the mails in a mailbox file: lines that begin one, with a whole date, and a field behind them."""

import re

MONTHS = rb"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DATED = re.compile(
    rb"(?:^|\0)(?:\xef\xbb\xbf)?From (?![0-9a-f]{40} )\S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:"
    + MONTHS
    + rb") [ \d]\d \d\d:\d\d:\d\d"
    rb"(?: [+-]\d{4}| [A-Z]{3,4})? \d{4}\r?\n(?=>?[A-Za-z-]+[: ])",
    re.MULTILINE,
)
BARE = re.compile(rb"^From \r?\n(?=(?:From|To|Date|Received|X-[\w-]+):)", re.MULTILINE)
TOP = re.compile(rb"(?:From|To|Subject|Date|Received): ")


def count(data: bytes) -> int:
    """How many mails are surely there. Mails inside mails are not counted."""
    return len(DATED.findall(data)) + len(BARE.findall(data)) + (TOP.match(data) is not None)
