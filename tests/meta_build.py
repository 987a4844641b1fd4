"""Small downloads of Facebook, Instagram and Messenger, and what the parser reads in them."""

import json
from collections.abc import Iterable
from pathlib import Path

from archive.records import Item, Notice, Record
from drops import source_of, sources
from parsers import meta_messages

Json = object
INBOX = "your_instagram_activity/messages/inbox"
PROFILE = "personal_information/personal_information/personal_information.json"


def garbled(value: Json) -> Json:
    """What Meta makes of letters: each byte of the UTF-8 as a letter of its own."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [garbled(inner) for inner in value]
    return {key: garbled(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def message(sender: str = "Dan", text: str | None = "hello", second: int = 0, **more: Json) -> dict[str, Json]:
    said = {} if text is None else {"content": text}
    return {"sender_name": sender, "timestamp_ms": 1718000000000 + second * 1000, **said, **more}


def thread(people: Iterable[str], *messages: Json, **more: Json) -> dict[str, Json]:
    listed = [{"name": name} for name in people]
    return {"participants": listed, "messages": list(messages), "title": "Dan", "magic_words": [], **more}


def instagram_profile(name: str = "Zoe", user: str = "zoe.p") -> dict[str, Json]:
    return {"profile_user": [{"string_map_data": {"Username": {"value": user}, "Name": {"value": name}}}]}


def read(folder: Path, files: dict[str, Json], asking: str) -> list[Item]:
    """Put files into a drop and read the one whose path ends as told."""
    for name, value in files.items():
        path = folder / "drop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    (source,) = (source for source in sources(folder / "drop") if source.name.endswith(asking))
    assert meta_messages.identify(source)
    return list(meta_messages.parse(source))


def lone(folder: Path, value: Json) -> list[Item]:
    return list(meta_messages.parse(source_of(json.dumps(value).encode(), folder)))


def records(items: Iterable[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def codes(items: Iterable[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Notice)]


def directions(items: Iterable[Item]) -> list[str]:
    return [record.direction for record in records(items)]


def by_threads(folder: Path, *threads: dict[str, Json]) -> list[Item]:
    files: dict[str, Json] = {f"{INBOX}/t{n}_1234/message_1.json": value for n, value in enumerate(threads)}
    return read(folder, files, "t0_1234/message_1.json")


def encrypted(name: str, *people: str) -> dict[str, Json]:
    said = {"senderName": people[0], "timestamp": 1718000000000, "text": "x", "type": "text"}
    return {"participants": list(people), "threadName": name, "messages": [said]}
