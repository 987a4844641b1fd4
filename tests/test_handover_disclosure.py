"""What a hand-over would give away is named: who has each number and address of the owner's, and what is none is left alone."""

from typing import Any

import pytest
from msgspec.structs import replace

from archive.handover.contacts import contacts
from archive.handover.disclosure import Disclosure, Finding
from archive.handover.entry import Entry
from archive.records import DiaryDetails, MailDetails, MessageDetails, Party, ScreenDetails
from entries_made import made_entry

ME = Party(id="+447700900999", name="Alex Example", normal="+447700900999", owner=True)
SAM = Party(id="+447700900100", name="Sam Example", normal="+447700900100")
JO = Party(id="+447700900101", name="Jo Example", normal="+447700900101")
NOBODY = "Nobody who wrote to you has used it."


def entry(n: int, text: str | None, **changes: Any) -> Entry:
    made = made_entry(1, text)
    return replace(made, number=n, record=replace(made.record, details=None, **changes))


def came(n: int, who: Party, text: str, *also: Party) -> Entry:
    return entry(n, text, sender=who, recipients=(ME, *also), direction="incoming")


def went(n: int, to: Party, text: str, *status: str) -> Entry:
    return entry(n, text, sender=ME, recipients=(to,), direction="outgoing", status=status)


def diary(n: int, text: str, place: str = "") -> Entry:
    made = entry(n, text, kind="diary", service="diary", sender=None, recipients=(), direction="unknown")
    return replace(made, record=replace(made.record, details=DiaryDetails(place=place)))


def findings(*entries: Entry, wanted: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    disclosure = Disclosure()
    for one in entries:
        disclosure.add(one)
    return disclosure.findings(0, (), frozenset(wanted))


def told(*entries: Entry) -> dict[str, tuple[str, ...]]:
    return {found.about: found.where for found in findings(*entries) if found.risk.startswith("own-")}


BOTH = (came(1, SAM, "where are you"), came(2, JO, "is 07700 900555 your new number? Are you at AB1 2CD now?"))


def test_what_one_friend_knows_is_still_named() -> None:
    found = told(*BOTH, went(3, JO, "yes, 07700900555"), diary(12, "moved to ab1 2cd", "AB1 2CD"), diary(40, "AB12CD"))
    assert found == {
        "“AB1 2CD” is where somebody lives. Only Jo Example has it from these messages.": ("entry 12", "entry 40"),
        "“07700900555” is in your own words. Only Jo Example has it from these messages.": ("entry 3",),
    }


def test_what_everybody_who_wrote_has_is_not_named() -> None:
    assert not told(*BOTH, went(3, SAM, "come to AB1 2CD, +44 7700 900555"), diary(4, "AB1 2CD 07700 900555"))


def test_what_was_never_sent_is_known_to_nobody() -> None:
    assert told(came(1, SAM, "hello"), went(2, SAM, "AB1 2CD", "draft")) == {
        f"“AB1 2CD” is where somebody lives. {NOBODY}": ("entry 2",)
    }
    assert not told(came(1, SAM, "hello"), went(2, SAM, "AB1 2CD"))


def test_all_members_of_a_group_have_what_one_of_them_wrote() -> None:
    assert not told(*BOTH[:1], came(2, JO, "you at AB1 2CD", SAM), diary(3, "AB1 2CD"))


def test_an_address_of_the_owner_is_known_to_those_who_wrote_to_it() -> None:
    new = Party(id="new@example.org", normal="new@example.org", owner=True)
    mail = entry(2, "hello", kind="email", sender=JO, recipients=(new,), direction="incoming")
    assert told(BOTH[0], mail) == {
        "“+447700900999” is yours. Only Sam Example has it from these messages.": ("entry 1",),
        "“new@example.org” is yours. Only Jo Example has it from these messages.": ("entry 2",),
    }


def test_people_who_share_a_name_are_told_apart() -> None:
    other = Party(id="+447700900102", name="Sam Example", normal="+447700900102")
    found = told(came(1, SAM, "AB1 2CD"), came(2, other, "hi"), diary(3, "AB1 2CD"))
    assert list(found) == [
        "“AB1 2CD” is where somebody lives. Only Sam Example (+447700900100) has it from these messages."
    ]


def test_several_who_have_it_are_listed() -> None:
    crowd = [
        Party(id=f"+4477009002{n:02d}", name=f"{name} Example", normal=f"+4477009002{n:02d}")
        for n, name in enumerate("ABCDE")
    ]
    used = [came(n, who, "AB1 2CD") for n, who in enumerate(crowd, 1)]
    for count, said in (
        (2, "A Example and B Example have"),
        (3, "A Example, B Example and C Example have"),
        (5, "A Example, B Example, C Example and 2 others have"),
    ):
        found = told(*used[:count], BOTH[0], diary(9, "AB1 2CD"))
        assert list(found) == [f"“AB1 2CD” is where somebody lives. Only {said} it from these messages."]


def test_numbers_of_those_who_wrote_are_not_the_owners() -> None:
    assert list(told(*BOTH, diary(3, "call from 07700 900101, then from 07700 900777"))) == [
        f"“07700 900777” is in your own words. {NOBODY}"
    ]


def test_the_lone_recipient_of_what_came_in_is_the_owner() -> None:
    """Some sources do not say who their owner is. Their owner's number is nobody else's, and the owner is not one who knows."""
    unsaid = Party(id="+447700900555", normal="+447700900555")
    read = entry(1, "you at AB1 2CD", sender=SAM, recipients=(unsaid,), direction="incoming")
    assert list(told(read, *BOTH, diary(3, "mine is 07700 900555"), diary(4, "AB1 2CD"))) == [
        "“07700 900555” is in your own words. Only Jo Example has it from these messages."
    ]


def test_the_owner_is_not_one_of_those_who_wrote() -> None:
    alex = Party(name="Alex Example")
    chat = entry(2, "hi", sender=alex, recipients=(), direction="unknown")
    assert not told(came(1, SAM, "you at AB1 2CD"), chat, diary(3, "AB1 2CD"))
    namesake = came(4, alex, "hi")
    assert told(came(1, SAM, "you at AB1 2CD"), namesake, diary(3, "AB1 2CD"))


def test_a_photo_nobody_sent_tells_nobody() -> None:
    letter = entry(2, "Dear Alex, AB1 2CD", kind="photo", sender=None, recipients=(), direction="unknown")
    assert told(BOTH[0], letter, diary(3, "AB1 2CD"))


@pytest.mark.parametrize(
    "text",
    ["m8 4pm", "gr8 2am", "M8 4PM", "b4 2nd", "e1 4me", "gr8 2be", "01-02-2024 10:00", "01/02/24 10.30", "01 02 2024 10 30 20", "2024-01-02 09:00:00",
     "0234 5678 9012 3456", "4000 0012 3456 7890", "order 012345678901", "51.0774839201", "IMG-20240102-WA0012", "0770 090"],
)  # fmt: skip
def test_what_only_looks_like_a_contact_is_none(text: str) -> None:
    assert not list(contacts(text))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("M1 1AE, B33 8TH, CR2 6XH, DN55 1PT, W1A 1HQ, EC1A1BB", "M1 1AE|B33 8TH|CR2 6XH|DN55 1PT|W1A 1HQ|EC1A 1BB"),
        ("at sw1a 1aa now", "SW1A 1AA"),
        ("07700 900555 2pm", "700900555"),
        ("+44 (0)7700 900555 12 people", "700900555"),
        ("0044 7700-900555", "700900555"),
        ("(07700) 900555/07700.900556,07700900557", "700900555|700900556|700900557"),
        ("+44\xa07700\xa0900555\u202c", "700900555"),
        ("01/02/2024 07700 900555", "700900555"),
        ("+353 1 555 0100", "315550100"),
        ("Write to Me@Example.org.", "me@example.org"),
    ],
)
def test_contacts_are_found_however_they_are_written(text: str, keys: str) -> None:
    assert [contact.key for contact in contacts(text)] == keys.split("|")


def test_a_long_list_is_cut() -> None:
    numbers = [diary(n, f"07700 9001{n:02d}") for n in range(20, 32)]
    found = findings(came(1, SAM, "hi"), *numbers, diary(40, "AB1 2CD"))
    assert len(found) == 9
    assert found[0].risk == "own-address"
    assert found[-1].about == "and 5 more numbers or addresses."
    assert findings(came(1, SAM, "hi"), *numbers[:9])[-1].about == "and 1 more number or address."
    many = told(came(1, SAM, "hi"), *(diary(n, "AB1 2CD") for n in range(2, 11)))
    assert many.popitem()[1] == (*(f"entry {n}" for n in range(2, 8)), "and 3 more")


def quoting() -> list[Entry]:
    mail = {"kind": "email", "sender": SAM, "recipients": (ME,), "direction": "incoming"}
    details = [
        MessageDetails(quote="words of Kit"),
        ScreenDetails(quote="words of Kit"),
        ScreenDetails(quote_sender="Kit"),
        MailDetails(nested_in="bytes=0-9"),
    ]
    kinds: list[dict[str, Any]] = [{}, {}, {}, mail]
    held = [entry(n, "fine", **kinds[n]) for n in range(4)]
    return [
        *(replace(one, record=replace(one.record, details=what)) for one, what in zip(held, details, strict=True)),
        entry(4, "see:\n> words of Kit", **mail),
        entry(5, "-----Original Message-----\nFrom: Kit", **mail),
        entry(6, "look", subject="Fwd: from Kit", **mail),
        entry(7, "words of Kit", status=("forwarded",)),
    ]


@pytest.mark.parametrize("one", quoting())
def test_what_quotes_somebody_is_counted_when_people_were_chosen(one: Entry) -> None:
    plain = entry(50, "> not a mail")
    found = findings(one, plain, wanted=(SAM.id, "Sam Example 1", "+447700900101"))
    assert [(f.risk, f.about, f.where) for f in found if "quote" in f.about] == [
        ("other-people", "1 entry quotes what somebody else wrote. It goes along with it.", (f"entry {one.number}",))
    ]
    assert not [f for f in findings(one, plain) if "quote" in f.about]


def test_several_quotes_are_said_in_the_plural() -> None:
    found = findings(*quoting(), wanted=(SAM.id, "+447700900101"))
    assert [f.about for f in found] == ["8 entries quote what somebody else wrote. It goes along with them."]


def test_other_people_are_counted_in_plain_words() -> None:
    assert [f.about for f in findings(*BOTH, wanted=("Sam Example",)) if f.risk == "other-people"] == [
        "1 record was written by 1 other person. Is that meant?"
    ]
    assert [f.where for f in findings(*BOTH) if f.risk == "other-people"] == [("Jo Example", "Sam Example")]
