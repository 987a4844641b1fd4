"""The addresses of mail headers: who, with the display name kept apart from the address.

RFC 5322, 3.4, as mailers write it. What stands in `<…>` is the address, always: in `alice@example.com <bob@example.com>`
the mail is from bob, and alice is only what he calls himself. The old form `address (Name)`, groups, lists without
commas and names without any address are read too.
"""

import re
from functools import lru_cache

from archive.records import Party
from parsers._mail.words import words

MOST = 2000
"""Parties of one header that are told apart; the header itself stands in the mail."""

LONGEST = 256 << 10
"""Characters of one header in which they are looked for."""

_SHORT = 300  # a header that is remembered, and may be matched at once
_SIMPLE = re.compile(
    r'(?:(?:"([^"\\=]*)"|([A-Za-z0-9 ._\'-]*?)) *<([^<>\s@:"(),;]+@[^<>\s@:"(),;]+)>|([^\s<>@",;:()\[\]=]+@[A-Za-z0-9.-]+))'
)
_LITERAL = r"<([^<>]*)(>?)|=\?[^?\s]+\?[bBqQ]\?[^?]*\?=|[(),;:]|[^\"<>(),;:=]++|[\"=>]"
_TOKEN = re.compile(rf'"((?:[^"\\]|\\.)*+)("?)|{_LITERAL}', re.DOTALL)
_TOKEN_WITHOUT_QUOTES = re.compile(rf"()()(?!)|{_LITERAL}", re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_WORD = re.compile(r"[^\s<>()\[\]\",;:]+")


def addresses(value: str) -> tuple[Party, ...]:
    """Everybody that a header names, in order. Never fails."""
    return _short(value) if len(value) <= _SHORT else _Tokens(value[:LONGEST]).parties()


def other_address(party: Party) -> bool:
    """Whether the display name holds an address that is not the party's own: the mark of somebody posing as another."""
    if "@" not in party.name or not party.id:
        return False
    shown = [found.strip(".'").casefold() for found in _addresses_in(party.name)]
    return any("." in address.partition("@")[2] and address != party.id.casefold() for address in shown)


@lru_cache(4096)
def _short(value: str) -> tuple[Party, ...]:
    if simple := _SIMPLE.fullmatch(value):
        quoted, plain, angle, bare = simple.groups()
        return (Party(bare),) if bare else (Party(angle, " ".join((quoted or plain or "").split())),)
    return _Tokens(value).parties()


class _Tokens:
    """Goes over a header value once, token by token, and puts parties together."""

    def __init__(self, value: str) -> None:
        self._value = value
        self._comments = value.count("(") == value.count(")")  # else a bracket is just a character
        self._found: list[Party] = []
        self._phrase: list[str] = []
        self._behind: list[str] = []
        self._comment: list[str] = []
        self._angle: str | None = None
        self._depth = 0
        self._in_group = self._address_seen = False

    def parties(self) -> tuple[Party, ...]:
        unclosed = self._run(_TOKEN, 0)
        if unclosed >= 0:
            self._phrase.append('"')
            self._run(_TOKEN_WITHOUT_QUOTES, unclosed + 1)
        self._push()
        return tuple(self._found[:MOST])

    def _run(self, tokens: re.Pattern[str], start: int) -> int:
        """Take tokens from a place on. Returns where a quote begins that never closes, or -1."""
        for token in tokens.finditer(self._value, start):
            if len(self._found) >= MOST:
                break
            if token[1] is not None and not token[2] and not self._depth:
                return token.start()
            self._take(token)
        return -1

    def _take(self, token: re.Match[str]) -> None:
        text, first = token[0], token[0][0]
        if self._comments and (self._depth or first == "("):
            self._take_comment(text)
        elif token[1] is not None:
            self._words(_QUOTED_PAIR.sub(r"\1", token[1]))
        elif token[3] is not None:
            self._take_angle(token[3], closed=bool(token[4]))
        elif first == "," or first == ";":
            self._push()
            self._in_group = self._in_group and first == ","
        elif first == ":" and self._names_group():
            self._phrase, self._in_group = [], True
        else:
            self._words(text)
            self._address_seen = self._address_seen or "@" in text

    def _words(self, text: str) -> None:
        """Words behind an address are the name of the next one, if no comma comes before it."""
        (self._phrase if self._angle is None else self._behind).append(text)

    def _take_comment(self, text: str) -> None:
        self._depth += (text == "(") - (text == ")")
        if self._depth and not (text == "(" and self._depth == 1):
            self._comment.append(text)

    def _take_angle(self, inside: str, closed: bool) -> None:
        """A second address without a comma before it begins another party. One that does not close ends at a comma."""
        inside, comma, behind = (inside, "", "") if closed else inside.partition(",")
        self._set_angle(inside)
        if comma:
            self._push()
            self._words(behind)

    def _set_angle(self, inside: str) -> None:
        if self._angle:
            behind, self._behind = self._behind, []
            self._push()
            self._phrase = behind
        self._angle = inside.strip()
        if self._angle.startswith("@") and ":" in self._angle:  # an old route: <@relay:address>
            self._angle = self._angle.rpartition(":")[2]

    def _names_group(self) -> bool:
        mailto = bool(self._phrase) and self._phrase[-1].rstrip().lower().endswith("mailto")
        return self._angle is None and not (self._in_group or self._address_seen or mailto)

    def _push(self) -> None:
        phrase, comment, angle = "".join(self._phrase + self._behind), "".join(self._comment), self._angle
        self._phrase, self._behind, self._comment, self._angle, self._address_seen = [], [], [], None, False
        if angle:
            name = _shown(phrase) or _shown(comment)
            self._found.append(Party(words(angle.removeprefix("mailto:"))[0], name))
        elif phrase.strip() or comment.strip():
            self._found += _without_angle(phrase, _shown(comment))


def _without_angle(phrase: str, comment: str) -> list[Party]:
    """A party without `<…>`: a bare address, several of them, an address among other words, or only a name."""
    found = _addresses_in(words(phrase)[0])
    if not found:
        name = _shown(phrase) or comment
        return [Party("", name)] if name else []
    if len(found) > 1:
        return [Party(address) for address in found]
    others = " ".join(_shown(phrase).replace(found[0], " ", 1).split())
    name = others.strip(" []<>,;:").removesuffix("mailto").strip(" [") if others else ""
    return [Party(found[0], name or comment)]


def _addresses_in(text: str) -> list[str]:
    """Words that have an `@` with something on both sides."""
    if "@" not in text:
        return []
    return [word for word in _WORD.findall(text) if "@" in word[1:-1]]


def _shown(text: str) -> str:
    """A display name as a person sees it: encoded words decoded, line folds as one blank."""
    return " ".join(words(text)[0].split())
