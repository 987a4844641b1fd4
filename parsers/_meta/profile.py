"""What the files of a Meta download say about its owner: the names of today, and those before them.

Facebook: `profile_information.json` (`profile_v2.name.full_name`, `previous_names`) and `record_details.json`
(`admin_records_v2[].extra_info`); Instagram: `personal_information.json` (`profile_user[0].string_map_data`, newer
`label_values`) and `profile_changes.json`. Each file is read once in a process, however many conversations ask.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from parsers import Member
from parsers._meta.decode import Members, value_at
from parsers._meta.script import Script
from parsers._meta.words import Words

_LONGEST = 32 << 20  # bytes of a profile file that are read
_NAME_LABELS = frozenset(
    (
        "name", "username", "user name", "full name", "nombre", "nombre de usuario", "nom", "nom d’utilisateur",
        "nom d'utilisateur", "benutzername", "nome", "nome utente", "nome de usuário", "naam", "gebruikersnaam", "nume",
        "nume de utilizator", "imię i nazwisko", "nazwa użytkownika", "namn", "användarnamn", "navn", "brugernavn",
        "brukernavn", "kullanıcı adı", "имя", "имя пользователя",
    )
)  # fmt: skip

Basis = Literal["profile", "another download", "threads", ""]


class Owner(NamedTuple):
    """The owner's names: those of today, those of before, and how they are known.

    `guesses` are the values of a profile whose labels are in a language that we do not know: names only where exactly
    one participant of a thread is among them.
    """

    current: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    basis: Basis = ""
    guesses: frozenset[str] = frozenset()
    service: str = ""


@dataclass(frozen=True)
class File:
    """A file of the drop, equal to every other with the same bytes; one whose hash is not known equals only itself."""

    content: object
    member: Member = field(compare=False)


NOBODY = Owner()


def file_of(member: Member) -> File:
    """What reading a file is remembered by."""
    return File(member.sha256 or object(), member)


@lru_cache(64)
def profile(file: File, service: str) -> Owner:
    """The owner that a profile file names, or NOBODY."""
    return _facebook(read(file)) if service == "facebook" else _instagram(read(file))


@lru_cache(64)
def changes(file: File, service: str) -> frozenset[str]:
    """The names before (and after) every change of name that a file of account changes tells."""
    value = read(file)
    return frozenset(strings(_facebook_changes(value) if service == "facebook" else _instagram_changes(value)))


def read(file: File) -> Members:
    """A small JSON file with its letters put right. Nothing when it cannot be read: it is reported as a source."""
    try:
        with file.member.open() as stream:
            text = Script(stream.read(_LONGEST)).text
        value, _ = value_at(text, len(text) - len(text.lstrip()))
        return members(_mended(value, Words(text, usual=True)))
    except (OSError, ValueError, RecursionError):
        return {}


def _mended(value: object, words: Words) -> object:
    if isinstance(value, str):
        return words.read(value)
    if isinstance(value, list):
        return [_mended(entry, words) for entry in value]
    if isinstance(value, dict):
        return {key: _mended(entry, words) for key, entry in value.items()}
    return value


def _facebook(value: Members) -> Owner:
    person = inner(value, "profile_v2") or inner(value, "profile")
    name = inner(person, "name").get("full_name")
    if not isinstance(name, str) or not name:
        return NOBODY
    earlier = (members(entry).get("name") for entry in entries(person, "previous_names"))
    return Owner(frozenset((name,)), frozenset(strings(earlier)), "profile", service="facebook")


def _instagram(value: Members) -> Owner:
    """Display name and user name. The labels are text of the app, in its language as it may be."""
    values = {}
    for user in entries(value, "profile_user")[:1]:
        values.update(_labelled(inner(user, "string_map_data")))
    for entry in entries(value, "label_values"):
        values.update(_labelled({str(members(entry).get("label")): entry}))
    named = frozenset(strings(found for label, found in values.items() if label in _NAME_LABELS))
    if named:
        return Owner(named, basis="profile", service="instagram")
    guesses = frozenset(strings(values.values()))
    return Owner(basis="profile", guesses=guesses, service="instagram") if guesses else NOBODY


def _facebook_changes(value: Members) -> Iterator[object]:
    for entry in entries(value, "admin_records_v2"):
        said = inner(entry, "extra_info")
        yield from (said.get("old_name"), said.get("new_name"))


def _instagram_changes(value: Members) -> Iterator[object]:
    for entry in entries(value, "profile_profile_change"):
        said = _labelled(inner(entry, "string_map_data"))
        if str(said.get("changed")).casefold() in ("name", "username", "profile name", "full name"):
            yield from (said.get("previous value"), said.get("new value"))


def _labelled(labels: Members) -> Members:
    return {label.casefold(): members(entry).get("value") for label, entry in labels.items()}


def strings(values: Iterable[object]) -> Iterator[str]:
    """Those of the values that are texts and not empty."""
    return (value for value in values if isinstance(value, str) and value)


def members(value: object) -> Members:
    """An object's members; none when it is no object."""
    return value if isinstance(value, dict) else {}


def inner(value: object, key: str) -> Members:
    """The members of the object under a key."""
    return members(members(value).get(key))


def entries(value: Members, key: str) -> list[object]:
    """The elements of the list under a key; none when there is no list."""
    found = value.get(key)
    return found if isinstance(found, list) else []
