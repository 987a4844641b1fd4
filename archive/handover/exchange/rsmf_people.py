"""The participants of one RSMF manifest: numbered as they turn up, each with all names that stood beside the identifier."""

from typing import Any

from archive.handover.details import name as party_words
from archive.records import Party


class People:
    """Who takes part. One identifier as written is one participant; where there is none, one name is."""

    def __init__(self) -> None:
        self._known: dict[tuple[bool, str], str] = {}
        self._names: dict[str, dict[Party, None]] = {}
        self.custodian = ""

    def id(self, party: Party) -> str:
        """The number of a participant in this manifest ("P1"), given out at the first call."""
        key = (bool(party.id), party.id or party.name)
        known = self._known.setdefault(key, f"P{len(self._known) + 1}")
        self._names.setdefault(known, {})[party] = None
        if party.owner:
            self.custodian = self.custodian or known
        return known

    def ids(self) -> list[str]:
        """Everybody so far."""
        return list(self._names)

    def display(self) -> list[str]:
        """Everybody so far, for people."""
        return [_shown(list(seen)) for seen in self._names.values()]

    def manifest(self) -> list[dict[str, Any]]:
        """The participants as the manifest has them."""
        return [_participant(known, list(seen)) for known, seen in self._names.items()]


def _shown(seen: list[Party]) -> str:
    named = next((party for party in seen if party.name), seen[0])
    return party_words(named)


def _participant(known: str, seen: list[Party]) -> dict[str, Any]:
    shown = _shown(seen)
    made: dict[str, Any] = {"id": known, "display": shown}
    if seen[0].id:
        made["account_id"] = seen[0].id
    others = dict.fromkeys(party.name for party in seen if party.name and party_words(party) != shown)
    custom = [{"name": "Also named", "value": name} for name in others]
    normal = next((party.normal for party in seen if party.normal), "")
    if normal and normal != seen[0].id:
        custom.append({"name": "For comparing", "value": normal})
    if custom:
        made["custom"] = custom
    return made
