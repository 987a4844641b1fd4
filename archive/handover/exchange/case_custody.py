"""Where the records of a graph come from, and who did what with them: exhibits, the entries of the custody log, the hand-over."""

from collections.abc import Iterator, Mapping

from archive.handover.entry import Exhibit, Summary
from archive.handover.exchange.case_nodes import Node, iri, node, ref, refs

RECORDS = "records"


def records_provenance(summary: Summary) -> str:
    """The name of the provenance record that holds all records."""
    return iri("provenance-record", summary.name, RECORDS)


def exhibit_provenance(exhibit: Exhibit) -> str:
    """The name of the provenance record of an original."""
    return iri("provenance-record", exhibit.exhibit, exhibit.sha256)


def provenance(summary: Summary) -> Iterator[Node]:
    """The originals under their exhibit numbers."""
    for one in summary.exhibits:
        read = f"Read by {one.read_as}: {one.entries} entries here" if one.read_as else "Kept, not read"
        name, said = exhibit_provenance(one), [read] + [one.why_not] * bool(one.why_not)
        kind = "case-investigation:ProvenanceRecord"
        file = ref(iri("file", one.sha256))
        yield node(name, kind, case_exhibitNumber=one.exhibit, core_object=file, core_description=said)


def records_head(summary: Summary) -> Node:
    """The provenance record of everything that was read, but for its list of records."""
    return node(
        records_provenance(summary),
        "case-investigation:ProvenanceRecord",
        core_description=f"The {summary.entries} records of this hand-over, read from the originals",
        case_rootExhibitNumber=[one.exhibit for one in summary.exhibits],
    )


def people_and_tool(summary: Summary) -> Iterator[Node]:
    """Who did it, who receives it, and with what it was done."""
    yield node(
        _actor(summary), "uco-identity:Person", core_name=summary.actor or "Not named", core_description="As typed"
    )
    if summary.recipient:
        yield node(iri("recipient", summary.name), "uco-identity:Identity", core_name=summary.recipient)
    name, _, version = summary.tool.partition(" ")
    yield node(iri("tool", summary.tool), "uco-tool:Tool", core_name=name, tool_version=version)


def actions(summary: Summary, per_entry: Mapping[int, int]) -> Iterator[Node]:
    """An action for each entry of the custody log that holds records, and the hand-over itself."""
    imports = {number: iri("import", summary.head.sha256, str(number)) for number in sorted(per_entry)}
    for number, name in imports.items():
        said = (
            f"Entry {number} of the custody log, which has its time: {per_entry[number]} of the records were taken in"
        )
        yield _action(name, "Import", summary, core_description=said, action_result=ref(records_provenance(summary)))
    exhibits = [exhibit_provenance(one) for one in summary.exhibits]
    yield _action(
        _handover(summary),
        "Hand-over",
        summary,
        core_description=[line for line in _said(summary) if line],
        action_object=refs([*exhibits, records_provenance(summary)]),
        action_participant=ref(iri("recipient", summary.name)) if summary.recipient else None,
        case_wasInformedBy=refs(list(imports.values())),
    )
    everything = [*exhibits, records_provenance(summary), *imports.values(), _handover(summary)]
    yield node(
        iri("investigation", summary.name),
        "case-investigation:Investigation",
        core_name=summary.title or summary.name,
        core_description=f"Reference: {summary.reference}" if summary.reference else None,
        core_object=refs(everything),
    )


def _said(summary: Summary) -> Iterator[str]:
    yield f"Hand-over {summary.name}"
    yield f"Reference: {summary.reference}" if summary.reference else ""
    yield f"State of the archive: entry {summary.head.seq} of the custody log, whose SHA-256 is {summary.head.sha256}"
    yield from (f"Chosen: {line}" for line in summary.chosen)
    yield from (f"Left out: {line}" for line in summary.left_out)


def _action(name: str, called: str, summary: Summary, **fields: object) -> Node:
    by, tool = ref(_actor(summary)), ref(iri("tool", summary.tool))
    kind = "case-investigation:InvestigativeAction"
    return node(name, kind, core_name=called, action_performer=by, action_instrument=tool, **fields)


def _actor(summary: Summary) -> str:
    return iri("person", summary.name, summary.actor)


def _handover(summary: Summary) -> str:
    return iri("hand-over", summary.name)
