"""How a name, number or address is compared, however it was written."""

import re


def form(name: str) -> str:
    """Digits of a number by their last nine (with or without a country they are the same number), the rest in lower case."""
    digits = re.sub(r"\D", "", name)
    is_number = len(digits) >= 9 and not re.search(r"[^\W\d_]|@", name)
    return digits[-9:] if is_number else name.casefold().strip()
