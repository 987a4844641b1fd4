"""All looks by name."""

from __future__ import annotations

from bench.screens.skin import Skin

from . import listed, meta, short, signal, snapchat, teams, telegram

KINDS: tuple[type[Skin], ...] = (
    meta.MessengerDark,
    meta.Messenger,
    meta.InstagramDark,
    snapchat.Snapchat,
    snapchat.SnapchatDark,
    telegram.TelegramIOS,
    telegram.TelegramIOSDark,
    telegram.TelegramDark,
    signal.Signal,
    signal.SignalDark,
    listed.DiscordDark,
    listed.DiscordLight,
    short.XLight,
    short.XDark,
    short.TikTokLight,
    short.TikTokDark,
    short.Tinder,
    teams.TeamsPhone,
    teams.TeamsDark,
    teams.TeamsWeb,
)
SKINS: dict[str, type[Skin]] = {kind.name: kind for kind in KINDS}
