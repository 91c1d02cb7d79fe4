"""What stands where an article should be: cookie notices, robot checks, login forms; and where an article is cut off."""

import re

from bot.articles.page import Wall

WALL_WORDS = 180  # longer texts are articles, whatever they speak of


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.IGNORECASE)


_CONSENT = _any_of(
    r"we (?:and our \d* ?partners )?(?:use|store) cookies",
    r"uses? cookies",
    r"accept (?:all|cookies)",
    r"reject all",
    r"cookie (?:policy|settings|preferences|notice)",
    r"manage (?:my )?(?:cookies|preferences|consent|options)",
    r"(?:your|we value your) privacy",
    r"legitimate interest",
    r"personali[sz]ed ads?",
    r"consent\b",
    r"our (?:\d+ )?partners",
    r"gdpr\b",
    r"cookies (?:akzeptieren|zustimmen)",
    r"alle akzeptieren",
    r"einwilligung",
    r"tout accepter",
    r"aceptar (?:todo|cookies)",
)
_ROBOT = _any_of(
    r"are you a (?:robot|human)",
    r"not a robot",
    r"captcha",
    r"verify(?:ing)? (?:that )?you are (?:a )?human",
    r"checking your browser",
    r"just a moment",
    r"unusual (?:traffic|activity)",
    r"access (?:to this page has been )?denied",
    r"enable javascript and cookies to continue",
    r"ddos protection",
    r"security check",
    r"ray id",
    r"pardon our interruption",
)
_LOGIN = _any_of(
    r"(?:log|sign) ?in to (?:continue|your account|view|see)",
    r"(?:log|sign) ?in (?:or|to) (?:register|sign up|create)",
    r"forgot(?:ten)? (?:your )?password",
    r"create (?:an|your) account",
    r"you must be logged in",
    r"please (?:log|sign) in",
)
_SCRIPT = _any_of(
    r"(?:enable|turn on|activate|allow|requires?|needs?|needed|need to enable) java ?script",
    r"java ?script (?:is|seems to be|must be) (?:disabled|required|not enabled|enabled|turned off)",
    r"without java ?script",
)
_READ_ON = _any_of(
    r"(?:subscribe|sign up|register|log ?in|sign ?in|become a (?:member|subscriber)|buy|pay)\b[^.]{0,60}"
    r"\bto (?:continue|keep|read|unlock|access|get (?:full )?access|view|see)",
    r"(?:subscribe|sign up|register|log ?in|sign ?in)\b[^.]{0,60}\bread (?:more|on|the (?:full|whole|rest))",
    r"start your (?:free )?trial",
    r"(?:this|the (?:full|rest of (?:this|the))) (?:article|story|content|text) is "
    r"(?:only )?(?:for|available (?:only )?to|reserved for|exclusive)",
    r"already (?:a|have a) (?:subscri|member)",
    r"subscribers? only",
    r"for subscribers",
    r"members only",
    r"continue reading with",
    r"you have (?:reached|read) your",
    r"free articles? (?:left|remaining|this month)",
    r"to read the (?:full|rest)",
    r"unlock this (?:article|story)",
    r"weiterlesen mit",
    r"jetzt abonnieren",
    r"artikel (?:nur )?für abonnenten",
    r"réservé aux abonnés",
    r"contenido exclusivo para suscriptores",
    r"читать далее по подписке",
    r"доступно только подписчикам",
)
_BREAKS_OFF = re.compile(
    r"(?:\.\.\.|…|\[(?:\.\.\.|…|more|\+\d+ chars)\])\s*(?:read more|continue reading|more)?\s*$", re.IGNORECASE
)
_PITCH_WORDS = 60  # a paragraph that sells a subscription is short


def find_wall(text: str, *, page_text: str) -> Wall:
    """What kind of wall this is, if it is one. `page_text` is everything visible, `text` what was taken for the article."""
    shown = text or page_text
    count = len(shown.split())
    if count > WALL_WORDS:
        return Wall.NONE
    if len(_ROBOT.findall(shown)) >= (1 if count < 60 else 2):
        return Wall.ROBOT
    if len(_CONSENT.findall(shown)) >= 2:
        return Wall.CONSENT
    if _SCRIPT.search(shown) and count < 60:
        return Wall.SCRIPT
    if _LOGIN.search(shown) and count < 60:
        return Wall.LOGIN
    return Wall.NONE


def cut_pitch(paragraphs: list[str]) -> tuple[list[str], bool]:
    """The paragraphs without the pitch at their end, and whether the article is cut off there."""
    kept = list(paragraphs)
    is_cut = False
    while kept and len(kept[-1].split()) <= _PITCH_WORDS and _READ_ON.search(kept[-1]):
        kept.pop()
        is_cut = True
    return kept, is_cut or bool(kept and _BREAKS_OFF.search(kept[-1]))
