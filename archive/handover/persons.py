"""Whom `--person` means: the identifiers of a case that a number, an address or a name stands for."""

from collections.abc import Callable, Sequence

from archive.case import Case
from archive.errors import FullpictureError


class WhoIsMeant(FullpictureError):
    """A person was named who is not in the case, or several who could be meant."""


def parties_of(
    case: Case, said: Sequence[str], normal: Callable[[str], str], also: frozenset[str] = frozenset()
) -> frozenset[int]:
    """Row numbers of all parties that the words stand for. `normal` makes the matching form of a number or address.

    A whole number, address or name is preferred; a part of a name will do when it is part of one name only. `also` are names that
    only a correction has. Raises WhoIsMeant.
    """
    every = case.db.execute("SELECT n, normal, id, name FROM party").fetchall()
    only = {name.casefold() for name in also}
    meant = (_one(words, normal(words), every, known=words.casefold() in only) for words in said)
    return frozenset(n for found in meant for n in found)


def owner_parties(case: Case, normal: Callable[[str], str]) -> frozenset[int]:
    """The parties that are the owner: declared by a person, or those who sent what went out."""
    names = {name.casefold() for name in case.declared.me} | {normal(name).casefold() for name in case.declared.me} - {
        ""
    }
    every = case.db.execute("SELECT n, normal, id, name FROM party").fetchall()
    declared = {row[0] for row in every if names & {text.casefold() for text in row[1:]}}
    sent = case.db.execute("""SELECT DISTINCT party FROM record_party JOIN record ON n = record
                              WHERE role = 'sender' AND direction = 'outgoing'""")
    return frozenset(declared | {n for (n,) in sent})


def _one(words: str, normal: str, every: Sequence[tuple[int, str, str, str]], *, known: bool) -> list[int]:
    wanted = {words.casefold(), normal.casefold()} - {""}
    exact = [row[0] for row in every if wanted & {text.casefold() for text in row[1:]}]
    if exact or known:
        return exact
    near = [row for row in every if words.casefold() in row[3].casefold()]
    names = sorted({row[3] for row in near})
    if not names:
        raise WhoIsMeant(
            f"Nobody called “{words}” is in this case. See who is: fullpicture records CASE. Nothing was made."
        )
    if len(names) > 1:
        shown = ", ".join(f"“{name}”" for name in names[:8])
        raise WhoIsMeant(
            f"“{words}” could be one of these: {shown}. Write the whole name, or the number. Nothing was made."
        )
    return [row[0] for row in near]
