"""Finds postcodes, mail addresses and phone numbers in what people write, each in one form however it was written.

Ordinary messages are full of what only looks like them: "m8 4pm", dates, card numbers. Every pattern has bounds, so that a text made
to harm cannot hold up a hand-over.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from archive.names import form
from archive.records import Party

_AREAS = (  # the published areas, with those of the islands and the forces
    " AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX"
    " FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN"
    " NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB"
    " W WA WC WD WF WN WR WS WV YO ZE "
)
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2})([0-9][A-Za-z0-9]?)\s{0,3}([0-9][A-Za-z]{2})\b(?!@)", re.ASCII)
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}")  # C, I, K, M, O and V never stand there
_COUNTED = re.compile(r"1ST|2ND|3RD|[0-9](?:TH|HR)")  # "b4 2nd" is no place
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_GAP = r"[ \t\xa0\u2009\u202f().\u2010-\u2013-]{0,3}"
_DATE = r"(?:[0-3]?\d[-./ ][01]?\d[-./ ](?:19|20)\d\d|[0-3]?\d[-./][01]?\d[-./]\d\d|(?:19|20)\d\d[-./ ][01]\d[-./ ][0-3]\d)(?![-./]?\d)"
_CARD = r"\d{4}(?P<gap>[ -]?)\d{4}(?P=gap)\d{4}(?P=gap)\d{1,7}(?!\d)"
_BRITISH = rf"(?:\(?(?:\+|00){_GAP}44{_GAP}0?{_GAP}|\(?0\)?[ ]?)[1-9](?:{_GAP}\d){{8,9}}"
_ABROAD = rf"(?:\+|00){_GAP}[1-9](?:{_GAP}\d){{7,14}}"
# Dates and cards come first: what they take is not looked at again.
_NUMBER = re.compile(
    rf"(?=[\d+(])(?<![\d+_#=])(?<!\d[-.:])(?:{_DATE}(?:[ T,]{{1,2}}\d\d?[:.]\d\d)?|{_CARD}|(?P<phone>{_BRITISH}(?!\d|-\d)|{_ABROAD}(?!\d|-\d)))",
    re.ASCII,
)
_DIGIT = re.compile("[0-9]")


class Contact(Struct, frozen=True):
    """One contact: `key` is the same however it was written, `shown` is how it was. `place` is True for a postcode."""

    key: str
    shown: str
    place: bool = False


def contacts(text: str) -> Iterator[Contact]:
    """Postcodes, mail addresses and phone numbers in a text, as often as they occur."""
    if "@" in text:
        yield from (Contact(form(mail), mail) for mail in (found.strip(".-+") for found in _MAIL.findall(text)))
    if _DIGIT.search(text):
        yield from _postcodes(text)
        yield from _numbers(text)


@lru_cache(4096)
def contact_of(party: Party) -> Contact:
    """The identifier of somebody, to be compared with contacts in texts."""
    return Contact(form(party.normal or party.id), party.id or party.normal)


def _postcodes(text: str) -> Iterator[Contact]:
    for area, district, inward in _POSTCODE.findall(text):
        code = f"{area}{district} {inward}"
        if _is_postcode(area, inward, capitals=code.isupper()):
            yield Contact(code.upper(), code.upper(), place=True)


def _is_postcode(area: str, inward: str, *, capitals: bool) -> bool:
    """What is written in capitals was meant as a postcode, even one with a slip in it. In small letters it must be a possible one."""
    if inward[1:].upper() in ("AM", "PM"):
        return False
    end = inward.upper()
    return capitals or (f" {area.upper()} " in _AREAS and bool(_INWARD.fullmatch(end)) and not _COUNTED.fullmatch(end))


def _numbers(text: str) -> Iterator[Contact]:
    for found in _NUMBER.finditer(text):
        if phone := found["phone"]:
            yield Contact(form(re.sub(r"[^\d+]", "", phone)), " ".join(phone.split()))
