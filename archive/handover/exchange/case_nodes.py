"""The alphabet of a CASE/UCO graph: names, values, facets and relationships, as JSON-LD.

Every name ends in a UUID made from what it names, so that the same hand-over gives the same graph.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

Node = dict[str, Any]

_OURS = UUID("3f0a1c52-6a0e-5d0b-9b57-6f3b9f2f6c11")
_ONTOLOGY = "https://ontology.unifiedcyberontology.org/uco/"
CONTEXT = {
    "kb": "http://example.org/kb/",
    "co": "http://purl.org/co/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    **{f"uco-{part}": f"{_ONTOLOGY}{part}/" for part in ("action", "core", "identity", "observable", "tool", "types")},
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@lru_cache(4096)  # accounts, sources and services are named again and again
def iri(kind: str, *what: str) -> str:
    """The name of something: its kind for people, and a UUID from the words that tell it apart."""
    return f"kb:{kind}-{uuid5(_OURS, chr(31).join((kind, *what)))}"


def ref(name: str) -> Node:
    """A reference to a node by its name."""
    return {"@id": name}


def refs(names: list[str]) -> list[Node]:
    """References to several nodes."""
    return [ref(name) for name in names]


def node(name: str, kind: str, **fields: object) -> Node:
    """A node. Fields are written `core_name` for `uco-core:name`; those that say nothing are left out."""
    made: Node = {"@id": name, "@type": kind}
    return made | {_field(key): value for key, value in fields.items() if value not in (None, "", [], {})}


def facet(kind: str, owner: str, **fields: object) -> Node:
    """A facet of the node `owner`. Its fields belong to the observables."""
    made = {f"observable_{key}": value for key, value in fields.items()}
    return node(iri(kind.lower(), owner), f"uco-observable:{kind}", **made)


def related(source: str, target: str, how: str, words: str = "") -> Node:
    """That one observable stands to another as `how` says."""
    return node(
        iri("relationship", source, target, how, words),
        "uco-observable:ObservableRelationship",
        core_source=ref(source),
        core_target=ref(target),
        core_kindOfRelationship=how,
        core_isDirectional=True,
        core_description=words,
    )


def moment(stamp: str) -> Node | None:
    """A time with its offset; None for "": without a zone it would say a moment that nobody vouches for."""
    return {"@type": "xsd:dateTime", "@value": stamp} if stamp else None


def whole(number: int | None) -> Node | None:
    """A whole number."""
    return None if number is None else {"@type": "xsd:integer", "@value": str(number)}


def sha256(owner: str, digest: str) -> Node | None:
    """The SHA-256 of the content of `owner`; None for ""."""
    if not digest:
        return None
    value = {"@type": "xsd:hexBinary", "@value": digest.upper()}
    return node(iri("hash", owner), "uco-types:Hash", types_hashMethod="SHA256", types_hashValue=value)


@lru_cache(256)
def _field(key: str) -> str:
    part, name = key.split("_", 1)
    return f"case-investigation:{name}" if part == "case" else f"uco-{part}:{name}"
