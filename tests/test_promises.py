"""No network, nothing written outside the case, errors of the disk that lose nothing: promises with a test each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_import import backup

from commands import PROGRAM, add, init, intact, records, run

FIXTURES = Path(__file__).parent / "parsers"

WATCH = '''"""Watches a Python process and its children: sockets, and files opened for writing or made."""
import os, sys
_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
def _note(event, args):
    if event.startswith("socket."):
        os.write(_log, f"socket {event} {args!r}\\n".encode())
    elif event == "open" and isinstance(args[0], (str, bytes)) and (args[2] or 0) & _WRITES:
        os.write(_log, f"write {os.path.abspath(os.fsdecode(args[0]))}\\n".encode())
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.truncate", "os.chmod", "os.symlink"):
        if event == "os.remove" and args[1] != -1:  # below a folder that was opened, and made, by the same process
            return
        os.write(_log, f"write {os.path.abspath(os.fsdecode(args[0]))}\\n".encode())
    elif event == "sqlite3.connect":
        os.write(_log, f"database {args[0]}\\n".encode())
sys.addaudithook(_note)
'''


def test_add_opens_no_socket_and_writes_only_into_the_case(tmp_path: Path) -> None:
    """Over every fixture of every parser, in the parent and in the workers, with a HOME that cannot be written to."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    case, log = init(tmp_path / "case"), tmp_path / "log"
    env = {"PYTHONPATH": str(tmp_path / "watch"), "WATCH_LOG": str(log), "HOME": str(home), "TMPDIR": str(home)}
    done = run("add", case, FIXTURES, env=env)
    seen = log.read_text().splitlines()
    written = {line.partition(" ")[2] for line in seen if line.startswith("write ")}

    assert done.returncode == 3, done.stderr
    assert not [line for line in seen if line.startswith("socket")]
    assert any("/objects/" in path for path in written), "the watch does not see anything"
    outside = [path for path in written if not path.startswith((str(case), "/dev/null"))]
    assert not outside
    assert not list(home.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs file size limits")
def test_a_full_disk_is_said_and_the_same_command_finishes_later(tmp_path: Path) -> None:
    """A limit on file sizes stands in for the full disk, at many places of the import."""
    drop = tmp_path / "drop"
    for n in range(6):
        backup(drop / f"{n}.xml", *(f"text {n} {i}" for i in range(400)))
    case = init(tmp_path / "case")
    limits = [8, 20, 60, 100, 200, 400]
    for blocks in limits:
        done = subprocess.run(
            ["sh", "-c", f'ulimit -f {blocks}; exec "$0" add "$1" "$2"', PROGRAM, str(case), str(drop)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
    ledger = add(case, drop)

    assert ledger["records"]["seen"] == 2400
    assert len(records(case)) == 2400
    intact(case)


def full_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Make the disk say that it is full at the n-th thing that the archive does to it."""
    from archive.disk import Disk

    left = iter(range(steps))

    def limited(name: str) -> object:
        real = getattr(Disk, name)

        def act(self: Disk, *args: object) -> object:
            if next(left, None) is None:
                raise OSError(28, os.strerror(28), str(self.root))
            return real(self, *args)

        return act

    for name in ("create", "append", "sync", "sync_folder", "rename", "make_folder"):
        monkeypatch.setattr(Disk, name, limited(name))


def test_a_full_disk_at_every_step_loses_nothing_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from importer.cli import main

    sms = backup(tmp_path / "sms.xml", "one", "two", "three")
    failures = 0
    for steps in range(40):
        case = init(tmp_path / f"case{steps}")
        with monkeypatch.context() as patched:
            full_after(patched, steps)
            done = CliRunner().invoke(main, ["add", str(case), str(sms), "--json"])
        if done.exit_code == 0:
            break
        failures += 1
        assert done.exit_code == 1, done.output
        assert "disk is full" in done.output
        told = [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
        heads = {event["entry"]: event["sha256"] for event in told if event["event"] == "committed"}
        assert add(case, sms)["records"]["seen"] == 3
        log = (case / "custody.jsonl").read_bytes().splitlines(keepends=True)
        assert all(json.loads(log[entry])["prev"] == sha256 for entry, sha256 in heads.items() if entry < len(log))
        intact(case)

    assert 10 < failures < 39


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_case_is_said(tmp_path: Path) -> None:
    case = init(tmp_path / "case")
    for path in [case, *case.rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    done = run("add", case, backup(tmp_path / "sms.xml", "one"))

    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert run("records", case).returncode == 0
    assert run("verify", case).returncode == 0
