"""Reports that were made of a conversation, and the devices and calls of secret conversations, as records.

Instagram `reported_conversations.json`: who reported whom and when, and the messages that went with the report.
`secret_conversations.json` (Facebook and Instagram) holds no message, but devices with the address they last used.
"""

from collections.abc import Iterator

from archive.records import AccountDetails, CallDetails, Conversation, Direction, Party, Record, locate
from parsers._meta.decode import Members
from parsers._meta.values import clock_ms, clock_s, leaves, shown, whole
from parsers._meta.words import Words

_DEVICE = ("device_manufacturer", "device_model", "device_os_version", "device_type", "name")
_TIMES = ("last_active_time", "timestamp", "timestamp_ms", "start_time", "creation_time", "created_timestamp")
_LENGTHS = ("call_duration", "duration")
_NAMES = ("caller", "caller_name", "sender_name", "initiator")
_SECRET = "secret-conversation-device"  # noqa: S105 - the name of an event


def report(pointer: str, value: Members, words: Words) -> Iterator[Record]:
    """A report of a conversation, and then every message that it quotes."""
    reporter, reported = _person(value.get("reporter"), words), _person(value.get("reportee"), words)
    by_owner = value.get("is_reporter")
    direction: Direction = "outgoing" if by_owner is True else "incoming" if by_owner is False else "unknown"
    reporter, reported = _owned(reporter, direction == "outgoing"), _owned(reported, direction == "incoming")
    title = next((party.name for party in (reported, reporter) if party and not party.owner), "")
    clock = clock_s(value.get("timestamp"))
    known = ("reporter", "reportee", "timestamp", "messages", "is_reporter")
    fields = [
        pair for key, inner in value.items() if key not in known for pair in leaves(words.read(key), inner, words)
    ]
    yield Record(
        kind="account", service="instagram", locator=locate(("pointer", pointer)),
        conversation=Conversation(title=title),
        sender=reporter, recipients=(reported,) if reported else (), direction=direction, time=clock.time,
        details=AccountDetails(event="reported", names=(reported.name,) if reported else ()),
        fields={"is_reporter": shown(by_owner), **dict(fields), **_beside_names(value, words)},
        warnings=(*clock.warnings, *words.doubts()),
    )  # fmt: skip
    people = [party for party in (reporter, reported) if party]
    messages = value.get("messages")
    for number, message in enumerate(messages if isinstance(messages, list) else ()):
        yield quoted(f"{pointer}/messages/{number}", message, people, words)
    if messages is not None and not isinstance(messages, list):
        yield quoted(f"{pointer}/messages", messages, people, words)


def quoted(pointer: str, value: object, people: list[Party], words: Words) -> Record:
    """A message that went with a report. It may stand in the conversation's own file as well."""
    members: Members = value if isinstance(value, dict) else {"content": shown(value)}
    name, content = members.get("sender_name"), members.get("content")
    sender = _named(name, people, words)
    others = tuple(party for party in people if party.name != (sender.name if sender else None))
    clock = clock_ms(members.get("timestamp_ms"))
    owner_known = any(party.owner for party in people) and sender in people
    direction: Direction = "unknown" if not owner_known else "outgoing" if sender and sender.owner else "incoming"
    title = next((party.name for party in people if not party.owner), "")
    known = ("sender_name", "content", "timestamp_ms")
    fields = dict(
        pair for key, inner in members.items() if key not in known for pair in leaves(words.read(key), inner, words)
    )
    text = None if content is None else words.read(shown(content))
    if text != content and isinstance(content, str) and words.repairs:
        fields["raw_text"] = words.plain(content)
    odd = () if isinstance(value, dict) else ("not-a-message",)
    return Record(
        kind="message", service="instagram", locator=locate(("pointer", pointer)),
        conversation=Conversation(title=title),
        sender=sender, recipients=others if sender else (), direction=direction, time=clock.time, text=text,
        status=("reported",), fields=fields,
        warnings=(*odd, *(() if sender else ("no-sender",)), *clock.warnings, *words.doubts()),
    )  # fmt: skip


def device(pointer: str, value: object, service: str, words: Words) -> Record:
    """A device that took part in secret conversations: the owner's own, with the address it last used."""
    members: Members = value if isinstance(value, dict) else {"name": shown(value)}
    shown_as = " ".join(words.read(part) for key in _DEVICE if isinstance(part := members.get(key), str) and part)
    address = words.read(ip) if isinstance(ip := members.get("last_connected_ip"), str) else ""
    clock = clock_s(_first(members, _TIMES))
    return Record(
        kind="account", service=service, locator=locate(("pointer", pointer)), time=clock.time,
        details=AccountDetails(event=_SECRET, device=shown_as, address=address),
        fields=dict(leaves("", members, words)),
        warnings=(*clock.warnings, *words.doubts()),
    )  # fmt: skip


def secret_call(pointer: str, value: object, service: str, words: Words) -> Record:
    """A call in a secret conversation. No filled list was ever seen, so all that is said stays in the fields."""
    members: Members = value if isinstance(value, dict) else {"": shown(value)}
    clock, name = clock_s(_first(members, _TIMES)), _first(members, _NAMES)
    sender = Party(name=words.read(name)) if isinstance(name, str) and name else None
    return Record(
        kind="call", service=service, locator=locate(("pointer", pointer)), time=clock.time, sender=sender,
        details=CallDetails(duration_s=whole(_first(members, _LENGTHS))),
        fields=dict(leaves("", members, words)),
        warnings=(*(() if sender else ("no-sender",)), *clock.warnings, *words.doubts()),
    )  # fmt: skip


def _first(members: Members, keys: tuple[str, ...]) -> object:
    return next((members[key] for key in keys if members.get(key) is not None), None)


def _person(value: object, words: Words) -> Party | None:
    name = value.get("name") if isinstance(value, dict) else value
    return Party(name=words.read(name)) if isinstance(name, str) and name else None


def _owned(party: Party | None, owner: bool) -> Party | None:
    return Party(name=party.name, owner=owner) if party else None


def _named(name: object, people: list[Party], words: Words) -> Party | None:
    if not isinstance(name, str) or not name:
        return None
    read = words.read(name)
    return next((party for party in people if party.name == read), Party(name=read))


def _beside_names(value: Members, words: Words) -> dict[str, str]:
    """What is said of the two people beside their names."""
    found: dict[str, str] = {}
    for key in ("reporter", "reportee"):
        if isinstance(person := value.get(key), dict):
            found.update(leaves(key, {name: said for name, said in person.items() if name != "name"}, words))
    return found
