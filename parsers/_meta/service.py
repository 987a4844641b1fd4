"""Which of Meta's services a file comes from, as far as anything tells."""

import re

_SERVICES = (
    ("instagram", re.compile(r"(?:^|/)your_instagram_activity/")),
    ("facebook", re.compile(r"(?:^|/)your_(?:facebook_activity|activity_across_facebook)/")),
    ("instagram", re.compile(r"(?:^|/)instagram-")),
    ("facebook", re.compile(r"(?:^|/)facebook-")),
)
_LOOK = 256 * 1024  # characters of a file in which marks of a service are looked for
_INSTAGRAM = re.compile(
    r'"uri"\s*:\s*"(?:\.\./)?your_instagram_activity(?:\\?/)|"original_content_owner"\s*:|'
    r'"reactions"\s*:\s*\[\s*\{[^{}\[\]]{0,400}"timestamp"\s*:'
)
_FACEBOOK = re.compile(
    r'"uri"\s*:\s*"(?:your_facebook_activity|your_activity_across_facebook|messages\\?/stickers_used)|'
    r'"thread_type"\s*:|'
    r'"type"\s*:\s*"(?:Generic|Share|Call|Subscribe|Unsubscribe|Payment|Plan)"'
)


def service_of(path: str, text: str) -> str:
    """By the folders that the file stands in, else by marks in it; "meta" for the many files that have neither."""
    if found := next((service for service, mark in _SERVICES if mark.search(path.lower())), ""):
        return found
    if _INSTAGRAM.search(text, 0, _LOOK):
        return "instagram"
    return "facebook" if _FACEBOOK.search(text, 0, _LOOK) else "meta"
