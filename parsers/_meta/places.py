"""What the path of a file in a Meta download says, and the names that many people share.

`<root>/your_…_activity/messages/<section>/<thread>/message_<n>.json`, on which the download's age and the app decide
what stands before `messages`. A path is only ever a hint: for the service's name, the thread and its pages.
"""

import re
from typing import NamedTuple

from archive.records import Notice
from parsers import Source

_PAGE = re.compile(r"message(?:_(\d{1,6}))?\.json", re.IGNORECASE)
_MESSAGES = ("messages", "groups")
_ABOUT_OWNER = (
    "personal_information", "profile_information", "account_information", "security_and_login_information",
)  # fmt: skip
_SECTIONS = ("inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover", "broadcast")
_WITH_ID = re.compile(r".+_[A-Za-z0-9_.-]{4,}")
_PLACEHOLDERS = frozenset(("instagram user", "facebook user", "messenger user"))
_PLACEHOLDER_FOLDER = re.compile(r"(?:instagram|facebook)_?user_\d+", re.IGNORECASE)
_PART = re.compile(r"((?:facebook|instagram|messenger|meta)-.*\d{4}-\d\d-\d\d)", re.IGNORECASE)
_LOOK_AHEAD = 12  # pages that are asked for behind the last one found


class Folder(NamedTuple):
    """The folders that a thread file stands in, as far as its path names them."""

    section: str = ""
    thread: str = ""


def download_of(name: str) -> str:
    """The folder, or the zips, of the download that a file belongs to; "" when the path does not show it.

    The zips of one download differ in the letters behind the date: `facebook-zoe-2024-06-12-aB3dE.zip`.
    """
    root = _root_of(name)
    above, _, last = root.rpartition("/")
    part = _PART.match(last)
    return f"{above}/{part[1]}" if part else root


def _root_of(name: str) -> str:
    """What stands in front of the folders that every download has."""
    folders = name.split("/")[:-1]
    depth = len(folders)
    at = max((at for at, folder in enumerate(folders) if folder in _MESSAGES and depth - at <= 3), default=-1)
    kept = folders[:at] if at >= 0 else list(folders)
    if at > 0 and kept[-1].startswith("your_"):
        kept.pop()
    while kept and kept[-1] in _ABOUT_OWNER:
        kept.pop()
    return "/".join(kept) if len(kept) < depth else ""


def folder_of(name: str) -> Folder:
    """Section and thread by the path: only where they look like such, for a person may have moved a lone file."""
    steps = name.split("/")
    if steps[-2:-1] == ["your_group_messages"] and steps[-1].lower().endswith(".json"):
        return Folder("your_group_messages", steps[-1][: -len(".json")])
    if len(steps) < 2 or not _PAGE.fullmatch(steps[-1]):
        return Folder()
    section = steps[-3] if len(steps) > 2 and steps[-3] in _SECTIONS else ""
    return Folder(section, steps[-2] if section or _WITH_ID.fullmatch(steps[-2]) else "")


def is_placeholder(name: str) -> bool:
    """Whether a name is what Meta shows for everybody whose account is gone."""
    return name.casefold() in _PLACEHOLDERS


def is_placeholder_thread(thread: str) -> bool:
    """Whether the folder of a thread says so, whatever the language of the name."""
    return _PLACEHOLDER_FOLDER.fullmatch(thread) is not None


def missing_pages(source: Source) -> Notice | None:
    """Which pages between the pages of a thread are not in the drop. Only the lowest page that is there asks."""
    steps = source.name.split("/")
    page = _PAGE.fullmatch(steps[-1])
    if page is None or not page[1] or len(steps) < 2:
        return None
    folder, own = "/".join(steps[-3:-1]), int(page[1])
    if own > 1 and any(_is_there(source, folder, number) for number in _below(own)):
        return None
    there, last = {own}, own
    while found := [n for n in range(last + 1, last + 1 + _LOOK_AHEAD) if _is_there(source, folder, n)]:
        there.update(found)
        last = max(found)
    gone = sorted(set(range(1, last + 1)) - there)
    if not gone:
        return None
    listed = ", ".join(f"message_{number}.json" for number in gone[:20]) + (" and more" if len(gone) > 20 else "")
    text = (
        f"Part of this conversation is not in what was added: {listed} should stand beside this file and does not. "
        "All that is there was read. Look for the missing part, or download the conversation again."
    )
    return Notice("missing-page", text)


def _below(own: int) -> range:
    return range(max(1, own - 100), own)


def _is_there(source: Source, folder: str, number: int) -> bool:
    return source.tree.find(f"{folder}/message_{number}.json") is not None
