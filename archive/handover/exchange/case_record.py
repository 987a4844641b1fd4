"""One record as an observable of a CASE/UCO graph: which class, which facet, and in words what neither has a field for."""

from collections.abc import Callable

from archive.handover.entry import Entry
from archive.handover.exchange.case_nodes import Node, facet, iri, moment, node, ref, refs, sha256, whole
from archive.handover.exchange.case_things import Accounts
from archive.handover.exchange.facts import facts
from archive.handover.exchange.stamps import entry_stamp, stamp
from archive.records import CallDetails, ContactDetails, DiaryDetails, MailDetails, MessageDetails, Party, Record, Time

MESSAGES = frozenset(("message", "email", "post"))
"""The kinds that may stand in a thread of UCO."""
_TEXTS = ("sms", "mms")


def record_name(entry: Entry) -> str:
    """The name of the record of an entry."""
    return iri(entry.record.kind, entry.record.id)


def observable(entry: Entry, accounts: Accounts) -> Node:
    """The node of an entry's record, as it reads now."""
    name, record = record_name(entry), entry.shown
    kind, make = _MADE.get(record.kind, ("ObservableObject", _other))
    if record.kind == "message" and record.service in _TEXTS:
        kind = "SMSMessage"
    said = [f"{label}: {words}" for label, words in facts(entry)]
    if make in (_other, _contact) and record.text:
        said.append(f"Text: {record.text}")
    return node(name, f"uco-observable:{kind}", core_description=said, core_hasFacet=make(entry, name, accounts))


def everybody(record: Record, accounts: Accounts) -> list[str]:
    """The accounts of sender and recipients."""
    parties = ([record.sender] if record.sender else []) + list(record.recipients)
    return [accounts.account(party, record) for party in parties]


def _ends(record: Record, accounts: Accounts) -> dict[str, object]:
    sender = ref(accounts.account(record.sender, record)) if record.sender else None
    return {"from": sender, "to": _all(record.recipients, record, accounts)}


def _all(parties: tuple[Party, ...], record: Record, accounts: Accounts) -> list[Node]:
    return refs(list(dict.fromkeys(accounts.account(party, record) for party in parties)))


def _message(entry: Entry, name: str, accounts: Accounts) -> list[Node]:
    record = entry.shown
    details = record.details if isinstance(record.details, MessageDetails) else MessageDetails()
    fields = _ends(record, accounts) | {
        "application": ref(accounts.service(record.service)),
        "messageText": _text(record),
        "messageID": details.id,
        "sentTime": moment(entry_stamp(entry)),
    }
    made = [facet("MessageFacet", name, **fields)]
    if record.service in _TEXTS:
        made.append(facet("SMSMessageFacet", name, isRead=True if details.read else None))
    return made


def _mail(entry: Entry, name: str, accounts: Accounts) -> list[Node]:
    record = entry.shown
    details = record.details if isinstance(record.details, MailDetails) else MailDetails()
    fields = _ends(record, accounts) | {
        "cc": _all(details.cc, record, accounts),
        "bcc": _all(details.bcc, record, accounts),
        "subject": record.subject,
        "body": _text(record),
        "messageID": details.message_id,
        "inReplyTo": details.in_reply_to,
        "labels": list(details.labels),
        "sentTime": moment(entry_stamp(entry)),
        "receivedTime": moment(stamp(details.arrived or Time())),
    }
    return [facet("EmailMessageFacet", name, **fields)]


def _call(entry: Entry, name: str, accounts: Accounts) -> list[Node]:
    record = entry.shown
    details = record.details if isinstance(record.details, CallDetails) else CallDetails()
    fields = _ends(record, accounts) | {
        "application": ref(accounts.service(record.service)),
        "callType": " ".join(part for part in (record.direction, details.outcome, record.kind) if part != "unknown"),
        "duration": whole(details.duration_s),
        "startTime": moment(entry_stamp(entry)),
    }
    return [facet("CallFacet", name, **fields)]


def _contact(entry: Entry, name: str, accounts: Accounts) -> list[Node]:
    record = entry.shown
    details = record.details if isinstance(record.details, ContactDetails) else ContactDetails()
    shown = record.sender.name if record.sender else ""
    note = [details.event, *details.numbers, *details.addresses]
    app = ref(accounts.service(record.service))
    return [facet("ContactFacet", name, displayName=shown, contactNote=[n for n in note if n], sourceApplication=app)]


def _event(entry: Entry, name: str, accounts: Accounts) -> list[Node]:
    record = entry.shown
    fields = {
        "eventType": str(getattr(record.details, "event", "") or record.kind),
        "eventRecordText": _text(record),
        "application": ref(accounts.service(record.service)),
        "account": ref(accounts.account(record.sender, record)) if record.sender else None,
        "startTime": moment(entry_stamp(entry)),
    }
    return [facet("EventRecordFacet", name, **fields)]


def _diary(entry: Entry, name: str, accounts: Accounts) -> list[Node]:  # noqa: ARG001 - one shape for all kinds
    """The note is as old as it was written down; when it happened stands in the words: UCO has no field for that."""
    details = entry.shown.details
    written = details.written if isinstance(details, DiaryDetails) else None
    made = moment(stamp(written or Time()))
    return [facet("NoteFacet", name, text=_text(entry.shown), observableCreatedTime=made)]


def _other(entry: Entry, name: str, accounts: Accounts) -> list[Node]:  # noqa: ARG001 - one shape for all kinds
    digest = sha256(name, entry.record.content)
    return [facet("ContentDataFacet", name, hash=digest)] if digest else []


def _text(record: Record) -> object:
    """The text exactly; an empty one too, which says more than none."""
    return None if record.text is None else {"@value": record.text}


_MADE: dict[str, tuple[str, Callable[[Entry, str, Accounts], list[Node]]]] = {
    "message": ("Message", _message),
    "post": ("Post", _message),
    "email": ("EmailMessage", _mail),
    "call": ("Call", _call),
    "voicemail": ("Call", _call),
    "contact": ("Contact", _contact),
    "system": ("EventRecord", _event),
    "account": ("EventRecord", _event),
    "diary": ("Note", _diary),
}
