"""How a name, number or address is compared, however it was written."""

import re

_DIGITS = 9  # of a number, from its end: with or without a country it is the same one


def form(name: str) -> str:
    """Digits of a number by their last nine (with or without a country they are the same number), the rest in lower case."""
    digits = re.sub(r"\D", "", name)
    is_number = len(digits) >= _DIGITS and not re.search(r"[^\W\d_]|@", name)
    return digits[-_DIGITS:] if is_number else name.casefold().strip()


def same_number(name: str, normal: str) -> bool:
    """Whether both hold one telephone number, by its last nine digits, whatever else stands beside it ("Sam 07700 900123")."""
    one, other = (re.sub(r"\D", "", text) for text in (name, normal))
    return min(len(one), len(other)) >= _DIGITS and one[-_DIGITS:] == other[-_DIGITS:]
