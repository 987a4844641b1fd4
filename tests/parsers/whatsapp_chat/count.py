"""An independent count of messages: lines that begin with a date, a time and the signs that WhatsApp puts behind them."""

import re

_MARKS = "\u200e\u200f\ufeff"
_DATE = rf"\d{{1,4}}[{_MARKS}]?[./-][{_MARKS}]?\d{{1,2}}[{_MARKS}]?[./-][{_MARKS}]?\d{{1,4}}(?: BE)?"
_TIME = r"(?:下午|晚上|凌晨|上午)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u202f](?:[AaPp]\.?[ \u00a0]?[Mm]\.?|م|ص))?"
_BETWEEN = r"(?:[,،] | klo | )"
_BRACKET = rf"\[(?:{_DATE}{_BETWEEN}{_TIME}|{_TIME}, {_DATE})\] "
_LINE = re.compile(
    rf"[{_MARKS}]*(?P<header>{_BRACKET}|{_DATE}{_BETWEEN}{_TIME} - |{_DATE}, {_TIME}: (?=[^:]+: ))(?P<rest>.*)"
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")


def count(data: bytes) -> int:
    """How many messages are surely there, in a whole file or in one cut short."""
    lines = _text(data).split("\n")
    found = [_LINE.match(line) for line in lines]
    ends = [line[-1:] == "\r" for line in lines[:-1]]
    if any(ends) and not all(ends):  # an iPhone: CR LF behind messages, LF inside them
        found = [one for one, behind in zip(found, [True, *ends], strict=True) if behind]
    headers = [one for one in found if one and not _CLOCK.match(one["rest"])]
    usual = _shape(headers[0]["header"]) if headers else ""
    return sum(_shape(one["header"]) == usual or ": " in one["rest"] for one in headers)


def _shape(header: str) -> str:
    header = re.sub(r"\d{4}", "year", header)
    return re.sub(r"\d+|下午|晚上|凌晨|上午|[apAP](?=\.?[ \u00a0]?[mM])", "0", header)


def _text(data: bytes) -> str:
    if data[:2] == b"\xff\xfe":
        return data[2:].decode("utf-16-le", "ignore")
    return data.decode("utf-8", "replace")
