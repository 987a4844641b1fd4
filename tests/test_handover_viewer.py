"""The viewer of a hand-over, opened from `file://` in a real browser: what it shows, finds and prints, and that nothing of the
evidence becomes markup, runs or calls out."""

import io
import os
import shutil
import socket
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.handover.entry import Enclosed, Entry, Person, Screen, Seen, When
from archive.handover.plain import service
from archive.handover.viewer import Viewer
from archive.handover.viewer.detail import sections
from archive.handover.viewer.listed import listed as as_listed
from archive.handover.viewer.places import beside, opens
from archive.handover.viewer.shards import as_json, script
from archive.lines import CorrectionLine
from archive.records import (
    Attachment,
    CallDetails,
    Conversation,
    MailDetails,
    MessageDetails,
    Party,
    PhotoDetails,
    Reaction,
    Record,
    Time,
    Version,
)
from entries_made import HARD_TEXTS, made_entries, made_entry, made_summary

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed, so no browser can be driven."
)
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed.")
Page = sync_api.Page

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="No Chromium or Chrome is installed on this computer.")
COUNT = 260  # made entries; ours come after them
ALL = COUNT + 4


class Canary:
    """A server on this computer that counts who connects. Its address stands in the evidence; nothing may connect to it."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


def jo(address: str) -> Party:
    return Party(id="Jo@example.org", name=f"<img src={address}/name onerror=alert(1)>", normal="jo@example.org")


def our_entries(address: str) -> Iterator[Entry]:
    """Entries with everything that an entry can hold, and with the address of the canary wherever text may stand."""
    place = Seen(exhibit="JS/9", source="Mail/<b>x</b>.eml", object="9" * 64, locator="bytes=0-100", path="data/2-originals/JS-9_x.eml")  # fmt: skip
    when = When(day="2030-01-01", clock="10:00", zone="GMT", basis="The source states the zone.", precision="to the minute", raw="Tue, 1 Jan 2030", utc="2030-01-01T10:00:00Z", local="2030-01-01T10:00", offset=0)  # fmt: skip
    at = Time(raw="raw time", utc="2030-01-01T10:00:00Z", local="2030-01-01T11:00:00", offset=60, zone="Europe/London", basis="declared", precision="ms")  # fmt: skip
    mail = Record(
        kind="email", service="email", locator="mail=1", conversation=Conversation(key="thread-key", title="Thread title"),
        sender=jo(address), recipients=(Party(id="alex@example.org", owner=True),), direction="incoming", time=at, subject=f"Re: {address}/subject",
        text=f"<link rel=prefetch href={address}/a><iframe src={address}/b></iframe> see {address}/c or javascript:alert(1) déjà vu",
        versions=(Version(text="an earlier text", time=at),), reactions=(Reaction(text="👍", actor=Party(name="Kim Example"), time=at, removed=True),),
        status=("edited",), attachments=(Attachment(name="a.svg", declared="image/svg+xml", found="text/xml", size=12, sha256="b" * 64, locator="part=2", note="An odd one."),),
        details=MailDetails(message_id="<1@example.org>", in_reply_to="<0@example.org>", references=("<0@example.org>",), cc=(Party(id="kim@example.org"),),
                            labels=("Inbox",), arrived=at, body="plain", body_sha256="c" * 64, body_matches=False, signed_by=("example.org/s1", "example.net/s2"),
                            remote_content=(f"{address}/pixel",), headers=(("X-Odd", "odd value"), ("Received", "from somewhere"))),
        fields={"odd": "field value"}, warnings=("clock-ran-backwards",), id="1" * 40, object="2" * 64, content="3" * 64, parser="email_message", version=3,
    )  # fmt: skip
    pictures = (
        Enclosed(exhibit="JS/9/1", name="plan.jpg", media="image/jpeg", size=10, sha256="d" * 64, path="data/2-originals/JS-9-1 plan.jpg", thumbnail="data/viewer/pictures/plan.jpg"),
        Enclosed(exhibit="JS/9/2", name="evil.svg", media="image/svg+xml", path="data/2-originals/JS-9-2_evil.svg", inside="JS/9", why_not="No reason."),
        Enclosed(exhibit="JS/9/3", name="outside.jpg", media="image/jpeg", path="data/../../etc/passwd.jpg", thumbnail=f"{address}/thumbnail.jpg"),
    )  # fmt: skip
    yield Entry(number=COUNT + 1, record=mail, when=when, sender=f"Jo@example.org (<img src={address}/s>)", recipients="alex@example.org", thread="Thread title", seen=(place,), enclosed=pictures, notes=("A note on this record.",), log_entry=4)  # fmt: skip
    photo = Record(kind="photo", service="files", locator="page=1", details=PhotoDetails(width=10, height=20, latitude=0.0, exif={"Make": "Example"}, read=("words in the picture",)), text="read by a machine", time=at)  # fmt: skip
    better = msgspec.structs.replace(photo, text="corrected by a person")
    said = CorrectionLine("record-id", "4" * 64, "page=1", "Alex Example", "2030-02-01T00:00:00Z", "corrected by a person", None, None, "It says so.", {"text": "read by a machine"})  # fmt: skip
    screen = Screen(picture=pictures[0], box=(1, 2, 3, 4), confidence=0.7, engine="tesseract", link="contradicted", reason="Other words.", other=1)  # fmt: skip
    yield Entry(number=COUNT + 2, record=photo, corrected=better, corrections=(said,), screen=screen, when=when, seen=(place,))  # fmt: skip
    call = Record(kind="call", service="__proto__", locator="row=1", direction="incoming", sender=jo(address), details=CallDetails(outcome="answered", duration_s=63, video=True, withheld=True))  # fmt: skip
    yield Entry(number=COUNT + 3, record=call, when=When(), sender="Jo@example.org")
    message = Record(kind="message", service="sms", locator="row=2", text="x", details=MessageDetails(id="m1", quote="what was asked", read=at))  # fmt: skip
    yield Entry(number=COUNT + 4, record=message, when=When())


def summary(address: str) -> Any:
    made = made_summary(ALL)
    tally = msgspec.structs.replace(made.tally, services={"__proto__": 3, f"<img src={address}/t>": 2})
    people = (*made.people, Person(id="", owner=True, sent=1))
    return msgspec.structs.replace(
        made, entries=ALL, people=people, title=f"<img src={address}/title> & Sam", tally=tally
    )


def bag(folder: Path, address: str, entries: int = 100) -> Path:
    """A written viewer, in shards of `entries`; returns its page."""
    data = folder / "data"
    data.mkdir()
    viewer = Viewer(data, entries)
    for entry in (*made_entries(COUNT), *our_entries(address)):
        viewer.add(entry)
    viewer.finish(summary(address))
    return data / "viewer" / "index.html"


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    made = Canary()
    yield made
    made.close()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Path:
    return bag(tmp_path_factory.mktemp("bag"), canary.address)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=root)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, index: Path) -> Iterator[Any]:
    """The viewer, opened. A dialogue, an error of a script or a refusal by the policy fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened, odd = context.new_page(), []
    opened.on("dialog", lambda dialog: (odd.append(f"dialogue: {dialog.message}"), dialog.dismiss()))
    opened.on("pageerror", lambda error: odd.append(f"error: {error}"))
    opened.on("console", lambda line: odd.append(f"console: {line.text}"))
    opened.goto(index.as_uri())
    yield opened
    context.close()
    # The bag of this test holds no picture files, only their names.
    assert [line for line in odd if "ERR_FILE_NOT_FOUND" not in line] == []


def open_entry(page: Any, number: int) -> str:
    """Open an entry; returns all that its detail says."""
    page.evaluate("(number) => { location.hash = '#' + number }", number)
    page.wait_for_function("(name) => document.getElementById('detail-name')?.textContent === name", arg=f"Entry {number}")  # fmt: skip
    return str(page.text_content("#detail"))


def listed(page: Any) -> list[int]:
    return [int(text) for text in page.locator("#list .number").all_text_contents()]


def spelt(text: str) -> str:
    """A text as the viewer shows it: what cannot be seen is spelt out; joined emoji stay whole."""
    if "\U0001f468" in text:
        return text
    hidden = ("Cc", "Cf", "Co", "Zl", "Zp")
    return "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in hidden and c not in "\n\t" else c for c in text)  # fmt: skip


def leaves(value: Any, name: str = "") -> Iterator[str]:
    """Every text and number of some plain data, but for codes that are said in words."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, key)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from leaves(child, name)
    elif name not in {"number", "basis", "precision", "direction", "link", "type", "line", "thumbnail"} and not isinstance(value, bool):  # fmt: skip
        yield f"{value:,}" if name == "size" else service(str(value)) if name == "service" else str(value)


# Without a browser


def test_everything_an_entry_holds_is_in_its_detail() -> None:
    for entry in (*made_entries(60), *our_entries("http://127.0.0.1:9")):
        said = as_json(sections(entry))
        missing = [leaf for leaf in leaves(msgspec.to_builtins(entry)) if as_json(leaf)[1:-1] not in said]
        assert missing == [], entry.number


def flat(node: Any) -> list[str]:
    return [node] if isinstance(node, str) else [text for child in node for text in flat(child)]


def recorded(entry: Entry, **values: Any) -> Entry:
    return msgspec.structs.replace(entry, record=msgspec.structs.replace(entry.record, **values))


def test_what_was_read_counted_or_claimed_is_marked() -> None:
    entry = made_entry(1, "words")
    photo = recorded(entry, details=PhotoDetails(read=("a", "b")))
    counted = msgspec.structs.replace(entry, when=msgspec.structs.replace(entry.when, counted_from="It was counted."))
    empty = recorded(made_entry(23, None))
    diary = made_entry(19, "words")

    assert ["Text that a machine read in the picture", "words"] in [line for part in sections(photo) for line in part]
    assert "Read by a machine in the picture" in flat(sections(photo))
    assert "text read by a machine in the picture" in flat(as_listed(photo))
    assert "It was counted." in flat(sections(counted)) and "day counted from another day" in flat(as_listed(counted))
    assert "no words in it" in flat(sections(empty)) and "read from a screenshot, no words in it" in flat(
        as_listed(empty)
    )
    assert "Says it was written" in flat(sections(diary)) and "Put into the archive with log entry" in flat(
        sections(diary)
    )
    assert "at bus stop, witness Jo Example" in flat(as_listed(diary))
    assert "witness Jo Example" in flat(as_listed(recorded(diary, text="at the bus stop")))


def test_voicemail_is_said_once() -> None:
    call = recorded(
        made_entry(1, None), kind="voicemail", service="call", details=CallDetails(outcome="voicemail", duration_s=1)
    )

    assert "1 second" in flat(as_listed(call))


def test_scripts_cannot_be_ended_by_what_they_say() -> None:
    for text in HARD_TEXTS:
        made = script("take", as_json([text, f"'{text}\\"])).decode()
        assert not set(made) & set("<>&\u2028\u2029\u0085\u202e\n\r\x00") - {"\n"}
        assert made.count("\n") == 1


def test_same_entries_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        folder = bag(tmp_path / name, "http://127.0.0.1:9").parent
        made.append({str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert made[0] == made[1]
    assert len(made[0]) == 6 + 2 * 3  # the pages and the summary, and two scripts for each shard of 100


def test_one_long_entry_fills_a_shard(tmp_path: Path) -> None:
    viewer = Viewer(tmp_path, characters=100_000)
    for entry in made_entries(36):
        viewer.add(entry)
    viewer.finish(made_summary(36))
    assert len(list((tmp_path / "viewer" / "records").glob("r*.js"))) > 1


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("data/2-originals/JS-1 a.jpg", "../2-originals/JS-1%20a.jpg"),
        ("data/viewer/pictures/a.jpg", "pictures/a.jpg"),
        ("data/viewer/javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("data/2-originals/a?b#c%2e", "../2-originals/a%3Fb%23c%252e"),
        ("data/../x.jpg", ""), ("data/..\\x.jpg", ""), ("data//x.jpg", ""), ("data", ""), ("", ""), ("/data/x", ""), ("http://127.0.0.1/x.jpg", ""),
    ],
)  # fmt: skip
def test_only_files_of_the_bag_have_an_address(path: str, address: str) -> None:
    assert beside(path) == address


def test_only_pictures_of_pixels_are_opened() -> None:
    assert opens("data/2-originals/a.JPG", "image/jpeg")
    assert not opens("data/2-originals/a.svg", "image/svg+xml")
    assert not opens("data/2-originals/a.html", "image/jpeg")
    assert not opens("data/2-originals/a.jpg", "text/html")
    assert not opens("", "image/jpeg")


# In a browser


@needs_browser
def test_hard_texts_are_shown_exactly_and_stay_text(page: Any) -> None:
    before = page.evaluate("document.querySelectorAll('script, iframe, object, embed, form, base, meta, link').length")
    for number, text in enumerate(HARD_TEXTS[:30] + HARD_TEXTS[31:], 1):  # the 31st has no date and is further down
        open_entry(page, number)
        row = page.locator("#detail dt", has_text="Text").first.locator("xpath=following-sibling::dd")
        assert row.text_content() == (spelt(text) or "(an empty text)")
    page.wait_for_function(f"() => document.querySelectorAll('script, iframe, object, embed, form, base, meta, link').length === {before}")  # fmt: skip
    assert page.locator("img").count() == 0


@needs_browser
def test_controls_of_the_reading_order_are_spelt_out(page: Any) -> None:
    page.fill("#q", "abcgnp.exe")  # what is invisible does not hide a word from the search
    assert listed(page) == [HARD_TEXTS.index("abc\u202egnp.exe") + 1]
    assert page.locator("#list .control").all_text_contents() == ["⟨U+202E⟩"]
    assert page.locator("#list mark").all_text_contents() == ["abc⟨U+202E⟩gnp.exe"]
    assert page.locator("#list .text").get_attribute("dir") == "auto"


@needs_browser
def test_names_keep_their_direction_to_themselves_and_a_draft_says_so_first(chromium: Any, tmp_path: Path) -> None:
    viewer = Viewer(tmp_path)
    draft = recorded(made_entry(3, "a"), status=("draft",))
    viewer.add(
        msgspec.structs.replace(
            draft, number=1, recipients="+447700900111 (محمد Example), +447700900112 (דנה)", thread="فريق"
        )
    )
    viewer.add(made_entry(2, "b"))
    viewer.finish(msgspec.structs.replace(made_summary(2), entries=2))
    opened = chromium.new_page()
    opened.goto((tmp_path / "viewer" / "index.html").as_uri())
    who = opened.locator("#list .who")

    assert (
        who.first.text_content()
        == "not sent (draft): +447700900999 (Alex Example) → +447700900111 (محمد Example), +447700900112 (דנה)"
    )
    assert not who.nth(1).text_content().startswith("not sent")
    assert who.first.locator("bdi").all_text_contents()[2:] == ["+447700900111", "محمد Example", "+447700900112", "דנה"]
    assert opened.locator("#list .sent, #list .received").count() == 1
    assert opened.locator("#list .meta bdi").all_text_contents() == ["فريق"]
    left = "name => { const range = document.createRange(); range.selectNodeContents([...document.querySelectorAll('#list .who bdi')].find(one => one.textContent === name)); return range.getBoundingClientRect().left }"
    for number, name in (("+447700900111", "محمد Example"), ("+447700900112", "דנה")):
        assert opened.evaluate(left, number) < opened.evaluate(left, name)
    open_entry(opened, 1)
    assert "דנה" in opened.locator("#detail dd.names bdi").all_text_contents()
    opened.close()


@needs_browser
def test_search(page: Any) -> None:
    expected = {
        "cafe KNOW": [9],
        "know cafe nowhere": [],
        '"you are, caf"': [9],
        '"are you"': [],
        "DÉJÀ VU": [COUNT + 1],
        "deja": [COUNT + 1],
        '"an earlier text"': [COUNT + 1],
        "evil.svg": [COUNT + 1],
        "أين": [11],
        "知道": [13],
        "answered 63": [COUNT + 3],
        '"message 250:"': [245],
        "07700900999 jo@example.org": [],
    }
    for query, found in expected.items():
        page.fill("#q", query)
        assert listed(page) == found, query
        told = f"{len(found)} of {ALL} entries" if found else f"Nothing found in {ALL} entries"
        assert page.text_content("#count").startswith(told)


@needs_browser
def test_a_number_is_found_as_people_write_it(page: Any) -> None:
    page.fill("#q", "07700900103")
    several = page.text_content("#count")
    page.fill("#q", "+447700900103")
    assert page.text_content("#count") == several
    assert not several.startswith("Nothing")


@needs_browser
def test_filters_agree_with_the_entries(page: Any, canary: Canary) -> None:
    entries = [*made_entries(COUNT), *our_entries(canary.address)]
    wanted = {
        ("service", "WhatsApp"): lambda e: e.record.service == "whatsapp",
        ("kind", "diary"): lambda e: e.record.kind == "diary",
        ("direction", "sent"): lambda e: e.record.direction == "outgoing",
        ("thread", "Sam Example 3"): lambda e: e.thread == "Sam Example 3",
        ("person", "+447700900100"): lambda e: "+447700900100" in (e.record.sender.id if e.record.sender else "", *(p.id for p in e.record.recipients)),
        ("service", "__proto__"): lambda e: e.record.service == "__proto__",
    }  # fmt: skip
    for (name, value), agrees in wanted.items():
        page.select_option(f"#{name}", value)
        numbers = [entry.number for entry in entries if agrees(entry)]
        assert listed(page) == numbers[:100], name
        assert page.text_content("#count") == f"{len(numbers)} of {ALL} entries"
        page.click("#everything")
        assert page.text_content("#count") == f"{ALL} entries"
    assert page.locator("#person option[value='']").count() == 1  # who is not named is no choice
    page.fill("#since", "2024-03-02")
    page.fill("#until", "2024-03-03")
    assert listed(page) == [e.number for e in entries if "2024-03-02" <= e.when.day <= "2024-03-03"]
    assert page.locator("#list h3").all_text_contents() == ["Saturday 2 March 2024", "Sunday 3 March 2024"]


@needs_browser
def test_pages_months_and_days(page: Any) -> None:
    assert listed(page) == list(range(1, 101))
    page.locator(".later").first.click()
    assert listed(page) == list(range(101, 201))
    page.locator(".later").last.click()
    assert listed(page) == list(range(201, ALL + 1))
    assert page.locator(".place").first.text_content() == f"201 to {ALL} of {ALL}"
    assert page.locator("#list h3").last.text_content() == "Without a date"
    page.locator("#months button", has_text="March 2024").click()
    assert page.evaluate("document.activeElement.closest('li').dataset.number") == "1"
    page.fill("#day", "2024-03-05")
    assert page.evaluate("document.activeElement.closest('li').dataset.number") == str(
        next(e.number for e in made_entries(COUNT) if e.when.day == "2024-03-05")
    )
    months = page.locator("#months > ul > li > button").all_text_contents()
    assert sum(int(words.rpartition("(")[2].rstrip(")")) for words in months) == ALL


@needs_browser
def test_detail_shows_pictures_and_opens_only_pictures_of_the_bag(page: Any) -> None:
    said = open_entry(page, COUNT + 1)
    assert "data/2-originals/JS-9-2_evil.svg" in said
    assert "data/../../etc/passwd.jpg" in said
    shown = page.locator("#detail img").evaluate_all("all => all.map(one => one.getAttribute('src'))")
    assert shown == ["pictures/plan.jpg"]
    links = page.locator("#detail a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert links == ["../2-originals/JS-9-1%20plan.jpg"]
    open_entry(page, COUNT + 2)
    page.click("#detail a:has-text('entry 1')")
    page.wait_for_function("() => document.getElementById('detail-name').textContent === 'Entry 1'")


@needs_browser
def test_keys_alone(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("answer me")
    assert page.evaluate("document.activeElement.id") == "q"
    first, second = listed(page)[:2]
    page.locator("#list").focus()
    for key in ("j", "ArrowDown", "k", "j"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.closest('li').dataset.number") == str(second)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail h2")
    assert page.text_content("#detail-name") == f"Entry {first}"
    assert page.evaluate("document.activeElement.id") == "detail-name"
    page.keyboard.press("Escape")
    assert page.locator("#detail").is_hidden()
    assert page.evaluate("document.activeElement.closest('li').dataset.number") == str(first)


@needs_browser
def test_what_came_before_and_after(page: Any) -> None:
    page.fill("#q", '"message 250:"')
    open_entry(page, 245)
    page.click("text=Show what came before and after")
    assert {244, 245, 246} <= set(listed(page))
    assert page.evaluate("document.activeElement.closest('li').dataset.number") == "245"


@needs_browser
def test_the_summary_says_all(page: Any, canary: Canary) -> None:
    page.click("#to-summary")
    said = page.text_content("#summary")
    for words in ("CR/1234/24", "PC Example", "b0a909a4" * 8, "12 records of other people.", "From 2024-03-01", "sms-cut-short.xml", "40,000 messages",
                  "+447700900999 (owner)", "JS/2", "It also holds records that were not chosen.", "__proto__: 3", "6 entries that a machine read in screenshots are counted as well", "Prepared by", f"<img src={canary.address}/t>: 2"):  # fmt: skip
        assert words in said
    assert page.locator("#summary svg rect").count() == 4 + 24
    assert page.locator("#summary img, #summary a").count() == 0


@needs_browser
def test_nothing_connects(chromium: Any, index: Path, canary: Canary, tmp_path: Path) -> None:
    before = canary.connections
    context = chromium.new_context()
    opened = context.new_page()
    opened.goto(index.as_uri())
    opened.fill("#q", canary.address.removeprefix("http://"))
    assert listed(opened)[-1] == COUNT + 1
    opened.pdf()
    for number in (24, 26, COUNT + 1, COUNT + 2, COUNT + 3):
        open_entry(opened, number)
    opened.pdf()
    opened.click("#detail .buttons >> text=Print this entry")
    opened.click("#to-summary")
    opened.wait_for_selector("#summary svg")
    opened.pdf()
    opened.wait_for_timeout(300)
    assert canary.connections == before
    (tmp_path / "control.html").write_text(f"<img src={canary.address}/control>")
    opened.goto((tmp_path / "control.html").as_uri())  # the canary does notice a page that calls out
    opened.wait_for_timeout(100)
    assert canary.connections > before
    context.close()


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_accessibility(chromium: Any, index: Path, scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(index.as_uri())
    assert violations(opened) == ""
    opened.fill("#q", "answer")
    assert violations(opened) == ""
    opened.fill("#q", "nowhere to be found")
    assert violations(opened) == ""
    open_entry(opened, COUNT + 1)
    assert violations(opened) == ""
    opened.click("#to-summary")
    assert violations(opened) == ""
    context.close()


def violations(page: Any) -> str:
    options = {
        "resultTypes": ["violations"],
        "preload": False,
    }  # else it fetches the style sheet, which the page forbids
    days = {"exclude": [["#list ol:nth-of-type(n+3)"]]}  # the third and later days are built like the first two
    return str(axe_api.Axe().run(page, context=days, options=options).generate_snapshot())


@needs_browser
@pytest.mark.parametrize("width", [360, 640])
def test_narrow_or_enlarged_nothing_is_cut_off(chromium: Any, index: Path, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 450})
    opened = context.new_page()
    opened.goto(index.as_uri())
    for view in ("", "#25", f"#{COUNT + 1}", "#/summary"):
        opened.goto(index.as_uri() + view)
        opened.wait_for_timeout(100)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, view
    context.close()


@needs_browser
def test_a_search_closes_an_entry_that_covers_the_list(page: Any) -> None:
    open_entry(page, 3)
    page.fill("#q", "answer")
    assert page.locator("#detail").is_visible()  # beside the list
    page.set_viewport_size({"width": 1000, "height": 800})
    page.fill("#q", "answer me")
    page.wait_for_selector("#detail", state="hidden")
    assert page.locator("#list").is_visible()
    assert page.evaluate("document.activeElement.id") == "q"


@needs_browser
def test_print_holds_what_was_chosen_and_no_more(page: Any) -> None:
    page.select_option("#kind", "diary")
    text = printed(page)
    assert "Kind: diary" in text
    assert "message 119:" in text
    assert "message 120:" not in text
    assert "A print holds" not in text
    page.click("#everything")
    page.evaluate("full.MOST_PRINTED = 5")
    page.fill("#q", "message")
    text = printed(page)
    assert "A print holds 5 entries at most" in text
    assert "message 40:" in text
    assert "message 49:" not in text
    open_entry(page, 245)
    text = printed(page)
    assert "message 250:" in text
    assert "message 251:" not in text
    assert "SHA-256 of the file" in text


@needs_browser
def test_print_these_prints_the_list_though_an_entry_is_open(page: Any) -> None:
    page.fill("#q", '"message 250:"')
    open_entry(page, 245)
    page.evaluate("window.print = () => { window.shown = document.getElementById('print-out').textContent }")
    page.click("#print")
    page.wait_for_function("() => window.shown")
    assert "1 of 264" in page.evaluate("window.shown")


def printed(page: Any) -> str:
    """The words on all pages of a print."""
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(one.extract_text() for one in pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())  # fonts join letters such as fi


@needs_browser
def test_missing_files_are_told(chromium: Any, tmp_path: Path) -> None:
    index = bag(tmp_path, "http://127.0.0.1:9")
    (index.parent / "records" / "r0001.js").unlink()
    (index.parent / "records" / "d0000.js").unlink()
    opened = chromium.new_page()
    opened.goto(index.as_uri())
    assert "Only 164 of 264 entries could be read" in opened.text_content("#alarm")
    assert "records/d0000.js is missing" in open_entry(opened, 3)
    (index.parent / "summary.js").unlink()
    opened.reload()
    assert opened.text_content("#alarm") == "The file summary.js could not be read."
    opened.close()


@needs_browser
def test_without_its_scripts_the_page_says_what_to_do(chromium: Any, index: Path, tmp_path: Path) -> None:
    shutil.copy(index, tmp_path)  # as when it is opened inside the ZIP, without unpacking
    opened = chromium.new_page()
    opened.goto((tmp_path / "index.html").as_uri())
    assert "unpack the whole ZIP first" in opened.inner_text("#wait")
    opened.close()
