"""What text messages, picture messages and calls have in common: attributes, names, numbers, places."""

from collections.abc import Container

from archive.records import Conversation, Direction, Party
from parsers._smsbr.markup import Tag
from parsers._smsbr.units import Encoding
from parsers._smsbr.value import Values, read_values

NULL = "null"
"""The app writes this word where the phone's database has nothing."""
_NO_THREAD = Conversation()
_NO_NAME = (NULL, "(Unknown)", "")


def values_of(tag: Tag, encoding: Encoding) -> Values:
    """The attributes of a tag as text."""
    found = read_values(tag.raw, tag.values, encoding)
    return found._replace(warnings=("attribute-twice", *found.warnings)) if tag.shape.doubled else found


def present(value: str | None) -> str:
    """A value, or "" where the source has none."""
    return "" if value is None or value == NULL else value


def subject_of(value: str | None) -> str | None:
    return None if value == NULL else value


def name_of(value: str | None) -> str:
    """A contact's name, or "" where the phone had none."""
    return "" if value is None or value in _NO_NAME else value


def party(identifier: str, name: str = "") -> Party | None:
    """A party, unless nothing is known of it."""
    return Party(identifier, name) if identifier or name else None


def roles(direction: Direction, address: str, name: str) -> tuple[Party | None, tuple[Party, ...], Conversation]:
    """Sender, recipients and thread, where the only party known is the other side.

    `~` joins several numbers. Where the direction is not known the other side is neither sender nor recipient; then
    it is the title of the thread, where people look.
    """
    if direction == "incoming":
        return party(address, name), (), _NO_THREAD
    if direction == "unknown":
        return None, (), Conversation(title=name or address)
    if "~" in address:
        return None, tuple(Party(number) for number in address.split("~") if number), Conversation(title=name)
    other = party(address, name)
    return None, (other,) if other else (), _NO_THREAD


def rest(values: Values, held: Container[str]) -> dict[str, str]:
    """What the source says and no other field holds, as written."""
    fields = {name: value for name, value in values.given.items() if value != NULL and name not in held}
    return fields | values.raw if values.raw else fields


def prefixed(prefix: str, fields: dict[str, str]) -> dict[str, str]:
    """Fields of an inner element, told from those of the others."""
    return {prefix + name: value for name, value in fields.items()}


def place(start: int, end: int) -> str:
    """A byte range of the file as a locator."""
    return f"bytes={start}-{end}"


def line_of(identifier: str) -> str:
    """What two ways of writing the same line share: the last nine digits of a number (+44 7700 … and 07700 …)."""
    digits = "".join(filter(str.isdigit, identifier)) if "@" not in identifier else ""
    return digits[-9:] if len(digits) >= 7 else identifier.casefold()
