"""Whose download it is: from the profile in it, else from the one name that all its conversations share.

Never from a position: in a thread file the owner stands first, last or in the middle. Facebook:
`profile_information.json` (`profile_v2.name.full_name`) and the names before it in `record_details.json`; Instagram:
`personal_information.json` (`profile_user[0].string_map_data`) and `profile_changes.json`; Instagram 2018-2020:
`profile.json` beside `messages.json`. Messages carry the display name of the day of the download.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from parsers import Member, Source, Tree
from parsers._meta_json import Members, value_at
from parsers._meta_places import download_of, is_placeholder
from parsers._meta_script import Script
from parsers._meta_words import Words

_LONGEST = 32 << 20  # bytes of a profile file that are read
_HEAD = 32 * 1024  # bytes of a thread file that show its participants
_THREADS = 40  # how many thread files of a download are asked for the name that all share
_NAME_LABELS = frozenset(
    (
        "name", "username", "user name", "full name", "nombre", "nombre de usuario", "nom", "nom d’utilisateur",
        "nom d'utilisateur", "benutzername", "nome", "nome utente", "nome de usuário", "naam", "gebruikersnaam", "nume",
        "nume de utilizator", "imię i nazwisko", "nazwa użytkownika", "namn", "användarnamn", "navn", "brugernavn",
        "brukernavn", "kullanıcı adı", "ad", "имя", "имя пользователя",
    )
)  # fmt: skip
_GROUP = re.compile(rb'"(?:joinable_mode|RegularGroup|thread_type"\s*:\s*"[^"]*Group)')
_SENDER = re.compile(r'"sender_name"\s*:\s*(?=")')
_PARTICIPANTS = re.compile(r'"participants"\s*:\s*(?=\[)')

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
class _File:
    """A file of the drop, equal to every other with the same bytes."""

    sha256: str
    size: int
    member: Member = field(compare=False)


NOBODY = Owner()


def owner_of(source: Source, service: str) -> Owner:
    """Whose download a thread file belongs to, by the profile of the same download or of the only one in the drop."""
    found = [
        (member, owner)
        for suffix, kind in (("profile_information.json", "facebook"), ("personal_information.json", "instagram"))
        if service in (kind, "meta", "messenger") and not (kind == "instagram" and service == "messenger")
        for member in source.tree.all(suffix)
        if (owner := _profile(_file(member), kind)) is not NOBODY
    ]
    download = download_of(source.name)
    own = [pair for pair in found if not download or download_of(pair[0].name) == download]
    if not found or len({owner.current | owner.guesses for _, owner in own or found}) > 1:
        return NOBODY
    member, owner = (own or found)[0]
    basis: Basis = "profile" if own and service != "messenger" else "another download"
    return owner._replace(earlier=owner.earlier | _earlier(source.tree, member, owner.service), basis=basis)


def owner_beside(source: Source) -> Owner:
    """The owner of an Instagram download of 2018-2020: `profile.json` in the same folder."""
    member = source.tree.sibling("profile.json")
    value = _read(_file(member)) if member else {}
    names = {name for key in ("username", "name") if isinstance(name := value.get(key), str) and name}
    return Owner(frozenset(names), basis="profile", service="instagram") if "username" in value else NOBODY


def owner_by_threads(source: Source, participants: Sequence[str]) -> Owner:
    """The only name in all conversations of two people in this download, when there are two with different partners.

    At most 40 thread files are asked, always the same ones, and only by the head of each. Groups say nothing: a person
    who left one is no longer listed in it.
    """
    download = download_of(source.name)
    files = sorted(source.tree.all("message_1.json"), key=lambda member: member.name)
    same = [_file(member) for member in files if download_of(member.name) == download]
    pairs = set(_pairs(tuple(same[:_THREADS])))
    common = frozenset.intersection(*pairs) if len(pairs) > 1 else frozenset[str]()
    if len(common) != 1 or not common <= set(participants) or is_placeholder(*common):
        return NOBODY
    return Owner(common, basis="threads")


def _file(member: Member) -> _File:
    return _File(member.sha256 or member.name, member.size, member)


def _remembered(file: _File) -> bool:
    return file.sha256 != file.member.name


@lru_cache(64)
def _kept_profile(file: _File, kind: str) -> Owner:
    return _facebook(_read(file)) if kind == "facebook" else _instagram(_read(file))


def _profile(file: _File, kind: str) -> Owner:
    return _kept_profile(file, kind) if _remembered(file) else _kept_profile.__wrapped__(file, kind)


def _read(file: _File) -> Members:
    """A small JSON file with its letters put right. Nothing when it cannot be read: it is reported as a source."""
    try:
        with file.member.open() as stream:
            text = Script(stream.read(_LONGEST)).text
        value, _ = value_at(text, len(text) - len(text.lstrip()))
    except (OSError, ValueError, RecursionError):
        return {}
    mended = _mended(value, Words(text, usual=True))
    return mended if isinstance(mended, dict) else {}


def _mended(value: object, words: Words) -> object:
    if isinstance(value, str):
        return words.read(value)
    if isinstance(value, list):
        return [_mended(inner, words) for inner in value]
    if isinstance(value, dict):
        return {key: _mended(inner, words) for key, inner in value.items()}
    return value


def _facebook(value: Members) -> Owner:
    profile = _inner(value, "profile_v2") or _inner(value, "profile")
    name = _inner(profile, "name").get("full_name")
    if not isinstance(name, str) or not name:
        return NOBODY
    earlier = (_inner(entry).get("name") for entry in _entries(profile, "previous_names"))
    return Owner(frozenset((name,)), frozenset(_strings(earlier)), "profile", service="facebook")


def _instagram(value: Members) -> Owner:
    """Display name and user name. The labels are text of the app, in its language as it may be."""
    labels = _inner(next(iter(_entries(value, "profile_user")), None), "string_map_data")
    values = {label.casefold(): _inner(entry).get("value") for label, entry in labels.items()}
    for entry in _entries(value, "label_values"):
        values[str(_inner(entry).get("label")).casefold()] = _inner(entry).get("value")
    named = frozenset(_strings(found for label, found in values.items() if label in _NAME_LABELS))
    if named or not values:
        return Owner(named, basis="profile", service="instagram") if named else NOBODY
    return Owner(basis="profile", guesses=frozenset(_strings(values.values())), service="instagram")


def _earlier(tree: Tree, profile: Member, service: str) -> frozenset[str]:
    """The names before a change of name, from the file of the same download that keeps account changes."""
    suffix = "record_details.json" if service == "facebook" else "profile_changes.json"
    download = download_of(profile.name)
    found = (member for member in tree.all(suffix) if download_of(member.name) == download)
    member = next(found, None)
    if member is None:
        return frozenset()
    file = _file(member)
    return _kept_changes(file, service) if _remembered(file) else _kept_changes.__wrapped__(file, service)


@lru_cache(64)
def _kept_changes(file: _File, service: str) -> frozenset[str]:
    value = _read(file)
    return frozenset(_strings(_old_names(value) if service == "facebook" else _old_values(value)))


def _old_names(value: Members) -> Iterator[object]:
    for entry in _entries(value, "admin_records_v2"):
        extra = _inner(entry, "extra_info")
        yield extra.get("old_name")
        yield extra.get("new_name")


def _old_values(value: Members) -> Iterator[object]:
    for entry in _entries(value, "profile_profile_change"):
        labels = {
            label.casefold(): _inner(inner).get("value") for label, inner in _inner(entry, "string_map_data").items()
        }
        if str(labels.get("changed")).casefold() in ("name", "username", "profile name", "full name"):
            yield labels.get("previous value")
            yield labels.get("new value")


def _strings(values: Iterable[object]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and value)


def _inner(value: object, key: str = "") -> Members:
    """An object, or the object under a key of it; empty where there is none."""
    found = value.get(key) if key and isinstance(value, dict) else value
    return found if isinstance(found, dict) and (not key or isinstance(value, dict)) else {}


def _entries(value: Members, key: str) -> list[object]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _pairs(files: tuple[_File, ...]) -> Iterator[frozenset[str]]:
    for file in files:
        found = _kept_pair(file) if _remembered(file) else _kept_pair.__wrapped__(file)
        if len(found) == 2:
            yield found


@lru_cache(4096)
def _kept_pair(file: _File) -> frozenset[str]:
    """The two people of a conversation, or nothing when it is a group or cannot be told."""
    try:
        with file.member.open() as stream:
            head = stream.read(_HEAD)
    except OSError:
        return frozenset()
    text = Script(head).text
    place = _PARTICIPANTS.search(text)
    if place is None or _GROUP.search(head):
        return frozenset()
    try:
        listed, _ = value_at(text, place.end())
    except (ValueError, RecursionError):
        return frozenset()
    words = Words(text, usual=True)
    listed = listed if isinstance(listed, list) else []
    names = [words.read(name) for name in _strings(_inner(entry).get("name") for entry in listed)]
    senders = {words.read(name) for name in _strings(_senders(text))}
    return frozenset(names) if len(names) == len(listed) == 2 and senders <= set(names) else frozenset()


def _senders(text: str) -> Iterator[object]:
    for place in _SENDER.finditer(text):
        try:
            yield value_at(text, place.end())[0]
        except (ValueError, RecursionError):
            return
