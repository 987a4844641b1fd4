"""The files that messages of a Meta download name: looked up in the drop, or missing with the reason."""

import unicodedata
from collections.abc import Iterator

from archive.records import Attachment
from parsers import Member, Source
from parsers._meta.values import leaves
from parsers._meta.words import Words
from parsers._sniff import media_type

DECLARED = {
    "photos": "image/*", "videos": "video/*", "audio_files": "audio/*", "gifs": "image/gif", "sticker": "image/*",
    "files": "", "media": "",
}  # fmt: skip
"""The members of a message that name files, and what kind of file each says that it is."""
_FAILED = "Failed to download media"
_UNAVAILABLE = "unavailable."


class Media:
    """Finds the files of one source. They stand by the download's own paths, whatever is in front of them."""

    def __init__(self, source: Source, words: Words) -> None:
        self._source, self._words = source, words
        self._folder = "/".join(source.name.split("/")[-2:-1])

    def attachments(self, key: str, value: object, fields: dict[str, str]) -> Iterator[Attachment]:
        """One for every file that a member names. What is said of a file beside its name goes into `fields`."""
        several = isinstance(value, list)
        for number, entry in enumerate(value if isinstance(value, list) else [value]):
            name = f"{key}.{number}" if several else key
            yield from self._entry(name, DECLARED.get(key, ""), entry, fields)

    def _entry(self, name: str, declared: str, entry: object, fields: dict[str, str]) -> Iterator[Attachment]:
        if isinstance(entry, str):
            yield self.attachment(entry, declared)
            return
        if not isinstance(entry, dict) or not entry:
            fields.update(leaves(name, entry, self._words))
            return
        uri = entry.get("uri")
        yield (
            self.attachment(uri, declared)
            if isinstance(uri, str)
            else Attachment(declared=declared, missing=True, note="the download names no file for it")
        )
        for key, inner in entry.items():
            if names_file(inner):
                yield from self._nested(f"{name}.{key}", inner, fields)
            elif key != "uri" or not isinstance(uri, str):
                fields.update(leaves(f"{name}.{self._words.read(key)}", inner, self._words))

    def _nested(self, name: str, entry: object, fields: dict[str, str]) -> Iterator[Attachment]:
        """A file inside the entry of another: the preview picture of a video, the picture behind a sticker."""
        for inner in entry if isinstance(entry, list) else [entry]:
            if isinstance(inner, dict) and isinstance(uri := inner.get("uri"), str):
                yield self.attachment(uri, "image/*", f"{name.rpartition('.')[2]} of the file before it")
                fields.update(leaves(name, {key: said for key, said in inner.items() if key != "uri"}, self._words))
            else:
                fields.update(leaves(name, inner, self._words))

    def attachment(self, raw: str, declared: str, note: str = "") -> Attachment:
        """The file that a path (or, in old downloads, an address or a bare name) stands for."""
        uri = self._words.read(raw)
        if reason := _not_in_download(uri):
            return Attachment(declared=declared, missing=True, note=_joined(note, reason))
        name = uri.partition("?")[0].rpartition("/")[2] if "://" in uri else uri.rpartition("/")[2]
        reason, member = f"not in what was added; the download calls it {uri}", None
        if "://" in uri:
            reason = f"only an address on the internet was given, which is never called: {uri}"
        else:
            member = self._find(uri) or (self._find(self._words.plain(raw)) if raw != uri else None)
        if member is None:
            return Attachment(name=name, declared=declared, missing=True, note=_joined(note, reason))
        return Attachment(name, declared, _look(member), member.size, member.sha256 or None, note=note)

    def _find(self, uri: str) -> Member | None:
        """By the whole path; else from the thread folder on; else from that folder as it is called here."""
        for form in dict.fromkeys((uri, unicodedata.normalize("NFD", uri), unicodedata.normalize("NFC", uri))):
            for suffix in dict.fromkeys(self._suffixes(form)):
                if found := self._source.tree.attach(suffix):
                    return found
        return None

    def _suffixes(self, uri: str) -> Iterator[str]:
        steps = [step for step in uri.split("/") if step not in ("", ".", "..")]
        near = [self._folder] if self._folder and steps else []
        if uri.startswith("./") and near:
            yield "/".join((*near, *steps))
        if len(steps) > 1:
            yield "/".join(steps)
        if len(steps) > 3:
            yield "/".join(steps[-3:])
        if near and len(steps) != 2:
            yield "/".join((*near, *steps[-2:]))


def names_file(value: object) -> bool:
    """Whether a value is an entry with a `uri`, or a list that begins with one."""
    if isinstance(value, list):
        value = value[0] if value else None
    return isinstance(value, dict) and "uri" in value


def _not_in_download(uri: str) -> str:
    """Why a `uri` names nothing at all, or "" when it names something."""
    if not uri:
        return "the download names no file for it"
    if uri == _FAILED or uri.endswith(_UNAVAILABLE):
        return f'the service did not put it into the download; it says: "{uri}"'
    return ""


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _look(member: Member) -> str:
    try:
        with member.open() as stream:
            return media_type(stream.read(4096))
    except OSError:
        return ""  # the file is listed with its own problem where it is read as a source
