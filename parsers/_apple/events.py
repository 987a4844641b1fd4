"""Rows that are no messages: somebody was added, the group was renamed, a location was shared."""

from archive.records import Party, SystemDetails
from parsers._apple.columns import Message, whole, words
from parsers._apple.people import People

_MEMBERS, _RENAMED, _GROUP, _LOCATION, _AUDIO, _SHAREPLAY = 1, 2, 3, 4, 5, 6  # message.item_type
_MEMBER_ACTIONS = {0: "member added", 1: "member removed"}
_GROUP_ACTIONS = {
    0: "left",
    1: "group photo changed",
    2: "group photo removed",
    4: "background changed",
    6: "background removed",
}


def event_details(row: Message, actor: Party | None, people: People) -> SystemDetails:
    """What happened, by whom, to whom. What the number of an event means that we do not know stays a number."""
    return SystemDetails(
        event=_event(row),
        actor=actor,
        target=people.handles.get(whole(row.other_handle)) if row.other_handle else None,
        title=words(row.group_title),
    )


def _event(row: Message) -> str:
    kind, action = whole(row.item_type), whole(row.value("group_action_type"))
    if kind == _MEMBERS:
        if action == 0 and row.other_handle and row.other_handle == row.handle_id:
            return "number changed"  # a person cannot add themselves: Messages writes this when a number is replaced
        return _MEMBER_ACTIONS.get(action, f"member event {action}")
    if kind == _GROUP:
        return _GROUP_ACTIONS.get(action, f"group event {action}")
    if kind == _LOCATION:
        return "location sharing stopped" if row.value("share_status") else "location sharing started"
    return {_RENAMED: "renamed", _AUDIO: "audio message kept", _SHAREPLAY: "shareplay"}.get(kind, f"event {kind}")
