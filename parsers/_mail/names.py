"""Names of header fields: the test that says "this is a mail", and "here begins a mail".

The names are those of RFC 5322, 2045, 3834, 4021, 6376, 8601 and 8617, and those that mailers and providers add.
"""

import re

STRONG = frozenset(
    b"received return-path message-id mime-version delivered-to dkim-signature arc-seal authentication-results "
    b"received-spf in-reply-to references x-received x-mailer x-originating-ip envelope-to x-original-to "
    b"x-gm-thrid x-gmail-labels x-mozilla-status x-mozilla-status2 x-account-key x-uidl x-apparently-to "
    b"content-transfer-encoding thread-topic thread-index x-store-info x-unsent domainkey-signature "
    b"arc-message-signature arc-authentication-results return-receipt-to disposition-notification-to "
    b"x-smssync-datatype resent-message-id errors-to list-id list-unsubscribe list-post importance x-priority "
    b"x-ms-exchange-organization-authas x-ms-has-attach".split()
)
"""Names that stand in mails and hardly anywhere else."""

WEAK = frozenset(
    b"from to cc bcc subject date sender reply-to content-type content-disposition content-id content-language "
    b"user-agent organization comments keywords resent-from resent-to resent-date status x-status precedence "
    b"priority newsgroups lines apparently-to content-length".split()
)
"""Names that stand in every mail, and in other texts too."""

_FAMILIES = (b"x-", b"arc-", b"list-", b"resent-", b"content-", b"dkim-", b"authentication-", b"delivered-")
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9_-]*)[ \t]*:")
_ANY_FIELD = re.compile(rb"[^\s:]+[ \t]*:")


def name_at(data: bytes, start: int) -> bytes:
    """The lower-case name of the header field that a line begins with, or nothing."""
    found = _FIELD.match(data, start)
    return found[1].lower() if found else b""


def is_field(line: bytes) -> bool:
    """Whether a line has the form of a header field (RFC 5322, 2.2; also with 8-bit names), whatever its name."""
    return _ANY_FIELD.match(line) is not None


def is_known(name: bytes) -> bool:
    """Whether a lower-case name is one that mails have."""
    return name in STRONG or name in WEAK or name.startswith(_FAMILIES)
