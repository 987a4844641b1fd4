"""Prints one volume: typst turns its data into a PDF. Runs in a process of its own, whose memory ends with it.

What typst refuses for its PDF standard is printed a second time with caution: letters beyond the plainest as codes, no pictures.
So a single letter or picture can spoil how a volume looks, but never stop it, and never go missing without a word.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.handover.chronology.ink import code

TEMPLATE = Path(__file__).with_name("chronology.typ")
STANDARDS = ["a-2a", "ua-1"]
"""PDF/A-2a keeps for decades, PDF/UA-1 can be read aloud; both as the compiler understands them. They also forbid missing letters."""


def press(folder: str, fonts: str, target: str, as_of: str) -> bool:
    """Print the volume whose `meta.json`, `rows.json` and pictures lie in `folder`. True if all went as it should, False if with caution."""
    import typst

    try:
        _compile(folder, fonts, target, as_of)
    except typst.TypstError:
        _caution(Path(folder))
        _compile(folder, fonts, target, as_of)
        return False
    return True


def _compile(folder: str, fonts: str, target: str, as_of: str) -> None:
    import typst

    main = Path(folder, "main.typ")
    main.write_bytes(TEMPLATE.read_bytes())
    typst.compile(
        str(main), output=target, root=folder, font_paths=[fonts], ignore_system_fonts=True,
        pdf_standards=list(STANDARDS), timestamp=datetime.fromisoformat(as_of),  # type: ignore[arg-type]
    )  # fmt: skip


def _caution(folder: Path) -> None:
    for name in ("rows.json", "meta.json"):
        path = folder / name
        path.write_bytes(msgspec.json.encode(_careful(msgspec.json.decode(path.read_bytes()))))
    path = folder / "meta.json"
    meta = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(meta | {"back": [*meta["back"], *meta["caution"]]}))


def _careful(value: Any) -> Any:
    """The same data with every letter beyond Latin as its code, and pictures as the words that stood behind them."""
    match value:
        case ["i", int(), str(), str(words)]:
            return ["s", 0, [f"{words}: not printed."]]
        case ["m", str()]:
            return value
        case list():
            return [_careful(item) for item in value]
        case dict():
            return {name: item if name == "fonts" else _careful(item) for name, item in value.items()}
        case str() if not value.isascii():
            return "".join(char if char <= "\u024f" or char in "–—‘’“”…·←→" else code(char) for char in value)
    return value
