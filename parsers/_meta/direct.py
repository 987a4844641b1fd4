"""One message of Instagram's downloads of 2018-2020 (`messages.json`) as a record.

There people are named by user name, times are ISO 8601 with microseconds and +00:00, and every kind of message has
members of its own; a picture, a shared post or a GIF has no `text` at all. Seen in the 561 messages of
UtrechtUniversity/anonymize-ddp.
"""

from archive.records import (
    Attachment,
    CallDetails,
    Details,
    Kind,
    MessageDetails,
    Reaction,
    Record,
    SystemDetails,
    locate,
)
from parsers._meta.decode import Members
from parsers._meta.media import Media
from parsers._meta.thread import Thread
from parsers._meta.values import clock_iso, leaves, shown
from parsers._meta.words import Words

_FILES = {"media": "", "media_url": "", "voice_media": "audio/*"}
_TEXTS = (
    "text",
    "heart",
    "action",
    "video_call_action",
)  # where the words of a message can stand; the first one counts
_READ = frozenset(("sender", "created_at", "likes", *_FILES))
_LINKS = ("link", "media_share_url")


class DirectMessages:
    """Turns the messages of one conversation into records."""

    def __init__(self, thread: Thread, media: Media, words: Words) -> None:
        self._thread, self._media, self._words = thread, media, words

    def record(self, pointer: str, value: object) -> Record:
        """Every element becomes a record, odd ones with warnings."""
        odd = () if isinstance(value, dict) else ("not-a-message",)
        members: Members = value if isinstance(value, dict) else {"text": shown(value)}
        roles, clock = self._thread.roles(members.get("sender")), clock_iso(members.get("created_at"))
        source_of_text = next((key for key in _TEXTS if isinstance(members.get(key), str)), "")
        fields = dict(self._thread.fields)
        for key, inner in members.items():
            if key not in _READ and key != source_of_text:
                fields.update(self._field(key, inner))
        text = self._words.read(shown(members[source_of_text])) if source_of_text else None
        if source_of_text and self._words.repairs and text != members[source_of_text]:
            fields["raw_text"] = self._words.plain(shown(members[source_of_text]))
        if roles.sender is None:
            fields.update(leaves("sender", members.get("sender"), self._words))
        kind, details = self._kind(members)
        return Record(
            kind=kind, service=self._thread.service, locator=locate(("pointer", pointer)),
            conversation=self._thread.conversation, sender=roles.sender, recipients=roles.recipients,
            direction=roles.direction, time=clock.time, text=text,
            reactions=self._likes(members.get("likes"), fields), attachments=self._files(members),
            details=details, fields=fields,
            warnings=(*odd, *roles.warnings, *clock.warnings, *self._words.doubts()),
        )  # fmt: skip

    def _field(self, key: str, value: object) -> dict[str, str]:
        """A member as it is. A GIF's thirty addresses stay one text."""
        if isinstance(value, dict):
            return {self._words.read(key): self._words.read(shown(value))}
        return dict(leaves(self._words.read(key), value, self._words))

    def _kind(self, value: Members) -> tuple[Kind, Details | None]:
        if "video_call_action" in value:
            return "call", CallDetails(video=True)
        if "action" in value:
            return "system", SystemDetails(event="action")
        link = next((link for key in _LINKS if isinstance(link := value.get(key), str) and "://" in link), "")
        return "message", MessageDetails(link=self._words.read(link)) if link else None

    def _likes(self, value: object, fields: dict[str, str]) -> tuple[Reaction, ...]:
        found = []
        for number, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, dict) and isinstance(name := entry.get("username"), str):
                found.append(Reaction("like", self._thread.party(name), clock_iso(entry.get("date")).time))
            else:
                fields.update(leaves(f"likes.{number}", entry, self._words))
        if not isinstance(value, list):
            fields.update(leaves("likes", value, self._words))
        return tuple(found)

    def _files(self, value: Members) -> tuple[Attachment, ...]:
        """Pictures, films, voice messages: a path, an address, or "Media unavailable."; and GIFs by their address."""
        found = [
            self._media.attachment(uri, declared)
            for key, declared in _FILES.items()
            if isinstance(uri := value.get(key), str)
        ]
        if isinstance(images := value.get("animated_media_images"), dict):
            found.append(self._gif(images))
        return tuple(found)

    def _gif(self, images: Members) -> Attachment:
        original = images.get("original")
        shapes = [original, *images.values()] if isinstance(original, dict) else list(images.values())
        for shape in shapes:
            for key in ("url", "mp4"):
                if isinstance(shape, dict) and isinstance(address := shape.get(key), str):
                    return self._media.attachment(address, "image/gif")
        return Attachment(declared="image/gif", missing=True, note="the download names no file for it")
