"""All looks by name."""

from __future__ import annotations

from bench.screens.skin import Skin
from bench.screens.skins import asian, dating, desk, listed, meta, samsung, short, signal, snapchat, teams, telegram

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
    desk.WhatsAppWeb,
    desk.WhatsAppWebDark,
    desk.MacMessages,
    desk.MacMessagesDark,
    desk.DiscordDesk,
    desk.LinkedIn,
    desk.Slack,
    desk.SlackDark,
    desk.Popup,
    asian.Viber,
    asian.Line,
    asian.Kakao,
    asian.WeChat,
    asian.WeChatDark,
    dating.TinderDark,
    dating.Hinge,
    dating.Bumble,
    dating.BumbleDark,
    samsung.Samsung,
    samsung.SamsungDark,
)
SKINS: dict[str, type[Skin]] = {kind.name: kind for kind in KINDS}
