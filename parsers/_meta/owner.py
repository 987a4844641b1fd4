"""Whose download it is: from the profile in it, else from the one name that all its conversations share.

Never from a position: in a thread file the owner stands first, last or in the middle. Messages carry the display name
of the day of the download; Instagram 2018-2020 has user names, and `profile.json` beside `messages.json`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers import Member, Source, Tree
from parsers._meta.decode import value_at
from parsers._meta.places import download_of, is_placeholder
from parsers._meta.profile import NOBODY, Basis, File, Owner, changes, file_of, members, profile, read, strings
from parsers._meta.script import Script
from parsers._meta.words import Words

_HEAD = 32 * 1024  # bytes of a thread file that show its participants
_THREADS = 40  # how many thread files of a download are asked for the name that all share
_GROUP = re.compile(rb'"(?:joinable_mode|RegularGroup|thread_type"\s*:\s*"[^"]*Group)')
_SENDER = re.compile(r'"sender_name"\s*:\s*(?="(?:[^"\\]|\\.)*")')  # whole: the head may end inside one
_PARTICIPANTS = re.compile(r'"participants"\s*:\s*(?=\[)')


def owner_of(source: Source, service: str) -> Owner:
    """Whose download a thread file belongs to, by the profile of the same download or of the only one in the drop."""
    found = [
        (member, owner)
        for suffix, kind in (("profile_information.json", "facebook"), ("personal_information.json", "instagram"))
        if service in (kind, "meta", "messenger") and not (kind == "instagram" and service == "messenger")
        for member in source.tree.all(suffix)
        if (owner := profile(file_of(member), kind)) is not NOBODY
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
    value = read(file_of(member)) if member else {}
    names = {name for key in ("username", "name") if isinstance(name := value.get(key), str) and name}
    return Owner(frozenset(names), basis="profile", service="instagram") if "username" in value else NOBODY


def owner_by_threads(source: Source, participants: Sequence[str]) -> Owner:
    """The only name in all conversations of two people in this download, when there are two with different partners.

    At most 40 thread files are asked, always the same ones, and only by the head of each. Groups say nothing: a person
    who left one is no longer listed in it.
    """
    download = download_of(source.name)
    files = sorted(source.tree.all("message_1.json"), key=lambda member: member.name)
    same = [file_of(member) for member in files if download_of(member.name) == download]
    pairs = {pair for file in same[:_THREADS] if (pair := _pair(file))}
    common = frozenset.intersection(*pairs) if len(pairs) > 1 else frozenset[str]()
    if len(common) != 1 or not common <= set(participants) or is_placeholder(*common):
        return NOBODY
    return Owner(common, basis="threads")


def _earlier(tree: Tree, beside: Member, service: str) -> frozenset[str]:
    """The names before a change of name, from the file of the same download that keeps account changes."""
    suffix = "record_details.json" if service == "facebook" else "profile_changes.json"
    download = download_of(beside.name)
    found = (member for member in tree.all(suffix) if download_of(member.name) == download)
    member = next(found, None)
    return changes(file_of(member), service) if member else frozenset()


@lru_cache(4096)
def _pair(file: File) -> frozenset[str]:
    """The two people of a conversation, or nothing when it is a group or cannot be told."""
    try:
        with file.member.open() as stream:
            head = stream.read(_HEAD)
        text = Script(head).text
        place = _PARTICIPANTS.search(text)
        listed = value_at(text, place.end())[0] if place else None
        senders = [value_at(text, found.end())[0] for found in _SENDER.finditer(text)]
    except (OSError, ValueError, RecursionError):
        return frozenset()
    if not isinstance(listed, list) or len(listed) != 2 or _GROUP.search(head):
        return frozenset()
    words = Words(text, usual=True)
    names = {words.read(name) for name in strings(members(entry).get("name") for entry in listed)}
    here = {words.read(name) for name in strings(senders)}
    return frozenset(names) if len(names) == 2 and here <= names else frozenset()
