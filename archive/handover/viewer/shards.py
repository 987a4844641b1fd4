"""Data as classic scripts: all that a page opened from `file://` may load. What is said inside them is inert, whatever it is.

A script calls one function with plain data, as JSON in a string: a browser reads that twice as quickly as the same data as
JavaScript. Repeated strings are written once: in the rows of a shard a whole number stands for the string at that place
of its `words`. All other leaves are strings, so a number can mean nothing else.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

Node: TypeAlias = "str | Sequence[Node]"

# What could end a script, start markup, break a line of JavaScript, or turn the reading order of whoever looks at the file.
_UNSAFE = re.compile(
    "[<>&\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ue000-\uf8ff]"
)


def script(call: str, *said: str) -> bytes:
    """The script that calls `full.<call>` with what these JSON texts say."""
    values = ",".join(f"JSON.parse('{_inert(text)}')" for text in said)
    return f"full.{call}({values});\n".encode()


def as_json(value: Any) -> str:
    """Plain data as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _inert(text: str) -> str:
    """JSON fit for the inside of a JavaScript string."""
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


class Shard:
    """Rows that become one script."""

    def __init__(self) -> None:
        self.weight = 0  # about how many characters the rows take
        self._rows: list[Node] = []
        self._leaves: list[str] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: Node) -> None:
        before = len(self._leaves)
        _collect(row, self._leaves)
        self.weight += sum(map(len, self._leaves[before:]))
        self._rows.append(row)

    def packed(self) -> str:
        """The rows as JSON, their repeated strings taken out. The most frequent come first, because their numbers are short."""
        counts = Counter(self._leaves).most_common()
        words = [word for word, count in counts if count > 1 and len(word) > 1]
        written = {word: as_json(word) for word, _ in counts} | {word: str(place) for place, word in enumerate(words)}
        return f'{{"words":{as_json(words)},"rows":{_written(self._rows, written)}}}'


def trimmed(row: Sequence[Node]) -> Sequence[Node]:
    """A row without the empty fields at its end."""
    size = len(row)
    while size and not row[size - 1]:
        size -= 1
    return row[:size]


def _collect(node: Node, leaves: list[str]) -> None:
    if isinstance(node, str):
        leaves.append(node)
        return
    for child in node:
        if isinstance(child, str):
            leaves.append(child)
        else:
            _collect(child, leaves)


def _written(node: Sequence[Node], written: dict[str, str]) -> str:
    children = [written[child] if isinstance(child, str) else _written(child, written) for child in node]
    return f"[{','.join(children)}]"
