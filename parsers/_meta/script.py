"""The bytes of a Meta download as text, and the text's places as places in the bytes."""

from archive.records import locate
from parsers._text import cp1252, decode

_UTF8_MARK = b"\xef\xbb\xbf"


class Script:
    """The whole text of one file.

    A byte that is no UTF-8 becomes a half character, so that it costs only itself and no place shifts; where a string
    is read it turns into U+FFFD. A file with such bytes and no proper UTF-8 at all is Windows-1252. `guessed` says so.
    """

    def __init__(self, data: bytes) -> None:
        self._mark, self._encoding, self.guessed = 0, "utf-8", False
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
            self.text, self._encoding, _ = decode(data)
            self._mark = 2 if data[:2] in (b"\xff\xfe", b"\xfe\xff") else 0
        else:
            self._mark = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
            self.text = data[self._mark :].decode("utf-8", "surrogateescape")
            self._guess(data)
        self._known = (0, self._mark)

    def _guess(self, data: bytes) -> None:
        if self.text.isascii() or any(c > "\x7f" and not "\udc80" <= c <= "\udcff" for c in set(self.text)):
            return
        self.text, self._encoding, self.guessed = cp1252(data[self._mark :]), "windows-1252", True

    def place(self, start: int, end: int) -> str:
        """The byte range of a stretch of text, as a locator. Ask in the order of the text."""
        return locate(("bytes", f"{self._byte(start)}-{self._byte(end)}"))

    def _byte(self, at: int) -> int:
        char, byte = self._known if self._known[0] <= at else (0, self._mark)
        byte += self._width(self.text[char:at])
        self._known = (at, byte)
        return byte

    def _width(self, text: str) -> int:
        if self._encoding == "windows-1252" or (self._encoding == "utf-8" and text.isascii()):
            return len(text)
        errors = "surrogateescape" if self._encoding == "utf-8" else "surrogatepass"
        try:
            return len(text.encode(self._encoding, errors))
        except UnicodeEncodeError:  # half characters of another kind, which a text decoded from bytes does not hold
            return len(text.encode(self._encoding, "replace"))
