"""What a graph speaks about beside the records: accounts, services and files. Each is a node once, however often it occurs."""

import re
from collections.abc import Iterator

from archive.handover.entry import Enclosed, Exhibit
from archive.handover.exchange.case_nodes import Node, facet, iri, node, ref, sha256, whole
from archive.records import Party, Record

_NUMBER = re.compile(r"\+?[\d ()./-]{3,}")
_BY_NUMBER = frozenset(("sms", "mms", "rcs", "call", "imessage", "facetime", "whatsapp", "signal"))
_CLASSES = {"phone": "PhoneAccount", "mail": "EmailAccount", "application": "ApplicationAccount"}


class Accounts:
    """The parties of the records as accounts. They are few: names are collected, and the nodes made at the end."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, None]] = {}
        self._known: dict[str, tuple[str, Party, str]] = {}
        self._owners: set[str] = set()
        self._services: set[str] = set()

    def account(self, party: Party, record: Record) -> str:
        """The account of a party: by its identifier, and where there is none by its name in this one conversation."""
        kind = _kind(party, record.service)
        where: tuple[str, ...] = (record.service,) if kind == "application" else ()
        where += () if party.id else ("no identifier", record.conversation.key)
        name = iri(f"{kind}-account", *where, party.id or party.name)
        self._known.setdefault(name, (kind, party, record.service))
        self._names.setdefault(name, {}).setdefault(party.name)
        if party.owner:
            self._owners.add(name)
        if kind == "application":
            self.service(record.service)
        return name

    def service(self, service: str) -> str:
        """The service over which something came."""
        self._services.add(service)
        return iri("application", service)

    def nodes(self) -> Iterator[Node]:
        """All of them."""
        for service in sorted(self._services):
            yield node(iri("application", service), "uco-observable:Application", core_name=service)
        for name in self._known:
            yield from self._account(name)

    def _account(self, name: str) -> Iterator[Node]:
        kind, party, service = self._known[name]
        names = [one for one in self._names[name] if one]
        said = [f"Named {one}" for one in names]
        if name in self._owners:
            said.append("The source, or a person, says that this is the owner of the export.")
        facets = [facet("AccountFacet", name, accountIdentifier=party.id)] if party.id else []
        if names:
            facets.append(facet("DigitalAccountFacet", name, displayName=names[0]))
        if kind == "phone":
            facets.append(facet("PhoneAccountFacet", name, phoneNumber=party.id))
        elif kind == "application":
            facets.append(facet("ApplicationAccountFacet", name, application=ref(iri("application", service))))
        else:
            address = iri("email-address", party.id)
            facets.append(facet("EmailAccountFacet", name, emailAddress=ref(address)))
            shown = facet("EmailAddressFacet", address, addressValue=party.id)
            yield node(address, "uco-observable:EmailAddress", core_hasFacet=[shown])
        yield node(name, f"uco-observable:{_CLASSES[kind]}", core_description=said, core_hasFacet=facets)


def _kind(party: Party, service: str) -> str:
    """Elsewhere a row of digits is the service's own number of somebody, unless it is written as a telephone number."""
    if _NUMBER.fullmatch(party.id) and (service in _BY_NUMBER or party.id.startswith("+")):
        return "phone"
    return "mail" if "@" in party.id[1:] else "application"


class Files:
    """The files that are spoken of, by SHA-256: each gets its node when it is first met, or with the exhibits at the end."""

    def __init__(self) -> None:
        self._made: set[bytes] = set()
        self._sources: dict[str, tuple[str, str]] = {}

    def source(self, digest: str, exhibit: str, source: str) -> str:
        """The original in which a record was seen."""
        self._sources.setdefault(digest, (exhibit, source))
        return iri("file", digest)

    def enclosed(self, thing: Enclosed, owner: str, place: int) -> Iterator[Node]:
        """The node of something enclosed, if it has none yet. Without bytes it is a file that only this record names."""
        if thing.sha256 and bytes.fromhex(thing.sha256) in self._made:
            return
        if thing.sha256:
            self._made.add(bytes.fromhex(thing.sha256))
        said = [f"Exhibit {thing.exhibit}"] * bool(thing.exhibit)
        said += [f"Inside exhibit {thing.inside}"] * bool(thing.inside)
        path, name = _exact(thing, said), enclosed_name(thing, owner, place)
        yield _file(name, (thing.name, path), (thing.sha256, thing.size, thing.media), said)

    def exhibits(self, exhibits: tuple[Exhibit, ...]) -> Iterator[Node]:
        """The nodes of all originals that have none yet: first those of the list, then what else records point to."""
        for one in exhibits:
            if bytes.fromhex(one.sha256) not in self._made:
                said = [f"Handed in as {source}" for source in one.sources]
                path = _exact(one, said)
                yield _file(iri("file", one.sha256), (_last(path), path), (one.sha256, one.size, ""), said)
        listed = {one.sha256 for one in exhibits}
        for digest, (exhibit, source) in self._sources.items():
            if digest not in listed and bytes.fromhex(digest) not in self._made:
                said = [f"Exhibit {exhibit}", f"Handed in as {source}"]
                yield _file(iri("file", digest), (_last(source), ""), (digest, None, ""), said)


def enclosed_name(thing: Enclosed, owner: str, place: int) -> str:
    """The name of the file of something enclosed: by its bytes, or as the nth thing of its record."""
    return iri("file", thing.sha256) if thing.sha256 else iri("file", "not here", owner, str(place))


def _file(name: str, called: tuple[str, str], content: tuple[str, int | None, str], said: list[str]) -> Node:
    digest, size, media = content
    facets = [
        facet("FileFacet", name, fileName=called[0], filePath=called[1], isDirectory=False, sizeInBytes=whole(size))
    ]
    if digest:
        bytes_ = {"hash": sha256(name, digest), "mimeType": media, "sizeInBytes": whole(size)}
        facets.append(facet("ContentDataFacet", name, **bytes_))
    return node(name, "uco-observable:File", core_description=said, core_hasFacet=facets)


def _exact(one: Enclosed | Exhibit, said: list[str]) -> str:
    """Where the exact bytes lie. What lies there with a reason is a changed copy, which the hash would not fit: so it is said."""
    if not one.why_not:
        return one.path
    said.append(one.why_not)
    if one.path:
        said.append(f"A copy that is not the same bytes: {one.path}")
    return ""


def _last(path: str) -> str:
    return path.rpartition("/")[2]
