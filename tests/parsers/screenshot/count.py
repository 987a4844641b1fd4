"""An independent count: a picture is one happening at the least, whatever stands in it."""


def count(data: bytes) -> int:
    return 1 if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) else 0
