"""Reads the lines that WhatsApp writes for calls: `Missed voice call`, `Video call, 5 min`, `Voice call, No answer`."""

import re
from typing import Literal

from archive.records import CallDetails
from parsers._whatsapp.phrases import MISSED_CALLS

CALL_BEGINS = ("missed ", "silenced ", "voice call", "video call", "audio call", "group ", "call failed")
"""How lines for calls begin in English, in lower case."""

_CALL = re.compile(
    r"(?P<how>missed |silenced )?(?:group )?(?P<what>voice |video |audio |group )?call(?: failed)?(?:[,.] ?(?P<then>.{1,60}))?$",
    re.IGNORECASE,
)
_MISSED_FROM = re.compile(r"missed (?:group )?(?P<what>voice |video )?call (?:from|at) .{1,60}$", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,4})\s*(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_ENDINGS: tuple[tuple[str, Literal["missed", "rejected", "elsewhere", "unknown"]], ...] = (
    ("no answer", "missed"), ("tap to call back", "missed"), ("click to call back", "missed"), ("focus mode", "missed"),
    ("declined", "rejected"), ("answered on other device", "elsewhere"), ("joined", "unknown"), ("invited", "unknown"),
    ("try again", "unknown"), ("ended", "unknown"),
)  # fmt: skip


def read_call(line: str, *, certain: bool) -> CallDetails | None:
    """The call that a line without direction marks tells of, or None.

    Not `certain` that WhatsApp wrote it: then it must say more than "video call", which people type too.
    """
    if line.rstrip(".").casefold() in MISSED_CALLS:
        return CallDetails(outcome="missed", video="vid" in line.casefold())
    if found := _MISSED_FROM.match(line):
        return CallDetails(outcome="missed", video=_is_video(found))
    found = _CALL.match(line)
    if found is None:
        return None
    if found["how"]:
        return CallDetails(outcome="missed", video=_is_video(found))
    return _ended(found["then"] or "", _is_video(found), certain)


def _ended(then: str, video: bool, certain: bool) -> CallDetails | None:
    outcome = next((outcome for words, outcome in _ENDINGS if words in then.casefold()), None)
    if outcome is not None:
        return CallDetails(outcome=outcome, video=video)
    if parts := _LENGTH.findall(then):
        length = sum(int(number) * _SECONDS[unit[0].lower()] for number, unit in parts)
        return CallDetails(outcome="answered", duration_s=length, video=video)
    return CallDetails(video=video) if certain else None


def _is_video(found: re.Match[str]) -> bool:
    return (found["what"] or "").casefold().startswith("video")
