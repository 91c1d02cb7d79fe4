"""Word lists of the guard: what carries no content, what reports, what hedges, what excludes each other."""

import re

STOP = frozenset(
    "a an the and or but if then than so as of in on at to for from by with about into over after before is are was were "
    "be been being am do does did has have had having will would can could may might shall should must it its he him his "
    "she her hers they them their theirs we us our you your i me my this that these those who whom whose which what when "
    "where why how not no nor there here also just only very more most such own same too up out off while during between "
    "under against through both each other another any some all until since because although though whether per via amid "
    "upon within without among it's he's she's that's there's i'm we're they're didn't don't doesn't isn't wasn't won't "
    "can't couldn't wouldn't hasn't haven't hadn't weren't aren't shouldn't cannot".split()
)
PRONOUNS = frozenset("he she they it we i him her them us me you who".split())
TITLES = frozenset(
    "mr mrs ms dr sen rep gov gen lt col sgt president senator governor secretary minister general judge justice sir "
    "lady lord mayor chairman chairwoman director spokesman spokeswoman spokesperson professor former prime chief "
    "congressman congresswoman officer captain colonel major ambassador king queen prince princess pope".split()
)
MONTHS = tuple("january february march april may june july august september october november december".split())
MONTH_SHORT = tuple("jan feb mar apr may jun jul aug sep sept oct nov dec".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
CALENDAR = frozenset({*MONTHS, *MONTH_SHORT, *WEEKDAYS})
RELATIVE_DAYS = frozenset("today yesterday tomorrow tonight".split())

# A cue of one group does not stand for a cue of another, but a neutral one may stand for any that only colors it.
_CUE_GROUPS = {
    "neutral": "say says said saying tell tells told telling add adds added adding state states stated stating note "
    "notes noted noting write writes wrote writing report reports reported reporting according explain explains explained "
    "explaining describe describes described describing continue continued comment commented remark remarked reply "
    "replied replies respond responded answer answered recall recalled observe observed post posted tweet tweeted put "
    "mention mentioned announce announced announces announcing declare declared declares point pointed points quote "
    "quoted quoting cite cited citing quip quipped joke joked publish published testify testified explain explained",
    "claim": "claim claims claimed claiming allege alleges alleged alleging insist insists insisted insisting assert "
    "asserts asserted asserting argue argues argued arguing accuse accuses accused accusing contend contends contended "
    "maintain maintains maintained",
    "warn": "warn warns warned warning threaten threatens threatened caution cautioned cautions",
    "admit": "admit admits admitted admitting acknowledge acknowledges acknowledged acknowledging concede concedes "
    "conceded confess confessed",
    "confirm": "confirm confirms confirmed confirming reveal reveals revealed revealing show shows showed shown find "
    "finds found prove proves proved conclude concludes concluded",
    "deny": "deny denies denied denying reject rejects rejected rejecting dismiss dismisses dismissed dismissing refute "
    "refutes refuted dispute disputes disputed",
    "guess": "believe believes believed believing think thinks thought estimate estimates estimated estimating predict "
    "predicts predicted predicting expect expects expected suspect suspects suspected assume assumes assumed suggest "
    "suggests suggested suggesting assess assesses assessed consider considers considered forecast forecasts speculate "
    "speculated feel feels felt doubt doubts doubted imply implies implied indicate indicates indicated",
    "wish": "hope hopes hoped hoping want wants wanted wish wishes wished fear fears feared urge urges urged urging "
    "demand demands demanded demanding ask asks asked asking request requested appeal appealed",
    "promise": "promise promises promised promising vow vows vowed vowing pledge pledges pledged pledging plan plans "
    "planned planning propose proposes proposed proposing agree agrees agreed",
    "value": "call calls called calling "
    "criticize criticizes criticized criticise criticised praise praised praises welcome welcomed condemn condemned "
    "condemns complain complained complains express expressed",
    "noun": "report statement interview study survey poll article letter memo post tweet briefing conference speech",
}
CUES = {word: group for group, words in _CUE_GROUPS.items() for word in words.split()} | dict.fromkeys(
    "report reports".split(), "neutral"
)
NOUN_CUES = frozenset(_CUE_GROUPS["noun"].split())
# Words that are more often a noun, or a verb of doing: alone they prove no speech.
AMBIGUOUS = NOUN_CUES | frozenset(
    "point points pointed put post posts posted cite cited state states note notes report reports claim claims comment "
    "mention reply answer answers answered show shows showed shown find finds found prove proves proved plan plans planned "
    "call calls called ask asked request appeal wish wishes fear fears promise promises doubt doubts demand demands quote "
    "quoted continue continued hope hopes reject rejects rejected rejecting dismiss dismissed consider considered want "
    "wants wanted feel feels felt agree agreed propose proposed maintain maintained express expressed publish published "
    "observe observed describe described indicate indicated imply implied confirm confirmed praised welcomed condemned "
    "expect expects expected estimate estimates urge urges forecast forecasts conclude concluded threaten threatened".split()
)
# Verbs that report wherever they stand, even at a sentence's end.
SPEECH = frozenset(
    "say says said saying tell tells told telling add adds added according wrote writes announced announces claimed claims "
    "alleged alleges insisted insists argued argues asserted denied denies noted notes explained explains replied tweeted "
    "warned warns admitted".split()
)
NEUTRAL_STANDS_FOR = frozenset({"neutral", "claim", "warn", "admit", "confirm", "value", "noun"})

_HEDGE_CLASSES = {
    "not": "not no never none neither nor nothing nobody nowhere without cannot",
    "deny": "deny denies denied denying",
    "seem": "seem seems seemed seemingly",
    "appear": "appear appears appeared apparent apparently",
    "alleged": "allege alleges alleged allegedly allegation allegations purported purportedly",
    "reportedly": "reportedly rumored rumoured",
    "supposedly": "supposedly presumably",
    "probably": "probable probably likely",
    "unlikely": "unlikely",
    "suspected": "suspect suspects suspected",
    "possibly": "possible possibly perhaps maybe potential potentially may might could",
    "expected": "expect expects expected",
    "plan": "plan plans planned planning intend intends intended",
    "propose": "propose proposes proposed proposal",
    "hope": "hope hopes hoped",
    "refuse": "refuse refuses refused",
    "should": "should ought must",
    "will": "will would",
    "fail": "fail fails failed failing unable",
    "estimated": "estimate estimates estimated roughly approximately",
}
HEDGES = {word: name for name, words in _HEDGE_CLASSES.items() for word in words.split()}
NEGATIONS = frozenset({"not", "deny", "refuse", "fail"})

_OPPOSITES = (
    "increase/decrease rise/fall rises/falls rose/fell risen/fallen up/down gain/loss gains/losses won/lost win/lose "
    "wins/loses more/fewer more/less most/least higher/lower highest/lowest support/oppose supports/opposes "
    "supported/opposed accept/reject accepts/rejects accepted/rejected north/south east/west northern/southern "
    "eastern/western open/closed opened/closed open/close buy/sell bought/sold first/last before/after guilty/innocent "
    "allow/ban allowed/banned allows/bans legal/illegal success/failure succeeded/failed victory/defeat enter/leave "
    "entered/left advance/retreat advanced/retreated increased/decreased increases/decreases increasing/decreasing "
    "raise/cut raised/cut raises/cuts stronger/weaker better/worse above/below inside/outside for/against alive/dead "
    "approve/reject approved/rejected approves/rejects confirm/deny confirmed/denied confirms/denies hire/fire "
    "hired/fired grew/shrank import/export imports/exports arrested/released convicted/acquitted attacked/defended "
    "strengthened/weakened expanded/reduced joined/left passed/failed survived/died saved/lost "
    "cheaper/dearer cheap/expensive safe/dangerous safer/riskier son/daughter husband/wife brother/sister mother/father "
    "man/woman men/women boy/girl boys/girls left/right past/future day/night summer/winter spring/autumn morning/evening "
    "faster/slower longer/shorter deeper/shallower hotter/colder top/bottom innocent/guilty friend/enemy "
    "start/end started/ended begin/end began/ended true/false able/unable likely/unlikely largest/smallest "
    "biggest/smallest majority/minority early/late earlier/later always/never"
)
OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _OPPOSITES.split():
    _one, _other = _pair.split("/")
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}

PAPERS = "report|study|survey|poll|paper|article|document|statement|letter|memo|review|analysis|research|findings"
BARE_START = re.compile(
    r"(?:but|and|so|yet|however|still|then|also|meanwhile|instead|later)?[\W_]*(?:"
    r"(?!it(?:'s| is| was| remains| seems| appears)\b.{0,40}\b(?:that|whether|if|how|why|when|to)\b)"
    r"(?:he|she|they|it|we|i)\b|(?:this|that|these|those) (?:is|are|was|were|has|have|had|will|would)\b|"
    rf"(?:the|this|that|these|those) (?:{PAPERS})s?\b(?! (?:by|from|of|in|on|published|released|issued)\b))",
    re.IGNORECASE,
)
_VERB_CUES = "|".join(
    sorted(
        w
        for w in CUES
        if w.endswith(("s", "ed")) or w in "said told wrote thought found felt say tell think believe".split()
    )
)
BARE_CUE = re.compile(
    rf"(?<!\bwhat )\b(?:he|she|they|it|we|i) (?!is |was |are |were )(?:\w+ )?(?:{_VERB_CUES})\b|"
    r"\baccording to (?:him|her|them|it)\b",
    re.IGNORECASE,
)
