"""The words that chat apps print around messages: times, dates, input boxes, notes of delivery, system lines.

In the languages that phones here are most often set to. Only what an app prints is listed, never what people write.
"""

import re

_HALF = r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm](?:\b\.?|(?<=M)(?=[YVWvwy/]{1,2}(?!\w))))?"  # ticks close behind are read as letters
CLOCK = re.compile(rf"(?<![\d:./£$€#-])(?P<hour>[01]?\d|2[0-3])[:.;](?P<minute>[0-5]\d)(?![\d/]|[:.]\d){_HALF}")
_RUN = re.compile(
    r"[^\w%£$€]{0,2}(?P<hour>[01]?\d|2[0-3])(?P<minute>[0-5]\d)(?: ?(?P<half>[ap])m)?(?:\W+[wvW/]{1,3})?[^\w%£$€]*",
    re.IGNORECASE,
)
_DAYS = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|"
    r"segunda(?:-feira)?|ter[çc]a(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?|"
    r"poniedzia[łl]ek|wtorek|[śs]roda|czwartek|pi[ąa]tek|sobota|niedziela"
)
_NEAR = (
    r"today|yesterday|heute|gestern|hoy|ayer|aujourd['’]hui|hier|oggi|ieri|hoje|ontem|dzisiaj|dzi[śs]|wczoraj|"
    r"vandaag|gisteren|bug[üu]n|d[üu]n"
)
_MONTHS = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]vr(?:ier)?|mar(?:ch|s|zo)?|m[äa]rz|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?|ma[yio](?:o)?|"
    r"june?|juni|juin|juil(?:let)?|july?|juli|julio|junio|aug(?:ust)?|ago(?:sto)?|ao[uû]t|sept?(?:ember|embre|iembre)?|"
    r"o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember)?|dic(?:iembre|embre)?|d[ée]c(?:embre)?"
)
_NUMBERS = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?(?:{_MONTHS})\b|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b|{_NUMBERS})"
DATE = re.compile(rf"^\W*(?:(?:{_NEAR})\b|(?:{_DAYS})\b|{_DATE})", re.IGNORECASE)
NEAR, WEEKDAY, MONTH = (re.compile(rf"\b(?P<word>{words})\b", re.IGNORECASE) for words in (_NEAR, _DAYS, _MONTHS))
NUMBERS = re.compile(rf"\b(?:{_NUMBERS})\b")
_STAMP_REST = re.compile(
    rf"\b(?:at|um|à|a las|alle|às|o|om|kl|uhr|ore)\b|{CLOCK.pattern.replace('?P<hour>', '?:').replace('?P<minute>', '?:').replace('?P<half>', '?:')}|{_NEAR}|{_DAYS}|{_DATE}|\d{{4}}|{_MONTHS}",
    re.IGNORECASE,
)

PLACEHOLDER = re.compile(
    r"^\W*\w{0,2}\W{0,3}(?:(?:type|write|send|enter)?\s?(?:a|your|an)?\s?(?:text |rcs |sms |chat |new |signal |direct |unencrypted )?(?:m[ea]s+[ae]ge?|chat|reply|sms|text|caption|comment)\b(?: (?:@|#|to )?.{0,30})?|"
    r"i?mess?age|type (?:a message|here|something).{0,6}|aa|start a (?:new )?(?:message|chat)|say something|nachricht(?: schreiben)?|mensaje|escribe un mensaje|"
    r"écrire un message|votre message|scrivi un messaggio|messaggio|mensagem|wiadomo[śs][ćc]|сообщение|message\.{0,3}|to: .*)\W{0,4}\w{0,2}\W*(?:send|gif|aa)?\W*$",
    re.IGNORECASE,
)  # fmt: skip
STATUS = re.compile(
    r"^\W*(?:(?:delivered|read|sent|seen|opened|received|not delivered|sending|edited|gelesen|zugestellt|gesehen|le[íi]do|entregado|visto|lu|distribu[ée]|letto|consegnato)\b.{0,26}|"
    r"\d{1,2}[:.]\d{2}.{0,6}?\W+(?:sms|mms|delivered|read|rcs|sent|seen|whatsapp|signal)\W*|seen by .*|active .{0,20}|tap to (?:call back|retry|load.*)|\d+ (?:new|unread) messages?.*)$",
    re.IGNORECASE,
)  # fmt: skip
REPLY = re.compile(r"\b(?:repl(?:ied|y|ying) to|replied|antwortete|respondi[óo]|a répondu)\b", re.IGNORECASE)
GONE = re.compile(
    r"\b(?:unsent|deleted|removed|recalled) (?:a|this|the) message\b|\bmessage (?:was )?(?:deleted|unsent|removed|recalled|unavailable)\b|"
    r"nachricht wurde gel[öo]scht|elimin(?:ó|aste) este mensaje|message supprim[ée]",
    re.IGNORECASE,
)
MISSED = re.compile(
    r"\bmissed\b.{0,18}\bcall\b|\bno answer\b|\bcall (?:declined|cancelled|ended)\b|\b(?:voice|video|audio) call\b$|verpasster .*anruf|llamada .*perdida|appel .*manqu",
    re.IGNORECASE,
)
CALL_HINT = re.compile(r"\s*\b(?:tap|click) to call back\W*$|\s*\bcall back\W*$", re.IGNORECASE)
JUST_NOW = re.compile(r"^\W*(?:now|jetzt|ahora|maintenant|adesso|agora|nu)\W*$", re.IGNORECASE)
MEMBERS = re.compile(
    r"\b\d+ (?:members|participants|people|mitglieder|teilnehmer|miembros|membres|membri|leden)\b|(?:,.*){2}|, ?(?:you|du|tú|vous|tu)\W*$",
    re.IGNORECASE,
)
"""What stands below the name of a group."""
FORWARDED = re.compile(
    r"^\W*(?:\w{1,2}\W+)?\w?\W*(?:f[oe]rw[aeo]rded(?: many times| from.*)?|weitergeleitet|reenviado|transféré|inoltrato)\W*$",
    re.IGNORECASE,
)
EDITED = re.compile(r"\W*\b(?:edited|e[cd]ite[da]|eaitea|bearbeitet|editado|modifié|modificato)\b\W*$", re.IGNORECASE)
_SYSTEM = re.compile(
    r"end-to-end encrypted|changed (?:the|their|your|to|this)|\b(?:added|removed|left|joined|created|named|blocked|unblocked|pinned|started)\b|"
    r"security code|disappearing messages|tap to (?:learn|change|see)|learn more|this (?:chat|conversation)|can['’]?t reply|you matched|screenshot|"
    r"missed|call ended|unread|new messages|unsent|deleted|messages and calls|business account|waiting for this",
    re.IGNORECASE,
)
STATUS_BAR = re.compile(
    r"\d{1,3}\s?%|\b[2345]G\+?\b|\bLTE\b|\bVoLTE\b|\bWi-?Fi\b|\b(?:EE|O2|Vodafone|Three)\b", re.IGNORECASE
)
LINK = re.compile(r"(?:https?://|www\.|\b[\w-]+\.(?:com|co\.uk|org|net|ly|be|gl|me|io)/)\S*$", re.IGNORECASE)


def clock(text: str) -> str | None:
    """The first time of day in a text, as `21:14` or `9:14 pm`; None when there is none."""
    found = CLOCK.search(text)
    if not found:
        return None
    half = f" {found['half'].lower()}m" if found["half"] else ""
    return f"{int(found['hour']):{'d' if half else '02d'}}:{found['minute']}{half}"


def runs_together(text: str) -> str | None:
    """A time whose colon was not read, `1211`, when a line is nothing else but that and ticks; else None."""
    found = _RUN.fullmatch(text)
    half = f" {found['half'].lower()}m" if found and found["half"] else ""
    return f"{found['hour']}:{found['minute']}{half}" if found else None


def letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


def is_clock(text: str) -> bool:
    """Whether a line is a time of day and nothing else but ticks."""
    found = CLOCK.search(text)
    return found is not None and letters(text[: found.start()]) == 0 and letters(text[found.end() :]) <= 2


def is_stamp(text: str) -> bool:
    """Whether a line is a date, a day, a time, or these together, and no more."""
    if len(text) > 44 or not (DATE.match(text) or is_clock(text)):
        return False
    return letters(_STAMP_REST.sub(" ", text)) <= 2


def is_system(text: str) -> bool:
    """Whether a centred line sounds like the app, not like a person."""
    return bool(_SYSTEM.search(text))
