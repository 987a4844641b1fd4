"""Puts lines into the order in which people read them, and makes one text of them."""

import re

from parsers._screen.geometry import U
from parsers._screen.lines import Line
from parsers._screen.phrases import LINK


def in_rows(lines: list[Line]) -> list[list[Line]]:
    """Lines in reading order: rows from the top, each from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.middle_y):
        if rows and abs(line.box.middle_y - rows[-1][0].box.middle_y) < 0.5 * max(
            line.box.height, rows[-1][0].box.height
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.box.left)
    return rows


def joined(lines: list[Line]) -> str:
    """The words of some lines as one text. An address that an app broke at the edge is put together again."""
    right = max((line.box.right for line in lines), default=0)
    text, before = "", 0
    for row in in_rows(lines):
        said = " ".join(line.text for line in row if line.text)
        broken = LINK.search(text) and before >= right - 14 * U and said and not said[0].isupper()
        text += said if broken or not text else f" {said}"
        before = row[-1].box.right
    return tidy(text)


def tidy(text: str) -> str:
    """Without the marks at the start that an engine makes of icons and rims."""
    text = re.sub(r"(?<![\w|])\|(?=$|[\s'’])", "I", text)
    return re.sub(r"^[_\\/~`'\".,•·«»©®@<>¢\s]{1,3}\s(?=\S)", "", text).strip()
