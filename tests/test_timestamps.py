"""Time stamps: what a real authority answers is kept, openssl agrees with us, and nothing false or foreign is taken in."""

import json
import random
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from archive import timestamps
from archive.case import Case
from archive.custody import NAME
from archive.timestamp_signature import NoCertificate, Trust, judge
from archive.timestamp_token import NotAnAnswer, elements, printable, query, read
from archive.timestamps import CannotStamp, keep, kept, request
from archive.verify import Verdict, verify
from cases import new_case, take, text
from commands import run

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl, to play the authority")

SETTINGS = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
[tsa_certificate]
extendedKeyUsage = critical,timeStamping
[plain_certificate]
extendedKeyUsage = critical,codeSigning
[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


class Authority:
    """A time-stamp authority of our own, with a root certificate, made of openssl."""

    def __init__(self, folder: Path, key: str = "rsa:2048") -> None:
        self.folder, self.root = folder, folder / "root.pem"
        folder.mkdir()
        (folder / "settings").write_text(SETTINGS)
        (folder / "serial").write_text("01")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        kind = curve if key == "ec" else ("-newkey", key)
        named = ("-nodes", "-config", "settings", "-subj")
        self.openssl("req", "-x509", *curve, *named, "/CN=Invented Root", "-keyout", "root.key", "-out", "root.pem",
                     "-extensions", "ca")  # fmt: skip
        self.openssl("req", *kind, *named, "/CN=Invented Clock", "-keyout", "tsa.key", "-out", "tsa.csr")
        self.openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "7",
                     "-extfile", "settings", "-extensions", "tsa_certificate", "-out", "tsa.pem")  # fmt: skip

    def openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def answer(self, asked: bytes, *more: str) -> bytes:
        (self.folder / "q").write_bytes(asked)
        self.openssl("ts", "-reply", "-queryfile", "q", "-config", "settings", "-section", "tsa", "-signer", "tsa.pem",
                     "-inkey", "tsa.key", "-out", "r", *more)  # fmt: skip
        return (self.folder / "r").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("clock") / "rsa")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("clock") / "ec", "ec")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new_case(tmp_path / "case")
    take(made, "a.xml", [text("please stop", n, place=n) for n in range(3)])
    return made


@pytest.fixture
def stamped(case: Case, authority: Authority) -> Path:
    """A case with an answer for entry 2, as entry 3, and one more import behind it."""
    keep(case, authority.answer(request(case)[0].read_bytes()))
    take(case, "b.xml", [text("again", 30)])
    case.close()
    return case.root


def says(found: Verdict, words: str) -> bool:
    return words in "\n".join([*found.notes, *(f"{one.what} {one.why}" for one in found.damage)])


def by_openssl(folder: Path, root: Path, seq: int, reply: str, *more: str) -> bool:
    """The independent judge: cuts the log with `head` and knows nothing of us."""
    cut = subprocess.run(["head", "-n", str(seq), NAME], cwd=folder, capture_output=True, check=True).stdout
    words = ["openssl", "ts", "-verify", "-data", "/dev/stdin", "-in", reply, "-CAfile", str(root), *more]
    return subprocess.run(words, input=cut, cwd=folder, capture_output=True).returncode == 0


def test_openssl_reads_the_question(case: Case) -> None:
    file, seq = request(case)
    shown = subprocess.run(["openssl", "ts", "-query", "-in", file, "-text"], capture_output=True, text=True).stdout
    dump = "".join(re.findall(r"^    00\d0 - ([0-9a-f -]{47})", shown, re.MULTILINE)).replace(" ", "").replace("-", "")

    assert (file.name, seq) == ("2.tsq", 2)
    assert "Hash Algorithm: sha256" in shown
    assert "Certificate required: yes" in shown
    assert "Nonce: unspecified" not in shown
    assert case.log.head.sha256 in dump
    assert request(case)[0].read_bytes() == file.read_bytes(), "asked again, it is the same question"


def test_an_answer_is_kept_logged_and_openssl_agrees(stamped: Path, authority: Authority) -> None:
    line = json.loads((stamped / NAME).read_bytes().split(b"\n")[2])
    reply = (stamped / "timestamps/2.tsr").read_bytes()

    assert (line["event"], line["stamped"], line["reply"]) == ("timestamped", 2, sha256(reply).hexdigest())
    assert by_openssl(stamped, authority.root, 2, "timestamps/2.tsr")
    assert not by_openssl(stamped, authority.root, 3, "timestamps/2.tsr"), "the judge judges nothing"
    asked = [
        "openssl",
        "ts",
        "-verify",
        "-queryfile",
        "timestamps/2.tsq",
        "-in",
        "timestamps/2.tsr",
        "-CAfile",
        authority.root,
    ]
    assert subprocess.run(asked, cwd=stamped, capture_output=True).returncode == 0, (
        "the number of the question is in it"
    )


def test_verify_says_how_far_it_went(stamped: Path, authority: Authority, other: Authority) -> None:
    open_question = verify(stamped)
    trusted = verify(stamped, (), authority.root.read_bytes())
    itself = verify(stamped, (), (authority.folder / "tsa.pem").read_bytes())
    stranger = verify(stamped, (), other.root.read_bytes())

    assert not open_question.damage
    assert says(open_question, "Signed by CN=Invented Clock. Whether that certificate can be trusted was not judged")
    assert not trusted.damage
    assert says(trusted, "whose certificate is the one given, or leads to it")
    assert says(itself, "whose certificate is the one given, or leads to it")
    assert [one.what for one in stranger.damage] == ["timestamps/2.tsr"]
    assert says(stranger, "does not vouch")
    with pytest.raises(NoCertificate):
        verify(stamped, (), b"no certificate")


def test_an_answer_that_comes_late_finds_its_entry(case: Case, other: Authority) -> None:
    """By a key of another kind, too."""
    asked = request(case)[0].read_bytes()
    take(case, "b.xml", [text("again", 30)])
    taken = keep(case, other.answer(asked))

    assert (taken.file.name, taken.seq, taken.head.seq) == ("2.tsr", 2, 4)
    assert taken.judged == (Trust.SIGNED, "CN=Invented Clock")
    assert by_openssl(case.root, other.root, 2, "timestamps/2.tsr")


def refused(case: Case, answer: bytes, words: str) -> None:
    before = case.log.head
    with pytest.raises(CannotStamp, match=words):
        keep(case, answer)
    assert case.log.head == before
    assert not list(case.root.glob("timestamps/*.tsr"))
    assert not verify(case.root).damage


def test_what_stamps_something_else_is_refused(case: Case, authority: Authority) -> None:
    refused(case, authority.answer(query(sha256(b"another log").digest(), 1 << 62)), "fits no entry")


def test_a_refusal_is_said_plainly(case: Case, authority: Authority) -> None:
    """This authority takes no other hash than SHA-256, and says so itself."""
    (authority.folder / "data").write_text("x")
    authority.openssl("ts", "-query", "-data", "data", "-sha512", "-out", "q512")
    refused(
        case, authority.answer((authority.folder / "q512").read_bytes()), "The authority refused to stamp: .*algorithm"
    )


def test_a_changed_answer_is_refused(case: Case, authority: Authority) -> None:
    """The time in it moved, or the signature spoilt: what authorities sign cannot be edited."""
    answer = authority.answer(request(case)[0].read_bytes())
    year = read(answer).stamp.time[:4].encode()  # type: ignore[union-attr]
    refused(
        case, answer.replace(year, b"2001", 1), "signature of this answer does not hold: what was signed is another"
    )
    refused(case, answer[:-1] + bytes([answer[-1] ^ 1]), "signature of this answer does not hold")


def test_a_certificate_for_other_things_stamps_nothing(case: Case, authority: Authority, tmp_path: Path) -> None:
    """An answer signed with a certificate that is none for time stamps: its own words put into another's place."""
    answer = authority.answer(request(case)[0].read_bytes())
    purpose = bytes.fromhex("2b06010505070308")  # timeStamping
    assert purpose in answer
    refused(case, answer.replace(purpose, purpose[:-1] + b"\x03"), "not one for time stamps")


@pytest.mark.parametrize("part", ["cut", "flipped", "nonsense"])
def test_no_bytes_make_the_reader_fall(case: Case, authority: Authority, part: str) -> None:
    answer, rng = authority.answer(request(case)[0].read_bytes()), random.Random(4)
    tries = {
        "cut": [answer[:n] for n in range(len(answer))],
        "flipped": [
            answer[:n] + bytes([answer[n] ^ rng.randrange(1, 256)]) + answer[n + 1 :] for n in range(0, len(answer), 2)
        ],
        "nonsense": [rng.randbytes(n) for n in range(200)] + [b"\x30\x80" * 5000, b"\x30\x00" * 400_000],
    }
    read_whole = 0
    for data in tries[part]:
        try:
            stamp = read(data).stamp
            read_whole += stamp is not None and judge(data, stamp).trust is Trust.SIGNED  # and never an error
        except NotAnAnswer:
            pass
    assert read_whole <= 24, "bytes that nobody signs (version numbers, empty parameters) are few"
    assert part != "cut" or not read_whole


def test_a_changed_or_missing_answer_is_found(stamped: Path) -> None:
    file = stamped / "timestamps/2.tsr"
    answer = file.read_bytes()
    for spoilt in (answer[:-1] + bytes([answer[-1] ^ 1]), answer[: len(answer) // 2], b""):
        file.write_bytes(spoilt)
        assert says(verify(stamped), "The answer named by log entry 3 is missing or was changed")
    file.unlink()
    assert says(verify(stamped), "The answer named by log entry 3 is missing or was changed")


def test_an_answer_under_a_wrong_number_is_found(stamped: Path) -> None:
    (stamped / "timestamps/2.tsr").rename(stamped / "timestamps/1.tsr")
    assert says(verify(stamped), "timestamps/1.tsr This is no stamp of the first 1 entries")


def test_a_log_that_was_written_anew_is_found(stamped: Path, authority: Authority) -> None:
    """All of it consistent, index and receipts gone: only the stamp of somebody else can tell."""
    lines = [json.loads(line) for line in (stamped / NAME).read_bytes().split(b"\n")[:-1]]
    lines[0]["at"] = "2020-01-01T00:00:00Z"
    log = b""
    for line in lines:
        line["prev"] = sha256(log).hexdigest()
        log += json.dumps(line, separators=(",", ":")).encode() + b"\n"
    (stamped / NAME).write_bytes(log)
    (stamped / "catalogue.sqlite3").unlink()
    (stamped / "receipts.txt").unlink(missing_ok=True)
    found = verify(stamped)

    assert [one.what for one in found.damage if "no stamp of the first 2 entries" in one.why] == ["timestamps/2.tsr"]
    assert not by_openssl(stamped, authority.root, 2, "timestamps/2.tsr")


def command_in(found: Verdict) -> str:
    (note,) = [note for note in found.notes if note.startswith("Time stamp")]
    return note[note.index("head -n") :]


def test_without_the_extra_it_is_kept_and_the_command_printed_works(
    stamped: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    found = verify(stamped)
    shutil.copy(authority.root, stamped / "CERTIFICATE.pem")

    assert not found.damage
    assert says(found, "kept, not checked here: checking needs an extra")
    assert subprocess.run(command_in(found), shell=True, cwd=stamped, capture_output=True).returncode == 0


def test_certificates_out_of_order_are_no_damage(case: Case, authority: Authority) -> None:
    """openssl writes them so, and accepts them; the library does not."""
    keep(case, authority.answer(request(case)[0].read_bytes(), "-chain", "root.pem"))
    found = verify(case.root, (), authority.root.read_bytes())

    assert not found.damage
    assert says(found, "leads to it") or says(found, "kept, not checked here")
    assert by_openssl(case.root, authority.root, 2, "timestamps/2.tsr")


def test_a_stop_before_the_log_line_is_mended_by_the_same_command(
    case: Case, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = authority.answer(request(case)[0].read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(Case, "begin", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(OSError, match="full"):
            keep(case, answer)
    between = verify(case.root)
    keep(case, answer)

    assert not between.damage
    assert says(between, "The log does not name this answer")
    assert [one.tsr.name for one in kept(case)] == ["2.tsr"]
    assert not says(verify(case.root), "does not name")
    with pytest.raises(CannotStamp, match="kept already"):
        keep(case, answer)


def test_two_authorities_stamp_one_entry(case: Case, authority: Authority, other: Authority) -> None:
    asked = request(case)[0].read_bytes()
    for one in (authority, other):
        keep(case, one.answer(asked))
    found = kept(case.disk)

    assert [(one.seq, one.tsr.name) for one in found] == [(2, "2.tsr"), (2, "2-2.tsr")]
    assert [name for one in found for name in one.files] == [f"timestamps/2{end}" for end in (".tsq", ".tsr", "-2.tsr")]
    assert [one.sha256 for one in found] == [sha256(one.tsr.read_bytes()).hexdigest() for one in found]
    assert not verify(case.root).damage
    assert timestamps.kept(new_case(case.root.parent / "none")) == []


def test_the_way_of_a_person(tmp_path: Path, authority: Authority) -> None:
    case, stick = tmp_path / "case", tmp_path / "stick"
    stick.mkdir()
    assert run("init", case).returncode == 0
    asked = run("timestamp", case, "--request", "--out", stick)
    (stick / "1.tsr").write_bytes(authority.answer((stick / "1.tsq").read_bytes()))
    taken = run("timestamp", case, "--reply", stick / "1.tsr")
    checked = run("verify", case, "--tsa-certificate", authority.root)

    assert asked.returncode == 0, asked.stderr
    assert 'curl -H "Content-Type: application/timestamp-query" --data-binary "@1.tsq" -o 1.tsr' in asked.stdout
    assert "No name, no message" in asked.stdout
    assert taken.returncode == 0, taken.stderr
    assert "entry 2  " in taken.stdout
    assert "entry 2  " in (case / "receipts.txt").read_text()
    assert checked.returncode == 0, checked.stdout
    assert "Signed by CN=Invented Clock, whose certificate" in checked.stdout
    assert run("timestamp", case).returncode == 2
    assert run("timestamp", case, "--reply", stick / "1.tsq").returncode == 1, "a question is no answer"


def test_names_from_elsewhere_cannot_move_the_cursor() -> None:
    assert printable("CN=\x1b[2JClock\u202e") == "CN=?[2JClock?"
    assert [one.body for one in elements(b"\x04\x01a\x04\x81\x01b")] == [b"a", b"b"]
