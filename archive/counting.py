"""Numbers with their nouns, as every sentence of the program writes them."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 picture", "1,200 pictures"; `many` where it is not just one letter more."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
