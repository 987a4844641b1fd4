"""The `read-screenshot` command: chats in pictures, read without a case and without keeping anything.

Pictures are read in processes of their own, so that one that crashes or never ends costs itself alone. What is told
comes in the order of the pictures that were given.
"""

import json
import multiprocessing
import os
import stat
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from importer.wording import plain

PATIENCE_S = 120.0
NO_FILE = frozenset({"not-found", "is-folder", "no-file"})
"""Problems of a name under which no file lies."""
_UNSURE = 0.75
_MEMORY = 4 << 30
_SHOWN = {
    "emoji": "an emoji",
    "voice": "a voice message",
    "picture": "a picture",
    "deleted": "deleted",
}


def read_screens(paths: Sequence[Path], jobs: int, patience_s: float = PATIENCE_S) -> Iterator[dict[str, Any]]:
    """What each picture shows, in order. Of one that could not be read the item has `problem`, a code."""
    waiting, done, told = deque(range(len(paths))), dict[int, dict[str, Any]](), 0
    readers: list[_Reader] = []
    try:
        while told < len(paths):
            while waiting and len(readers) < max(1, jobs):
                readers.append(_Reader())
            for reader in readers:
                if reader.job is None and waiting:
                    reader.give(waiting.popleft(), paths)
            done.update(_finished(readers, paths, patience_s))
            while told in done:
                yield done.pop(told)
                told += 1
    finally:
        for reader in readers:
            reader.stop()


class _Reader:
    """One process that reads pictures, and which one it is reading."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        orders, self._orders = context.Pipe(duplex=False)  # plain pipes: a two-way one would be a socket
        self.answers, answers = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=_serve, args=(orders, answers), daemon=True)
        self._process.start()
        orders.close()
        answers.close()
        self.job: int | None = None
        self.since = 0.0

    def give(self, job: int, paths: Sequence[Path]) -> None:
        self.job, self.since = job, time.monotonic()
        with suppress(BrokenPipeError):  # a reader that died says so by the end of its answers
            self._orders.send(str(paths[job]))

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._orders.close()
        self.answers.close()


def _finished(readers: list[_Reader], paths: Sequence[Path], patience_s: float) -> Iterator[tuple[int, dict[str, Any]]]:
    """Answers that have come, and what to say of pictures whose reader died or was silent for too long."""
    busy = [reader for reader in readers if reader.job is not None]
    ready = wait([reader.answers for reader in busy], timeout=min(1.0, patience_s / 4))
    for reader in busy:
        job = reader.job
        assert job is not None
        if reader.answers in ready:
            try:
                yield job, reader.answers.recv()
                reader.job = None
                continue
            except (EOFError, ConnectionResetError):
                said = ("reader-crashed", "The reader crashed on this picture.")
        elif time.monotonic() - reader.since > patience_s:
            said = ("stuck", f"Reading this picture took longer than {patience_s:.0f} seconds and was stopped.")
        else:
            continue
        reader.stop()
        readers.remove(reader)
        yield job, _nothing(str(paths[job]), *said)


def _serve(orders: Connection, answers: Connection) -> None:
    from importer.reading import limit_memory

    limit_memory(_MEMORY)
    try:
        while True:
            answers.send(read_screen(orders.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return


def read_screen(path: str) -> dict[str, Any]:
    """What one picture shows."""
    from parsers._screen.told import told

    try:
        if said := _no_file(os.stat(path).st_mode):
            return _nothing(path, *said)
        with open(path, "rb") as stream:
            data = stream.read()
        return {"file": os.path.basename(path), **told(data)}
    except FileNotFoundError:
        return _nothing(path, "not-found", "There is no file of this name.")
    except OSError as error:
        return _nothing(path, "not-readable", f"The file could not be read: {error.strerror or error}.")
    except MemoryError:
        return _nothing(path, "out-of-memory", "Reading this picture needs more memory than is allowed.")
    except Exception as error:  # noqa: BLE001 - a bug that one picture meets must not cost the others
        return _nothing(path, "reader-failed", f"The reader failed on this picture ({type(error).__name__}: {error}).")


def _no_file(mode: int) -> tuple[str, str] | None:
    """What is said of something that is no plain file: reading a pipe or a device may never end."""
    if stat.S_ISDIR(mode):
        return "is-folder", "This is a folder. Name the pictures in it one by one."
    return None if stat.S_ISREG(mode) else ("no-file", "This is a pipe or a device, not a file. It was not opened.")


def _nothing(path: str, code: str, note: str) -> dict[str, Any]:
    return {
        "file": os.path.basename(path), "service": "", "title": "", "messages": [], "separators": [], "system": [],
        "notes": [note], "likely": 0.0, "engine": "", "clock": "", "sha256": "", "problem": code,
    }  # fmt: skip


def told_lines(item: dict[str, Any], *, as_json: bool) -> Iterator[str]:
    """One picture for a program, or as a conversation for people."""
    if as_json:
        yield json.dumps(item, ensure_ascii=False)
        return
    yield plain(item["file"])
    if item["messages"]:
        clock = f", the phone's clock says {item['clock']}" if item["clock"] else ""
        yield f"  {plain(item['title']) or 'no title'} ({item['service'] or 'app not known'}{clock})"
        yield from _conversation(item)
    yield from (f"  {plain(note)}" for note in item["notes"])
    yield ""


def _conversation(item: dict[str, Any]) -> Iterator[str]:
    stamp = ""
    for message in item["messages"]:
        if message["stamp"] != stamp:
            stamp = message["stamp"]
            yield f"  — {plain(stamp)} —"
        who = plain(message["sender"]) if message["sender"] != "me" else ""
        who = who or {"out": "(right)", "unknown": "(side not known)"}.get(message["side"], "(left)")
        words = plain(message["text"]) or f"[{_SHOWN.get(message['kind'], message['kind'])}]"
        marks = [f"answers “{plain(message['quote'], 40)}”"] if message["quote"] else []
        marks += [f"about {message['emoji']} emoji not read"] if message["emoji"] else []
        marks += ["goes on beyond the edge"] if message["cut"] else []
        marks += [f"unsure: {message['confidence']:.0%}"] if message["confidence"] < _UNSURE and message["text"] else []
        yield f"  {message['time'] or '':>8}  {who}: {words}" + (f"   ({'; '.join(marks)})" if marks else "")
    yield from (f"  The app says: {plain(text)}" for text in item["system"])
