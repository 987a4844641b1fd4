"""What is counted of a hand-over, before anything of it is written."""

import msgspec
import pytest

from archive.handover.survey import Survey
from archive.records import Party
from entries_made import made_entry

ME = Party(id="+447700900999", name="Alex Example", normal="+447700900999", owner=True)
SAM = Party(id="+447700900101", name="Sam Example", normal="+447700900101")


@pytest.mark.parametrize(
    ("status", "counted"), [((), 1), (("draft",), 0), (("failed",), 0), (("outbox",), 0), (("edited",), 1)]
)
def test_what_was_never_sent_is_not_said_to_have_been_written_to_anybody(status: tuple[str, ...], counted: int) -> None:
    survey, entry = Survey(), made_entry(3, "call me")
    record = msgspec.structs.replace(
        entry.record, direction="outgoing", sender=ME, recipients=(SAM,), status=status, details=None
    )

    survey.add(msgspec.structs.replace(entry, record=record))

    people = {person.id: person for person in survey.people()}
    assert people["+447700900999"].sent == people["+447700900101"].received == counted
    assert survey.entries == 1
