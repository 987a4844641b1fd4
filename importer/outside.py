"""Parsers from outside: one file that a person named with --parser, loaded by its path and known by its hash."""

import hashlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import cast

from archive.errors import FullpictureError
from parsers import Parser


class BadParser(FullpictureError):
    """A file given with --parser is not one."""

    exit_code = 2


@cache
def load(path: Path) -> Parser:
    """The module in a file, checked for what a parser must have. Raises BadParser with what is missing."""
    spec = importlib.util.spec_from_file_location(f"outside_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BadParser(f"{path} is not a Python file.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (OSError, SyntaxError, ImportError) as error:
        raise BadParser(f"The parser {path} cannot be loaded: {error}") from error
    missing = [name for name in ("VERSION", "identify", "parse") if not hasattr(module, name)]
    if missing or not module.__doc__:
        raise BadParser(f"The parser {path} lacks {', '.join(missing) or 'a docstring with its name'}.")
    return cast("Parser", module)


def digest(path: Path) -> str:
    """The SHA-256 of the file, for the log: which code read this."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
