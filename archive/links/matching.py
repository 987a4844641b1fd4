"""Whether two sightings can be one message, and how much speaks for it, in bits.

A message that an edge cuts matches the whole one by the end that is left of it, and two halves of a long one match by
the words that both show. Two texts of which one says another number or word are a weak match: they can stand at one
place of two pictures (and are told as a contradiction there), but hold no pictures together.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from archive.links import clocks, words
from archive.links.everyday import COMMON
from archive.links.seen import Seen

CLOCK, UNLIKE, MISMATCH = 4.0, -10.0, -8.0
OTHER_MINUTE = -3.0  # the same words with another clock: a repeat, or a clock that was misread
_MOST = 24.0  # what the words of one message can say
_FREE = 0.1  # this share of letters may be misread at no cost: noise must not choose between repeats
_OTHER_WORDS = 2.0
_SPACES = 2  # letters: texts that differ by fewer were only parted otherwise
_SHORT, _WORDS, _LETTERS = 6, 3, 12  # what is left of a cut message: from when on it is compared letter by letter
_CLOCK_AT_END = re.compile(r"\s+\d?\d[:.]\d\d(\s?[ap]\.?m\.?)?$")


def match(a: Seen, b: Seen) -> float:
    """How much speaks for two sightings being one message, in bits; below 0 when something speaks against it."""
    if a.kind != b.kind or ("unknown" not in (a.side, b.side) and a.side != b.side):
        return MISMATCH
    minutes = None if _no_clocks(a, b) else clocks.apart(a.minutes, b.minutes)
    share, said = likeness(a, b)
    share = share or (_slip(a, b) if minutes == 0 else 0.0)
    if not share or (not a.plain and a.text != b.text):
        return max(MISMATCH, -2 - min(len(a.plain), len(b.plain)) / 2)  # a short word is soon misread
    if minutes:
        return OTHER_MINUTE
    bits = min(_MOST, min(1.0, share + _FREE) * said) or 0.5
    bits = min(bits, _OTHER_WORDS) if other_words(a, b) else bits
    bits += 0 if minutes is None else CLOCK
    if a.day and b.day and not (a.reckoned or b.reckoned):
        bits += 3 if a.day == b.day else UNLIKE
    if _sent_by(a) and _sent_by(b) and not named_alike(a.sender, b.sender):
        bits += UNLIKE
    return bits if bits > 0 else MISMATCH


def likeness(a: Seen, b: Seen) -> tuple[float, float]:
    """How alike the words are, from 0 to 1, and how many bits it says that they are."""
    one, other = a.plain, b.plain
    share = words.alike(one, other)
    if not share and (a.cut or b.cut):
        one, other = _CLOCK_AT_END.sub("", one), _CLOCK_AT_END.sub("", other)
        share = words.alike(one, other)
    share = share or _cut(a, b) or _cut(b, a)
    if share:
        return share, words.shared_weight(one, other)
    return max(_halves(a, b), _halves(b, a))


def named_alike(a: str, b: str) -> bool:
    """Whether two names as read can be one: look-alikes, a letter misread in a longer one, the end left out."""
    one, other = words.plain(a).rstrip(". "), words.plain(b).rstrip(". ")
    if words.skeleton(one) == words.skeleton(other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 5 and long.startswith(short) and not long[len(short)].isdigit():
        return True
    return len(short) >= 5 and words.distance(one, other) <= len(short) // 5


def titled_alike(a: str, b: str) -> bool:
    """Whether two titles as read can be one: also when the line below the one was read into it ("4 Anna's members surprise")."""
    few, all_ = sorted((words.skeletons(words.plain(a)), words.skeletons(words.plain(b))), key=len)
    return named_alike(a, b) or (few < all_ and len(few) > 1 and sum(map(len, few)) >= _SHORT)


def _cut(part: Seen, whole: Seen) -> float:
    """A message cut at the edge of one picture is the beginning or the end of the whole one in the other."""
    ends = _ends(part)
    shared = words.skeletons(part.plain) & words.skeletons(whole.plain)
    if not ends or not (shared or _broken(part.plain, whole.plain)):
        return 0.0
    few, all_ = _bare(part.plain), _bare(whole.plain)
    if 0 < len(few) < _SHORT:
        at = {"top": all_.endswith(f" {few}"), "bottom": all_.startswith(f"{few} ")}
        return float(any(at[end] for end in part.cut))
    return max(words.part_of(*texts, end) for end in ends for texts in ((part.plain, whole.plain), (few, all_)))


def _broken(part: str, whole: str) -> bool:
    """Whether a part is one long word, an address on the web mostly, that is broken off from the other."""
    return len(part) >= _LETTERS and " " not in part and part in whole


@lru_cache(50_000)
def _bare(text: str) -> str:
    """The words alone: a sign that was read into the ground is no end of a message."""
    return " ".join(words.tokens(text))


def _ends(one: Seen) -> tuple[str, ...]:
    """Where words may be missing: at a cut, and at the edge of a picture, where a cut may be missed by the reader."""
    return tuple({*one.opened, *one.ends}) if len(one.plain) >= _LETTERS else one.opened


def _halves(upper: Seen, lower: Seen) -> tuple[float, float]:
    """A long message of which one picture shows the beginning and the other the end, by the words that both show."""
    if "bottom" not in upper.opened or "top" not in lower.opened:
        return 0.0, 0.0
    one, other = words.tokens(upper.plain), words.tokens(lower.plain)
    for count in range(min(len(one), len(other)), _WORDS - 1, -1):
        end, start = " ".join(one[-count:]), " ".join(other[:count])
        share = words.ratio(end, start) if abs(len(end) - len(start)) < 3 <= _LETTERS <= len(end) else 0.0
        if share >= words.ALIKE:
            return share, words.shared_weight(end, start)
    return 0.0, 0.0


def other_words(a: Seen, b: Seen) -> bool:
    """Whether, of two texts that are alike, one has a number or a word for which the other's is no misreading."""
    if not words.alike(a.plain, b.plain):
        return _other_rest(a, b) or _other_rest(b, a)
    if _shouted(a.text) != _shouted(b.text):
        return True
    one, other = words.tokens(a.plain), words.tokens(b.plain)
    if words.distance("".join(one), "".join(other)) < _SPACES:
        return False
    if len(one) == len(other):
        return any(_other(x, y) for x, y in _unlike(one, other))
    return not (a.opened or b.opened) and _other_digits("".join(one), "".join(other))


def _unlike(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words that differ, those beside one another together: a space that was read a letter off makes two of two."""
    for same, pairs in groupby(zip(one, other, strict=True), lambda pair: pair[0] == pair[1]):
        if not same:
            x, y = zip(*pairs, strict=True)
            yield "".join(x), "".join(y)


def to_the_word(a: Seen, b: Seen) -> bool:
    """Whether two messages have the same words, or one all those of which the other has more: an edge hides lines, no letters."""
    few, all_ = sorted((_bare(a.plain), _bare(b.plain)), key=len)
    whole = words.alike(few, all_) > 0 or all_.startswith(f"{few} ") or all_.endswith(f" {few}")
    return whole or bool(a.cut or b.cut)


def _other_rest(part: Seen, whole: Seen) -> bool:
    """Whether what an edge left of a message has another number or word than the whole one has there."""
    few, all_ = _bare(part.plain), _bare(whole.plain)
    one, other, size = few.split(), all_.split(), len(few)
    ends = [end for end in _ends(part) if words.part_of(few, all_, end)]
    left = [(other[-len(one) :], all_[-size:]) if end == "top" else (other[: len(one)], all_[:size]) for end in ends]
    return bool(left) and all(_other_digits(few, text) or _another_word(one, rest) for rest, text in left)


def _another_word(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether just one word stands for another that people say; a space that was misread moves all words by one."""
    found = [{x, y} for x, y in zip(one, other, strict=False) if _other(x, y)]
    return len(found) == 1 and found[0] <= COMMON


def _shouted(text: str) -> bool:
    high, low = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return high >= _SHORT and high > 4 * low


def _other(a: str, b: str) -> bool:
    apart = words.distance(a, b)
    return (apart >= 3 and apart > max(len(a), len(b)) / 3) or (apart >= 2 and _other_digits(a, b))


def _other_digits(a: str, b: str) -> bool:
    one, other = ("".join(filter(str.isdigit, text)) for text in (a, b))
    return bool(one and other) and words.distance(one, other) >= 2


def _sent_by(one: Seen) -> str:
    """Who sent a message, if the picture says so: a cut one may go by the title of its group, a face may be read as a letter."""
    return one.sender if one.sender != one.title and len(one.sender) > 1 else ""


def _no_clocks(a: Seen, b: Seen) -> bool:
    """Whether the clocks say nothing: one lost a digit, or is a time in the words, of which an edge cut the end."""
    cut = (a.cut and a.clock and a.clock in b.text) or (b.cut and b.clock and b.clock in a.text)
    return bool(cut) or _lost_digit(a.clock, b.clock)


def _lost_digit(a: str, b: str) -> bool:
    """Whether two clocks are one of which a reader lost the first digit."""
    one, other = ("".join(filter(str.isdigit, clock)) for clock in (a, b))
    short, long = sorted((one, other), key=len)
    return len(short) == 3 and long[1:] == short


def _slip(a: Seen, b: Seen) -> float:
    """The shortest words, of which one letter was misread."""
    short = 0 < len(a.plain) <= 4 and 0 < len(b.plain) <= 4
    return 0.5 if short and words.distance(a.plain, b.plain) <= 1 else 0.0
