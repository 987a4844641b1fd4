"""An independent count: a document is one happening at the least, whatever is left of it."""


def count(data: bytes) -> int:
    return 1 if data.startswith(b"%PDF-") else 0
