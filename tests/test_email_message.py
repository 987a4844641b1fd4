"""Which words of a mail are its text, and what opening it would have called."""

from pathlib import Path

import pytest
from mail_made import TOP, Desk, details, html, multipart, part


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_plain_part_is_the_text(desk: Desk) -> None:
    mail = desk.mail(TOP + multipart(part(b"plain"), part(b"<p>rich</p>", b"text/html"), kind=b"alternative"))

    assert (mail.text, details(mail).body) == ("plain", "plain")
    assert mail.attachments == ()


def test_html_is_the_text_where_the_plain_part_is_blank(desk: Desk) -> None:
    mail = desk.mail(TOP + multipart(part(b" \n"), part(b"<p>rich</p>", b"text/html"), kind=b"alternative"))

    assert (mail.text, details(mail).body) == ("rich", "html")


def test_html_is_the_text_where_the_plain_part_is_a_stub(desk: Desk) -> None:
    long = b"<p>" + b"I know where you live. " * 20 + b"</p>"
    mail = desk.mail(TOP + multipart(part(b"Get a better program"), part(long, b"text/html"), kind=b"alternative"))

    assert mail.text is not None
    assert mail.text.count("I know where you live.") == 20
    assert mail.fields["plain"] == "Get a better program"
    assert "plain-part-says-less" in mail.warnings


def test_a_long_html_frame_around_the_same_words_is_no_reason_to_take_it(desk: Desk) -> None:
    frame = b"<style>" + b"p { margin: 0 } " * 200 + b"</style>"
    mail = desk.mail(TOP + multipart(part(b"same"), part(frame + b"<p>same</p>", b"text/html"), kind=b"alternative"))

    assert (mail.text, mail.warnings) == ("same", ())


def test_several_texts_are_joined_in_order(desk: Desk) -> None:
    mail = desk.mail(TOP + multipart(part(b"one"), part(b"<b>two</b>", b"text/html"), part(b"three")))

    assert (mail.text, details(mail).body) == ("one\ntwo\nthree", "html")


def test_a_long_text_file_is_not_the_text_of_an_empty_mail(desk: Desk) -> None:
    chat = b"01/03/2024, 21:00 - Sam: hi\n" * 1000
    mail = desk.mail(TOP + multipart(part(chat, b"text/plain; name=chat.txt")))

    assert mail.text is None
    assert mail.attachments[0].size == len(chat)


def test_text_keeps_its_blanks_and_quotes(desk: Desk) -> None:
    mail = desk.mail(TOP + b"\n  indented\t \n\n\n\xe2\x80\x9cquotes\xe2\x80\x9d e\xcc\x81\n> >From me\n\n\n")

    assert mail.text == "  indented\t \n\n\n“quotes” e\u0301\n> >From me"


def test_a_mail_without_a_body_has_no_text(desk: Desk) -> None:
    mail = desk.mail(TOP + b"\n")

    assert (mail.text, details(mail).body, mail.warnings) == (None, "none", ())


def test_too_long_a_text_is_kept_whole_as_an_attachment(desk: Desk) -> None:
    words = b"call me now\n" * 200_000
    mail = desk.mail(TOP + b"Content-Type: text/plain\n\n" + words)

    assert mail.text is not None
    assert 1 << 20 < len(mail.text) < len(words)
    assert desk.payloads(mail) == [words.rstrip(b"\n")]
    assert "text-too-long" in mail.warnings


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a<br>b<div>c</div><p>d</p>e", "a\nb\nc\n\nd\n\ne"),
        ("one  \n two<b>three</b> four", "one twothree four"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a < b <i>c</i> <3 you</b>", "a < b c <3 you"),
        ("1 < 2 &amp; 3 &gt; 2 &euro;", "1 < 2 & 3 > 2 €"),
        ("<a href=\"https://x.example/y\">here</a>", "here <https://x.example/y>"),
        ("<a href=mailto:sam@example.com>sam@example.com</a>", "sam@example.com"),
        ("<a href='https://x.example/'>HTTPS://X.example</a>", "HTTPS://X.example"),
        ("<a href='https://evil.example/'>https://bank.example</a>", "https://bank.example <https://evil.example/>"),
        ("<a name=top>x</a><a href='#top'>up</a>", "xup"),
        ("<img alt=\"😘\" src=x.png>", "😘"),
        ("<td>a</td><td>b</td>", "a\tb"),
        ("<style>p{}</style><script>if (a<b) x()</script>seen<title>t</title>", "seen"),
        ("<!-- hidden -->seen<!doctype x>", "seen"),
    ],
)  # fmt: skip
def test_html_text(desk: Desk, source: str, text: str) -> None:
    assert desk.mail(html(source)).text == text


@pytest.mark.parametrize(
    "source",
    [
        "<a title=it's>I will find you</a> don't",
        '<a href="x>I will find you</a>',
        "<!-- I will find you",
        "<script>I will find you",
        "<style>I will find you",
        "I will find you <",
        "<p I will find you",
        '<a b=">">I will find you</a> c="',
    ],
)
def test_broken_markup_hides_no_words(desk: Desk, source: str) -> None:
    assert "I will find you" in (desk.mail(html(source)).text or "")


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ('<img src="https://t.example/a.gif?a=1&amp;b=2">', "https://t.example/a.gif?a=1&b=2"),
        ("<IMG WIDTH=1 SRC = http://t.example/a>", "http://t.example/a"),
        ("<td background='//t.example/a'>", "//t.example/a"),
        ("<style>@import 'http://t.example/a'; b{c:url( http://t.example/a )}</style>", "http://t.example/a"),
        ('<link rel=stylesheet href="https://t.example/a">', "https://t.example/a"),
        ("<iframe src=https://t.example/a>", "https://t.example/a"),
        ("<img src=https:&#x2f;&#47;t.example/a>", "https://t.example/a"),
        ("<!--[if mso]><v:fill src='https://t.example/a'><![endif]-->", "https://t.example/a"),
        ('<meta http-equiv=refresh content="0; url=https://t.example/a">', "https://t.example/a"),
    ],
)
def test_remote_content_is_listed(desk: Desk, source: str, called: str) -> None:
    assert details(desk.mail(html(f"<p>x</p>{source}"))).remote_content == (called,)


def test_links_and_pictures_inside_the_mail_are_not_remote(desk: Desk) -> None:
    source = '<a href="https://x.example/">x</a><img src="cid:1@x"><img src="data:image/png;base64,AA//AA==">'

    assert details(desk.mail(html(source))).remote_content == ()


def test_remote_content_is_found_where_the_plain_part_is_the_text(desk: Desk) -> None:
    rich = part(b"<img src=http://t.example/a>same", b"text/html")
    mail = desk.mail(TOP + multipart(part(b"same"), rich, kind=b"alternative"))

    assert (mail.text, details(mail).remote_content) == ("same", ("http://t.example/a",))
