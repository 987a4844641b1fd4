"""Finds the parser modules in this folder and asks all of them who can read a source."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from parsers import Confidence, Parser, Source


@cache
def parsers() -> Mapping[str, Parser]:
    """Every parser by name, in alphabetical order. Raises LookupError when there is none: a broken installation."""
    names = sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = {name: importlib.import_module(f"parsers.{name}") for name in names if not name.startswith("_")}
    if not modules:
        raise LookupError("no parser modules were found beside parsers/_registry.py")
    return {name: cast("Parser", module) for name, module in modules.items()}


def title(parser: Parser) -> str:
    """The name shown to people: the first line of the parser's docstring, without its full stop."""
    return (parser.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def identify(source: Source, among: Mapping[str, Parser]) -> tuple[Confidence, list[str]]:
    """Ask everyone. Returns the highest confidence and the names that gave it: none, one, or several (a tie).

    A winner that has a `confirm` looks at the whole source, and may still decline: then the next best answer counts.
    """
    answers = {name: parser.identify(source) for name, parser in among.items()}
    while (best := max(answers.values(), default=Confidence.NO)) is not Confidence.NO:
        names = [name for name, answer in answers.items() if answer is best]
        confirm = getattr(among[names[0]], "confirm", None) if len(names) == 1 else None
        if confirm is None or confirm(source):
            return best, names
        del answers[names[0]]
    return Confidence.NO, []
