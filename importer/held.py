"""What earlier imports have read already: the same bytes, the same readers, the same declarations, the same answers
of the rest of the drop. Then nothing is read again, and the account says what was found then."""

import json

from archive.case import Case
from importer.account import Account
from importer.engine_wanted import USUAL, wanted
from importer.ledger import Remark, Trouble
from importer.normalise import Declared
from importer.tree import Branch, Entry, Forest

_PICTURES = ("image", "screenshot", "pdf")  # readers for which an engine recognises words


class Held:
    """Asks one case what it has read."""

    def __init__(self, case: Case, readers: str, declared: Declared) -> None:
        self._case, self._readers = case, readers
        self._said = [declared.zone, declared.region, *sorted(declared.me)]
        engine = [{"ocr": wanted()}] if wanted() != USUAL else []
        self.options = json.dumps([*self._said, *engine], ensure_ascii=False)

    def take_over(self, entry: Entry, forest: Forest, account: Account) -> list[tuple[str, str]] | None:
        """Account for an entry by what an earlier import said of it. Gives hash and name of the parts that it encloses
        and that may be exports themselves; None when it must be read (again)."""
        content = self._case.catalogue.content(entry.sha256)
        query = "SELECT readers, options, asked, parser, enclosed FROM reading WHERE content=? AND outcome NOT IN ('failed', 'again')"
        row = self._case.db.execute(query, (content,)).fetchone()
        if row is None or row[0] != self._readers or not self._same_options(row[1], row[3]):
            return None
        branch = Branch(forest, entry.name)
        if not _same_answers(branch, json.loads(row[2])):
            return None
        account.attached |= branch.attached
        self._repeat(entry, account, row[3])
        return [(sha256, name) for sha256, name in json.loads(row[4])]

    def reader_of(self, sha256: str) -> str | None:
        """Which parser read these bytes before, "" when none could; None when none of the present ones was asked."""
        query = "SELECT readers, options, parser FROM reading WHERE content=?"
        row = self._case.db.execute(query, (self._case.catalogue.content(sha256),)).fetchone()
        if row is None or row[0] != self._readers or not self._same_options(row[1], row[2] or _PICTURES[0]):
            return None
        return str(row[2])

    def _same_options(self, held: str, parser: str) -> bool:
        """Whether a reading was made under what is declared now; of a picture, also with the engine now asked for. Who
        asks for none takes any."""
        said = json.loads(held)
        engine = said.pop()["ocr"] if said and isinstance(said[-1], dict) else USUAL
        return said == self._said and (parser not in _PICTURES or wanted() in (engine, USUAL))

    def _repeat(self, entry: Entry, account: Account, parser: str) -> None:
        n, db, tally = self._case.catalogue.content(entry.sha256), self._case.db, account.tally
        (records,) = db.execute("SELECT count(*) FROM sighting WHERE content=?", (n,)).fetchone()
        if records:
            tally.records["sighting"] += records
            tally.kinds[parser] += records
        for row in db.execute("SELECT locator, reason, code FROM problem WHERE content=? ORDER BY n", (n,)):
            tally.problems.append(Trouble(entry.name, *row))
        for row in db.execute("SELECT text, code FROM notice WHERE content=? AND NOT fact ORDER BY n", (n,)):
            tally.warnings.append(Remark(entry.name, *row))
        account.settle(entry, "already_held")


def _same_answers(branch: Branch, asked: dict[str, str]) -> bool:
    questions = (question.partition(":") for question in asked)
    now = branch.ask_again((how, what) for how, _, what in questions)
    return {f"{how}:{what}": answer for (how, what), answer in now.items()} == asked
