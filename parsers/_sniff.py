"""Tells what bytes are by looking at them. Our own rules decide; libmagic is only a recorded second opinion."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"%PDF-", "application/pdf"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"caff", "audio/x-caf"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"{\\rtf", "application/rtf"),
    (b"bplist00", "application/x-bplist"),
    (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"ANDROID BACKUP\n", "application/x-android-backup"),
)

_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"hevc": "image/heic", b"heim": "image/heic", b"heis": "image/heic",
    b"mif1": "image/heif", b"msf1": "image/heif", b"avif": "image/avif", b"avis": "image/avif",
    b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4",
    b"3gp4": "video/3gpp", b"3gp5": "video/3gpp", b"3gp6": "video/3gpp", b"3g2a": "video/3gpp2",
}  # fmt: skip

_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}


def media_type(head: bytes) -> str:
    """The media type that the first bytes show, or "" when they show none that we know. Text is "text/plain"."""
    for mark, found in _STARTS:
        if head.startswith(mark):
            return "image/bmp" if found == "image/bmp" and _is_bmp(head) else found if found != "image/bmp" else ""
    if head[4:8] == b"ftyp":
        return _from_brands(head)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    return _from_text(head)


def _is_bmp(head: bytes) -> bool:
    """A bitmap names its own header size, one of a few, at byte 14."""
    return head[14:18] in {size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)}


def _from_brands(head: bytes) -> str:
    """ISO base media (HEIC, AVIF, MP4, QuickTime): the major brand, else a compatible one, tells which."""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length, 4))]
    if brands[0] in (b"mif1", b"msf1"):
        brands = [*brands[1:], brands[0]]
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "video/mp4")


def _from_text(head: bytes) -> str:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "text/xml"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    return "text/plain" if head and not _looks_binary(head[:4096]) else ""


def _looks_binary(sample: bytes) -> bool:
    return any(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1b\x08" for byte in sample)
