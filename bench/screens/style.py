"""The style sheet that skins start from, and what a phone draws around an app."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bench.screens import paint

if TYPE_CHECKING:
    from bench.screens.skin import Skin

BASE = """
*{box-sizing:border-box;margin:0;padding:0} html,body{height:100%;overflow:hidden}
body{display:flex;flex-direction:column;background:var(--page);color:var(--text);font-size:16px;-webkit-font-smoothing:antialiased;position:relative}
.ic{flex:none;vertical-align:middle} .av{display:inline-block;flex:none;color:#fff;text-align:center;overflow:hidden;font-weight:500}
.status{display:flex;justify-content:space-between;align-items:center;flex:none;background:var(--head);color:var(--headtext)}
.status.ios{height:50px;padding:10px 26px 0;font-size:16px;font-weight:600} .status.droid{height:32px;padding:0 16px;font-size:13.5px}
.status .r,.status .l{display:flex;gap:6px;align-items:center} .status small{font-size:12.5px;font-weight:600}
.batt{background:currentColor;border-radius:4px;font-size:11px;padding:1px 4px;font-weight:700} .batt::first-line{color:var(--head)}
.head{display:flex;align-items:center;gap:10px;padding:0 12px;flex:none;height:56px;background:var(--head);color:var(--headtext);white-space:nowrap;overflow:hidden}
.names{display:flex;flex-direction:column;line-height:1.25;overflow:hidden} .names b{font-size:17px;font-weight:600} .names small{font-size:12.5px;opacity:.7}
.acts{margin-left:auto;display:flex;gap:18px;align-items:center;padding-left:8px}
.wrap{flex:1;position:relative;min-height:0;display:flex;flex-direction:column} #pane{flex:1;overflow:hidden;min-height:0} #thread{padding:8px 0 10px;min-height:100%;display:flex;flex-direction:column;justify-content:flex-end}
.row{display:flex;padding:1px 12px;gap:8px;align-items:flex-end} .row.mine{justify-content:flex-end} .row.last{padding-bottom:6px}
.bubble{position:relative;max-width:76%;background:var(--theirs);border-radius:18px;padding:8px 12px;line-height:1.3;overflow-wrap:anywhere}
.mine .bubble{background:var(--mine);color:var(--minetext)} a{color:inherit;text-decoration:underline} .reacted{margin-bottom:14px}
.react{position:absolute;bottom:-15px;left:8px;background:var(--theirs);border:2px solid var(--page);border-radius:12px;font-size:12px;padding:1px 5px;line-height:1.3} .mine .react{left:auto;right:8px}
.who{font-size:12px;color:var(--dim);padding:5px 24px 2px} .mark{text-align:center;font-size:12px;color:var(--dim);padding:12px 26px 8px;line-height:1.35}
.mark.unread span{background:var(--theirs);border-radius:12px;padding:4px 14px;color:var(--text)} .cited{display:block;border-left:3px solid;background:#8882;border-radius:6px;padding:4px 8px;margin:0 -2px 4px;font-size:13.5px} .cited b,.cited span{display:block;font-size:13px}
.meta{float:right;font-size:11px;opacity:.7;margin:7px -2px -4px 10px;white-space:nowrap} .meta .ic{margin-left:3px} .gone{opacity:.7} .rang{display:flex;gap:9px;align-items:center} .rang small{display:block;opacity:.7;font-size:12px} .ring{color:#f23c57}
.photo{display:block;border-radius:10px;max-width:100%} .k-photo .bubble,.k-captioned .bubble{padding:4px} .k-captioned .said{display:inline-block;padding:5px 8px 2px;max-width:220px}
.hours .k-photo .meta{position:absolute;right:12px;bottom:14px;margin:0;color:#fff!important;background:#0007;border-radius:9px;padding:1px 7px;opacity:1!important}
.voice{display:flex;gap:7px;align-items:center} .wave{display:flex;gap:2px;align-items:center;height:22px} .wave i{width:2px;background:currentColor;opacity:.65;border-radius:1px} .voice small{font-size:12px}
.k-sticker .bubble{background:none!important;box-shadow:none!important} .sticker{font-size:88px;line-height:1.1} .k-emoji .said{font-size:34px;line-height:1.15}
.card{display:block;width:230px;max-width:100%;background:#8882;border-radius:10px;overflow:hidden;margin:5px 0 2px} .card b{display:block;font-size:14px;font-weight:600;padding:6px 9px 0} .card small{display:block;font-size:12px;opacity:.7;padding:1px 9px 7px}
.edited,.fwd{font-size:11px;color:var(--dim)} .fwd{display:block;opacity:.75;color:inherit;font-style:italic} .mine .edited{order:-1}
.dots .bubble{display:flex;gap:5px;padding:13px 14px} .dots i{width:8px;height:8px;border-radius:50%;background:var(--dim)}
.foot{display:flex;align-items:center;gap:10px;flex:none;padding:8px 12px;background:var(--head);color:var(--dim)} .ios .foot:last-child{padding-bottom:26px}
.field{flex:1;display:flex;align-items:center;justify-content:space-between;gap:8px;background:var(--field);border-radius:20px;padding:8px 14px;min-height:38px;font-size:16px;line-height:1.25;min-width:0} .draft{color:var(--text)}
.pinned,.replying{display:flex;align-items:center;gap:10px;flex:none;padding:6px 14px;background:var(--head);color:var(--headtext);border-top:1px solid var(--line);border-bottom:1px solid var(--line);font-size:13px;line-height:1.35} .pinned b,.replying b{color:var(--accent)} .replying{justify-content:space-between;color:var(--text)}
.ask{flex:none;background:var(--head);color:var(--dim);font-size:13.5px;text-align:center;padding:12px 22px 26px;line-height:1.4;border-top:1px solid var(--line)} .ask span{display:flex;justify-content:space-around;color:var(--accent);font-size:16px;padding-top:12px} .ask b:first-child{color:#e5342f}
.pic{display:block;position:relative} .shown{position:absolute;left:16%;top:24%;background:#f4f1e4;color:#222;padding:6px 12px;font-weight:700;font-size:19px;line-height:1.25;transform:rotate(-3deg);font-family:"Liberation Sans"}
.jump{position:absolute;right:12px;bottom:12px;width:40px;height:40px;border-radius:50%;background:var(--theirs);color:var(--text);display:flex;align-items:center;justify-content:center;box-shadow:0 1px 5px #0006}
.banner{position:absolute;left:8px;right:8px;top:10px;border-radius:18px;padding:11px 13px;display:flex;gap:10px;align-items:center;background:#f2f2f4f2;color:#111;box-shadow:0 6px 24px #0005;font-size:14px;line-height:1.3;z-index:9} .banner.night{background:#2b2b2ef4;color:#eee} .banner span.t{flex:1;min-width:0} .banner small{opacity:.6}
.keys{flex:none;background:#d2d5db;color:#000;padding:4px 3px 26px} .keys.night{background:#2c2c2e;color:#fff} .keys b{flex:1;background:#fff;border-radius:5px;height:42px;line-height:42px;text-align:center;font-weight:400;font-size:21px;margin:0 3px;max-width:34px} .keys.night b{background:#69696b} .keys b.w{max-width:60px;flex:1.5;font-size:14px;background:#aab0ba} .keys.night b.w{background:#464648} .keys b.sp{max-width:none;flex:5;font-size:14px}
.keys.droid{background:#eceff1} .keys.droid.night{background:#1f2224} .keys.droid b{border-radius:7px} .keys.droid.night b{background:#3a3d40} .kr{display:flex;justify-content:center;margin-bottom:9px} .kg{display:flex;justify-content:space-around;padding:7px 0 10px;font-size:15px}
.home{flex:none;height:22px;background:var(--head);display:flex;justify-content:center;align-items:center} .home i{width:134px;height:5px;border-radius:3px;background:currentColor}
.nav{flex:none;height:34px;display:flex;justify-content:space-around;align-items:center;background:var(--head);color:var(--dim);font-size:14px} .side{flex:none;overflow:hidden}
.item{display:flex;gap:10px;padding:9px 12px;align-items:center;overflow:hidden} .item .t{flex:1;min-width:0;line-height:1.35} .item b,.item span.l{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis} .item span.l{font-size:13px;color:var(--dim)} .item small{font-size:11.5px;color:var(--dim);align-self:flex-start;padding-top:3px}
"""


def furniture(skin: Skin) -> tuple[str, str]:
    """The status bar with perhaps a banner over it, and the keyboard or the bar at the bottom."""
    extras, rng = skin.talk.extras, random.Random(f"bars {skin.talk.seed}")
    top = paint.status_bar(rng, skin.talk, skin.device)
    if extras.banner:
        app, who, text = extras.banner
        inner = f'{paint.avatar(app, 36, "9px")}<span class="t"><b>{paint.esc(who)}</b><br>{paint.esc(text[:60])}</span><small>now</small>'
        top += f'<div class="banner {"night" if skin.dark else ""}" data-over data-aside="banner">{inner}</div>'
    bottom = paint.keyboard(skin.dark, skin.os == "ios") if extras.keyboard else ""
    if skin.os == "droid" and rng.random() < 0.35:
        return top, bottom + '<div class="nav"><span>|||</span><span>▢</span><span>‹</span></div>'
    return top, bottom + ('<div class="home"><i></i></div>' if skin.os == "ios" else "")
