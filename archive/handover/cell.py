"""Cells that cannot hold a text as it is: how it is written instead, so that a person sees it and a program can undo it.

What evidence says was written by others, perhaps for the one who opens this. So no cell may run as a formula, and no cell may
say anything that a spreadsheet would take for its own markup.
"""

import re

MOST = 32_767  # UTF-16 units in a cell, by the format's own limit
BEGINNING = 2_000  # characters of a longer text that its cell still shows
PART = 32_000  # UTF-16 units of each part of a longer text

_SPECIAL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_IN_TABLE = re.compile(f"[{_SPECIAL}]")
# A reader may take `_x000D_` for the character it names; XlsxWriter writes what begins `<r>` and ends `</r>` as markup, unescaped.
_IN_SHEET = re.compile(f"[{_SPECIAL}\r]|_(?=[xX][0-9A-Fa-f]{{4}}_)|<(?=r>)")
_OUR_MARK = re.compile(r"⟨(?=U\+)")
# Spaces, quotes and unseen characters may stand before it: some spreadsheets skip them.
_FORMULA = re.compile(
    r"[\t\r\n]|[\s\"'`´‘’‚‛“”„‟«»\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]"
)


def runs(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV might take this cell for a formula."""
    return bool(_FORMULA.match(text))


def shown_in_table(text: str) -> str:
    """The text with every character that a CSV cell cannot hold as its code; the same text when there is none."""
    return _shown(text, _IN_TABLE)


def shown_in_sheet(text: str) -> str:
    """The same for a spreadsheet's cell, where also a carriage return cannot stand."""
    return _shown(text, _IN_SHEET)


def units(text: str) -> int:
    """The length of a text as spreadsheets count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_long(text: str) -> bool:
    """Whether a text is too long for one cell of a spreadsheet."""
    return len(text) > MOST // 2 and units(text) > MOST


def parts(text: str) -> list[str]:
    """A long text in parts that fit a cell each; together they are the text."""
    found = []
    while is_long(text):
        size = PART if units(text[:PART]) == PART else PART // 2
        found.append(text[:size])
        text = text[size:]
    return [*found, text]


def line_ends(text: str) -> tuple[str, str]:
    """The text with line feeds alone, and which line ends it had: "" (as it is), "CR LF" or "CR". A mixture stays as it is."""
    returns, feeds, both = text.count("\r"), text.count("\n"), text.count("\r\n")
    if not returns or (feeds and not returns == feeds == both):
        return text, ""
    return text.replace("\r\n" if feeds else "\r", "\n"), "CR LF" if feeds else "CR"


def _shown(text: str, special: re.Pattern[str]) -> str:
    if not special.search(text):
        return text
    # A mark of ours that the text itself contains is shown as codes too, or nobody could tell the two apart.
    return special.sub(_code, _OUR_MARK.sub(_code, text))


def _code(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
