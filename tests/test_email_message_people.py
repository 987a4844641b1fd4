"""Who a header names: `<…>` always wins, names stay apart, and nobody is lost or made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Party
from parsers._mail.addresses import MOST, addresses, other_address

SAM = "sam@example.com"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("sam@example.com", [("sam@example.com", "")]),
        ("Sam Carter <sam@example.com>", [(SAM, "Sam Carter")]),
        ('"Carter, Sam" <sam@example.com>', [(SAM, "Carter, Sam")]),
        ('"Sam \\"the man\\"" <sam@example.com>', [(SAM, 'Sam "the man"')]),
        ("<sam@example.com>", [(SAM, "")]),
        ("< sam@example.com >", [(SAM, "")]),
        ("Sam@Example.COM", [("Sam@Example.COM", "")]),
        # the display name never becomes the address
        ("alice@example.com <bob@example.com>", [("bob@example.com", "alice@example.com")]),
        ('"alice@example.com" <bob@example.com>', [("bob@example.com", "alice@example.com")]),
        ("=?utf-8?q?alice=40example=2Ecom?= <bob@example.com>", [("bob@example.com", "alice@example.com")]),
        ("Tim @ Work <t@x.org>", [("t@x.org", "Tim @ Work")]),
        ('"Evil <alice@example.com>" <bob@example.com>', [("bob@example.com", "Evil <alice@example.com>")]),
        # the old form, comments
        ("sam@example.com (Sam Carter)", [(SAM, "Sam Carter")]),
        ("sam@example.com (Sam (the man) Carter)", [(SAM, "Sam (the man) Carter")]),
        ("Sam (at work) <sam@example.com>", [(SAM, "Sam")]),
        ("(only a comment)", [("", "only a comment")]),
        # lists
        ("a@x.org, B <b@x.org>; c@x.org", [("a@x.org", ""), ("b@x.org", "B"), ("c@x.org", "")]),
        ("a@x.org b@x.org", [("a@x.org", ""), ("b@x.org", "")]),
        ("A <a@x.org> B <b@x.org>", [("a@x.org", "A"), ("b@x.org", "B")]),
        (",, a@x.org ,,", [("a@x.org", "")]),
        # groups
        ("Team: a@x.org, B <b@x.org>;", [("a@x.org", ""), ("b@x.org", "B")]),
        ("undisclosed-recipients:;", []),
        ("Team: a@x.org; c@x.org", [("a@x.org", ""), ("c@x.org", "")]),
        # no address at all
        ("Sam Carter", [("", "Sam Carter")]),
        ("MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        ("Sam <>", [("", "Sam")]),
        ("", []),
        # damage
        ("Sam <", [("", "Sam")]),
        ("Sam <sam@example.com", [(SAM, "Sam")]),
        ("A <a@x.org, B <b@x.org>", [("a@x.org", "A"), ("b@x.org", "B")]),
        ('"Sam <sam@example.com>', [(SAM, '"Sam')]),
        ("(Sam <sam@example.com>", [(SAM, "(Sam")]),
        ("sam@example.com (Sam", [(SAM, "(Sam")]),
        ("Sam sam@example.com", [(SAM, "Sam")]),
        ("Sam [mailto:sam@example.com]", [(SAM, "Sam")]),
        ("<mailto:sam@example.com>", [(SAM, "")]),
        ("<@relay.org,@b.org:sam@example.com>", [(SAM, "")]),
        # letters
        ("=?utf-8?q?Ren=C3=A9?= =?utf-8?q?_C=2E?= <r@x.org>", [("r@x.org", "René C.")]),
        ('"=?utf-8?b?UmVuw6k=?=" <r@x.org>', [("r@x.org", "René")]),
        ("=?utf-8?q?Carter=2C_Sam?= <sam@example.com>, b@x.org", [(SAM, "Carter, Sam"), ("b@x.org", "")]),
        ("=?utf-8?Q?Carter, Sam?= <sam@example.com>", [(SAM, "Carter, Sam")]),
        ("Łukasz <łukasz@example.pl>", [("łukasz@example.pl", "Łukasz")]),
        ("</O=EXCHANGE/CN=SAM>", [("/O=EXCHANGE/CN=SAM", "")]),
    ],
)  # fmt: skip
def test_addresses(value: str, found: list[tuple[str, str]]) -> None:
    assert [(party.id, party.name) for party in addresses(value)] == found


@pytest.mark.parametrize(
    ("party", "other"),
    [
        (Party("bob@example.com", "alice@example.com"), True),
        (Party("bob@example.com", "Alice (alice@example.com)"), True),
        (Party("bob@example.com", "'Alice@Example.com' via List"), True),
        (Party("bob@example.com", "Bob@Example.COM"), False),
        (Party("bob@example.com", "'bob@example.com'"), False),
        (Party("bob@example.com", "Bob @ work"), False),
        (Party("bob@example.com", "bob@work"), False),
        (Party("", "alice@example.com"), False),
    ],
)
def test_a_name_that_shows_another_address(party: Party, other: bool) -> None:
    assert other_address(party) is other


@pytest.mark.parametrize("length", [40, 4000])
def test_a_long_list_is_read_like_a_short_one(length: int) -> None:
    many = addresses(", ".join(f'"P, {n}" <p{n}@example.com>' for n in range(length)))

    assert len(many) == min(length, MOST)
    assert many[1] == Party("p1@example.com", "P, 1")


@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.org", fullmatch=True), st.text("abc,;:()<>@ \\", max_size=12)),
        max_size=5,
    )
)
def test_quoted_names_come_back(people: list[tuple[str, str]]) -> None:
    quoted = [(address, name.replace("\\", "\\\\").replace('"', '\\"')) for address, name in people]
    value = ", ".join(f'"{name}" <{address}>' for address, name in quoted)

    assert [(p.id, p.name) for p in addresses(value)] == [(address, " ".join(name.split())) for address, name in people]


@given(st.text('a@x.<>()",;:\\=?[] \t', max_size=60))
def test_any_value_at_all(value: str) -> None:
    for party in addresses(value):
        assert party.id or party.name
