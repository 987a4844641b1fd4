"""What mail programs note about a mail in fields of their own: labels, drafts, deleted mails.

Gmail's X-Gmail-Labels are RFC 2047-encoded and in the account's language; bits of X-Mozilla-Status: Thunderbird's
nsMsgMessageFlags.h; letters of X-Status: mutt and Dovecot mailboxes. "Sent" as a label says where the mail lay, not
who the owner is (a mail sent to oneself lies there too), so it decides no direction.
"""

import re

from parsers._mail.headers import Headers
from parsers._mail.words import words

_COMMA = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
_DRAFTS = frozenset(
    ("draft", "drafts", "entwürfe", "entwurf", "brouillon", "brouillons", "borradores", "borrador", "bozze",
     "rascunhos", "rascunho", "concepten", "utkast", "kladder", "luonnokset", "szkice", "черновики", "下書き", "草稿")
)  # fmt: skip
_DELETED = frozenset(
    ("trash", "bin", "papierkorb", "corbeille", "papelera", "cestino", "lixeira", "prullenbak", "papperskorgen", "kosz")
)
_EXPUNGED = 0x0008  # "already gone": deleted by the user, still in the file until Thunderbird compacts it
_NAMES = frozenset(("x-gmail-labels", "x-gm-labels", "x-mozilla-keys", "x-keywords"))
_MARKS = frozenset(("x-status", "x-unsent", "x-mozilla-draft-info", "x-mozilla-status"))
_LONGEST, _MOST = 8192, 200


def labels(headers: Headers) -> tuple[str, ...]:
    """Labels and keywords, in order, each once."""
    if not headers.has_any(_NAMES):
        return ()
    found: dict[str, None] = {}
    for name in ("x-gmail-labels", "x-gm-labels"):
        for value in headers.all(name):
            text = words(value[:_LONGEST])[0]
            found.update(dict.fromkeys(label.strip().strip('"') for label in _split(text)))
    for name in ("x-mozilla-keys", "x-keywords"):
        found.update(dict.fromkeys(headers.get(name)[:_LONGEST].split()))
    found.pop("", None)
    return tuple(found)[:_MOST]


def status(headers: Headers, found: tuple[str, ...]) -> tuple[str, ...]:
    """draft and deleted, where the mail program says so."""
    if not found and not headers.has_any(_MARKS):
        return ()
    lower = {label.casefold() for label in found}
    letters = headers.get("x-status")[:20]
    draft = lower & _DRAFTS or headers.get("x-unsent") == "1" or headers.has("x-mozilla-draft-info") or "T" in letters
    deleted = lower & _DELETED or _mozilla(headers) & _EXPUNGED or "D" in letters
    return (*(("draft",) if draft else ()), *(("deleted",) if deleted else ()))


def _split(text: str) -> list[str]:
    """At commas that stand outside quotes."""
    return _COMMA.split(text) if '"' in text else text.split(",")


def _mozilla(headers: Headers) -> int:
    text = headers.get("x-mozilla-status")
    return int(text, 16) if re.fullmatch(r"[0-9a-fA-F]{4}", text) else 0
