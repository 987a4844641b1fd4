"""Base64 as it stands in an attribute, decoded piece by piece and strictly: what is not base64 is said, not skipped."""

import binascii

from parsers._smsbr.value import resolve

_REFERENCE_LENGTH = 12
_WHITE = b" \t\r\n"


class Base64:
    """Takes pieces of any size, gives bytes. `valid` turns False where the text is no base64; nothing comes after that.

    White space and references (`&#10;`) may stand anywhere. Missing padding at the end is let pass, and said in
    `unpadded`. `empty` is True as long as nothing but white space came.
    """

    def __init__(self) -> None:
        self.valid = True
        self.unpadded = False
        self.empty = True
        self._rest = ""  # the beginning of a reference
        self._open = b""  # less than four characters
        self._padded = False

    def feed(self, piece: str) -> bytes:
        """Decode what is whole so far."""
        piece = self._rest + piece
        self._rest = ""
        if "&" in piece:
            last = piece.rfind("&")
            if ";" not in piece[last:] and len(piece) - last < _REFERENCE_LENGTH:
                piece, self._rest = piece[:last], piece[last:]
            piece = resolve(piece, [])
        return self._decode(piece)

    def finish(self) -> bytes:
        """Decode what is left at the end."""
        data = self._decode(self._rest)
        if len(self._open) == 1:
            self.valid = False
        elif self._open and self.valid:
            self.unpadded = True
            data += self._strictly(self._open + b"=" * (-len(self._open) % 4))
        return data

    def _decode(self, piece: str) -> bytes:
        if not self.valid:
            return b""
        try:
            letters = self._open + piece.encode("ascii").translate(None, _WHITE)
        except UnicodeEncodeError:
            self.valid = False
            return b""
        whole = len(letters) - len(letters) % 4
        self._open = letters[whole:]
        self.empty = self.empty and not letters
        return self._strictly(letters[:whole]) if letters else b""

    def _strictly(self, letters: bytes) -> bytes:
        if self._padded:
            self.valid = False
            return b""
        try:
            data = binascii.a2b_base64(letters, strict_mode=True)
        except binascii.Error:
            self.valid = False
            return b""
        self._padded = letters.endswith(b"=")
        return data
