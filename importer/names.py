"""Names in the tree of a drop: safe to show, to store and to compare, whatever a disk or a container calls its files.

Nothing is ever written under such a name. They are made safe for the eyes, for JSON and for matching.
"""

import re
from posixpath import splitext

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DRIVE = re.compile(r"(?<![^/\\])([A-Za-z]):(?=[/\\]|$)")
_STEPS = re.compile(r"[/\\]")


def visible(name: str) -> str:
    r"""The name with every control character and every byte that is no Unicode written out, as in `a\x07b`.

    Takes names as Python gives them: undecodable bytes as the lone surrogates of PEP 383.
    """
    return _UNSHOWABLE.sub(_written_out, name)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def contained(name: str) -> str:
    """A member's name as a path below its container: no way up, no drive, no empty step, `/` between the steps.

    `../x` becomes `__/x` and `C:\\x` becomes `C_/x`, so that what was odd about the name still shows.
    """
    steps = ("__" if step == ".." else visible(step) for step in _STEPS.split(_DRIVE.sub(r"\1_", name)))
    return "/".join(step for step in steps if step not in ("", ".")) or "unnamed"


class Names:
    """Tells equal names apart: the second `a.txt` becomes `a (2).txt`, and so on."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """The name itself when it is new here, else the name with the first number that makes it new."""
        number = self._next.get(name)
        if number is None:
            self._next[name] = 2
            return name
        stem, ending = splitext(name)
        while (other := f"{stem} ({number}){ending}") in self._next:
            number += 1
        self._next[name], self._next[other] = number + 1, 2
        return other
