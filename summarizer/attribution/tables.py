"""Words that tell that somebody says or thinks something, as lemmas: tables, no rules."""

from summarizer.vocabulary import words

# Verbs of speech: they own a quotation beside them, and a clause after them.
SPEECH = words(
    """
    accuse acknowledge add address admit advise affirm agree allege announce answer apologize appeal argue ask assert
    assure attest aver avow bemoan boast brag caution charge chime chuckle claim clarify comment complain concede
    conclude concur confess confide confirm contend continue counter criticise criticize cry declare decry demand
    denounce deny describe detail disclose dismiss dispute echo elaborate emphasise emphasize enthuse estimate exclaim
    explain express fume gripe grumble hint implore imply indicate inform inquire insist instruct interject
    intone joke laugh lament laud maintain marvel mention muse mutter note observe offer opine order plead
    pledge point ponder pray preach predict proclaim promise propose protest quip quote rail read reason
    reassert reassure recall recount reflect reiterate rejoin relate relay remark remind repeat reply report request
    respond retort reveal rule say scoff shout shriek sigh signal snap sneer speak specify speculate state stipulate stress
    suggest summarise summarize swear tell testify theorise theorize threaten thunder tout tweet underline underscore urge
    utter volunteer vow wail warn whisper wonder write yell post retweet email text caution reaffirm recommend propose
    contradict rebut concur hypothesize posit postulate profess prophesy forecast project
    """
)
# Beliefs, knowledge, wishes, findings: a clause after them is their content; they own no quotation.
BELIEF = words(
    """
    accept anticipate appreciate ascertain assume await believe bet concern consider convince decide deduce
    determine discover doubt dream envision envisage expect fear feel foresee forget guess hear
    hope imagine infer intend know learn mean notice perceive plan prefer presume pretend question realise
    realize reckon recognise recognize regard regret remember resolve see sense suppose surmise suspect think trust
    understand view wish worry agree find conclude care favor favour
    """
)
# Findings: papers, polls and data speak with these.
SHOWING = words(
    "show suggest indicate reveal demonstrate prove reflect confirm find illustrate establish warn read state"
)
# With a gerund: "remembered going there".
REMEMBERING = words(
    "remember recall regret admit deny mention recommend suggest propose imagine acknowledge favor favour oppose support "
    "report"
)
# "It" is no speaker with these: "it implies that".
NO_BODY = words("imply suggest indicate mean show reveal appear prove demonstrate reflect see feel know read")
CLAUSAL = SPEECH | BELIEF | SHOWING
# Their object is who is spoken to.
ADDRESSING = words(
    "tell inform remind assure warn ask advise convince persuade notify show urge order promise caution teach"
)
# Their object hears, whatever stands before: never "told Reed" for "Reed told".
TOLD = words("tell inform remind assure notify convince persuade teach show brief")
# With an infinitive: "vowed to resign".
INTENTION = words(
    """
    promise pledge vow plan threaten swear agree refuse propose offer hope expect intend decline claim ask demand resolve
    volunteer commit profess
    """
)
# They show what can be seen.
PICTURES = words("page site website photo picture image footage video map screenshot sample recording tape")
# What papers and data tell with an object: "the survey showed a gain".
FINDING = words("show find reveal indicate suggest record")
# Wishes for what others do: "wants the company to sell it", "want concessions"; "wants to sell it" tells of no claim.
WISHING = words("want prefer")
# With an object and an infinitive: "urged the council to act".
DIRECTIVE = words(
    "urge ask order tell request advise encourage implore instruct call warn beg caution direct invite remind"
)
# With a noun phrase: "criticized the plan", "denied wrongdoing".
NOMINAL_OBJECT = words(
    """
    accuse acknowledge admit allege announce applaud blame blast bemoan condemn criticise criticize decry demand denounce
    deny deplore express favor favour hail lambast lambaste lament laud mock oppose pledge praise predict promise propose
    rebuke ridicule slam support voice endorse disavow deride
    attribute report suggest reveal disclose chide chastise fault castigate downplay extol berate scold protest
    welcome expect
    """
)
# With a noun phrase only if that is something said, or an event: "rejected the findings", "confirmed the deaths".
CLAIM_OBJECT = words(
    "reject dismiss refute rebut dispute question challenge contest contradict confirm repeat reiterate"
)
# Only with these objects: "urged restraint", "claimed responsibility".
OWN_OBJECT: dict[str, frozenset[str]] = {
    "urge": words("caution restraint calm patience vigilance unity moderation dialogue"),
    "claim": words("responsibility victory credit innocence ignorance"),
    "declare": words("victory war independence emergency bankruptcy innocence truce ceasefire cease-fire"),
    "reiterate": words("forecast outlook guidance support opposition demand call commitment"),
    "voice": words("concern hope fear support doubt anger alarm dismay skepticism confidence worry"),
    "counsel": words("caution restraint patience"),
    "advise": words("caution patience"),
}
# With these words behind them they are verbs of speech, of the meaning given: "shot back".
PHRASAL: dict[tuple[str, str], str] = {
    ("shoot", "back"): "retort",
    ("fire", "back"): "retort",
    ("hit", "back"): "retort",
    ("snap", "back"): "retort",
    ("brush", "aside"): "dismiss",
    ("brush", "off"): "dismiss",
    ("wave", "away"): "dismiss",
    ("shrug", "off"): "dismiss",
    ("chime", "in"): "chime",
    ("blurt", "out"): "exclaim",
    ("call", "out"): "shout",
    ("lay", "out"): "explain",
}
# What else belongs to their object: "blamed the delay on Reed", "predicted a settlement by May".
WITH_OBJECT: dict[str, frozenset[str]] = {
    "blame": words("on"),
    "attribute": words("to"),
    "predict": words("by in within on"),
    "forecast": words("by in within"),
    "promise": words("by in within on"),
    "pledge": words("by in within to"),
    "expect": words("by in within from"),
    "propose": words("by in within on"),
    "demand": words("by in within from"),
}
# "denied any part in it": what follows "in" belongs to the noun.
SHARING = words("part role involvement hand interest belief complicity participation")
# "called it a disaster", "described him as weak"
NAMING = words("call describe brand label dub characterize characterise portray term depict deem consider")
# Never a cue by their structure alone: the clause after them is an effect, not a thought.
NO_CUE = words(
    """
    make let help ensure cause force allow enable require be become have do get keep leave go come seem appear
    happen turn mean take give put start begin stop try need like love hate use watch wait stand sit matter depend
    prevent bring send set run look remain prove result follow guarantee last deserve afford manage fail tend
    """
)
# Nouns that carry a claim: "the claim that", "his warning of".
NOMINAL = words(
    """
    accusation acknowledgment admission advice agreement allegation announcement answer argument assertion assessment
    assumption assurance belief charge claim comment complaint concern conclusion confidence confirmation contention
    conviction criticism declaration demand denial description doubt estimate expectation explanation fear finding forecast
    guess hint hope idea impression indication insistence joke judgment notion observation opinion pledge prediction
    promise proposal recommendation remark report request response revelation rumor rumour sense sign speculation
    statement suggestion suspicion testimony theory thought threat understanding view vow warning word worry
    """
)
# They carry a demand, and are no claim that somebody could reject: "made a motion to adjourn".
DEMANDING = words("motion")
# Behind a comma they open the writer's own remark on what was said: ", a step that Hale called absurd".
REMARKS = words(
    """
    step move phrase figure word line point plan measure provision charge decision practice policy position hypothesis
    scenario comparison number date change goal policy rule bill reference nod jab
    """
)
# What an announcement did, told behind it: "said profit would fall, sending its shares down".
OUTCOME = words(
    "send end raise deal break cap mark pave cast throw escalate clear cloud fuel spark prompt draw set stoke reverse"
)
# With these a noun is said by the subject: "made the claim that".
LIGHT = words(
    "make issue repeat reiterate express voice have offer give raise file share hold deliver release send get"
)
# They belong to the cue that follows: "declined to say".
ASPECT = words("decline refuse go continue proceed seem appear fail")
# With these a preposition leads to the content: "warned of floods".
PREPOSITIONAL: dict[str, frozenset[str]] = {
    "warn": words("of against about"),
    "call": words("for on"),
    "complain": words("of about"),
    "insist": words("on"),
    "boast": words("of about"),
    "brag": words("about"),
    "hint": words("at"),
    "apologize": words("for"),
    "apologise": words("for"),
    "argue": words("for against"),
    "worry": words("about"),
    "plead": words("for"),
    "vouch": words("for"),
    "speak": words("of"),
    "appeal": words("for"),
    "admit": words("to"),
    "believe": words("in"),
    "caution": words("against about"),
}
VIEWS = words("view opinion words judgment judgement estimation telling account")
# A clause behind one of these and a comma is the writer's again: ", while Hale said".
CONTRASTING = words("while whereas although though but as")
# Adjectives with a clause: "is sure that".
ADJECTIVE = words(
    """
    sure certain confident convinced aware afraid worried concerned glad happy sorry hopeful optimistic adamant clear
    positive surprised disappointed proud doubtful skeptical sceptical unsure uncertain insistent satisfied grateful
    pleased mindful unaware unconvinced fearful
    """
)
DAYS = words("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow")
# Papers that speak for their author: "the report said".
PAPER = words(
    """
    report study survey poll paper article document statement letter memo review analysis research finding findings
    book blog post tweet email e-mail message memorandum filing lawsuit complaint petition release announcement editorial
    column transcript interview speech testimony website site page newspaper magazine ruling bulletin dossier assessment
    """
)
# They carry words that may be quoted: "a sign read".
INSCRIBED = words("sign banner placard billboard label sticker plaque caption inscription slogan")
# What has no author and yet tells something: "the figures show".
DATA = words(
    """
    data datum figure figures result results statistic statistics record records evidence test trial experiment model
    projection sample image photo picture footage video map file chart graph index census audit inquiry investigation
    probe estimate count return tape log account history work simulation reading measurement calculation number numbers
    screenshot recording diary receipt minute minutes papers sheet database report
    """
)
# With these a thing that is no paper and no data tells of an effect: "the storm showed that the dam was weak".
EFFECT = words("show suggest demonstrate prove reflect illustrate establish imply mean indicate")
# Nouns that somebody said or wrote: what "rejected" and "dismissed" answer.
SAID = words(
    """
    criticism charge allegation accusation claim report finding conclusion suggestion notion idea rumor rumour complaint
    characterization characterisation concern argument assertion version account statement study theory speculation
    comparison fear worry warning objection figure remark comment verdict assessment
    """
)
# People named by what they do; they may speak without a name.
PEOPLE = words(
    """
    opposition separatist separatists rebel rebels insurgent insurgents trader traders rescuer rescuers engineer engineers
    employee employees employer employers driver drivers passenger passengers commuter commuters guard guards diplomat
    diplomats politician politicians victim victims patient patients customer customers investor investors consumer
    farmer farmers fan fans player players captain captains boss bosses chief chiefs head heads chairman chairwoman
    counterpart counterparts secretary chancellor premier councillor councilor councilman councilwoman congressman
    congresswoman representative representatives delegate delegates negotiator negotiators envoy ambassador bishop pope
    historian historians writer writers artist artists actor actress singer publisher publishers producer producers owner
    owners founder founders executive executives forecaster forecasters survivor survivors suspect suspects defendant
    defendants plaintiff plaintiffs juror jurors detective detectives sheriff inspector colonel lieutenant sergeant nurse
    nurses surgeon surgeons biologist physicist chemist ecologist psychologist climatologist epidemiologist economist
    conservative conservatives liberal liberals democrat democrats republican republicans lawmaker ally allies rival
    rivals insider insiders veteran veterans campaigner campaigners volunteer volunteers parent son daughter brother
    sister husband wife widow girlfriend boyfriend uncle aunt cousin grandmother grandfather passerby bystander
    club league union federation bank firm retailer manufacturer carrier airline parliament senate congress
    cabinet embassy consulate bloc charity foundation center centre laboratory museum network broadcaster newspaper
    accountant administrator agent anchor appointee arbitrator archaeologist architect assistant astronaut astronomer athlete
    attendee auditor backbencher baker banker biographer blogger board breeder broadcasters broker builder bureau buyer caller
    candidate caretaker caucus chaplain chef clerk client clinician coalition columnist commander commissioner commuter
    composer conductor conservationist constituent constructor consultant contestant contractor cook coordinator coroner
    correspondent counsel counselor creditor crew curator custodian cyclist dealer dean delegation demonstrator dentist deputy
    designer developer donor electrician entrepreneur environmentalist exporter faculty filmmaker firefighter fisherman fund
    gardener geologist grower guest hiker host hunter importer inmate insurer instructor janitor jury landlord lecturer
    legislator lender librarian lobbyist longshoreman machinist magistrate majority mathematician mechanic mediator merchant
    meteorologist midwife migrant miner missionary musician naturalist neurologist nominee novelist oceanographer onlooker
    operator organizer panel panelist paramedic pastor pathologist pediatrician petitioner pharmacist philosopher photographer
    pilot planner plumber poet pollster preacher priest principal prisoner programmer promoter psychiatrist rabbi rancher
    ranger realtor recruiter referee refugee regulators reviewer sailor seller seismologist settler shareholder shopkeeper
    shopper sociologist speaker specialist sponsor staffer statistician stockholder strategist subcommittee superintendent
    supervisor supplier taxpayer technician tenant theologian therapist tourist trainer translator treasurer tribunal trustee
    tutor undersecretary utility vendor viewer virologist visitor volunteer waiter waitress warden whistleblower
    skeptic skeptics sceptic sceptics detractor detractors proponent proponents backer backers other others

    official officials expert experts analyst analysts critic critics source sources lawmaker lawmakers witness witnesses
    resident residents observer observers researcher researchers scientist scientists author authors minister ministers
    spokesman spokeswoman spokesperson lawyer lawyers attorney attorneys aide aides adviser advisers advisor advisors
    police officer officers investigator investigators prosecutor prosecutors doctor doctors economist economists
    president senator governor mayor director manager coach teacher professor judge leader leaders member members
    people voter voters supporter supporters opponent opponents activist activists protester protesters worker workers
    woman man women men student students neighbor neighbors relative relatives mother father parents family friend
    friends colleague colleagues reporter reporters journalist journalists editor editors court government ministry
    company companies committee commission council agency department office campaign party administration group
    organization organisation team association union army military commander commanders general soldier soldiers
    authority authorities institute university institution watchdog regulator ministry police hospital
    """
)
# Of them, those that are no single person: no "he" stands for them.
BODIES = words(
    """
    court government ministry company committee commission council agency department office campaign party administration
    group organization organisation team association union army military authority institute university institution
    watchdog regulator police hospital club league federation bank firm retailer manufacturer carrier airline parliament
    senate congress cabinet embassy consulate bloc charity foundation center centre laboratory museum network broadcaster
    newspaper opposition family people parents member head board bureau caucus coalition crew delegation faculty fund jury
    majority panel subcommittee tribunal utility
    """
)
PERSONAL = words("he she they we i")
# "It" is a body with these: "it expects revenue of".
OWN_MIND = words("expect plan intend hope believe aim fear anticipate")
PRONOUNS = words("i you he she it we they one who me him her us them myself himself herself themselves")
# Perception is a thought only with a full clause: "saw that", not "saw him win".
PERCEIVING = words("see hear feel notice find sense watch")
# Of these, the ones that tell of a claim even where nobody is named for it.
UNOWNED = words(
    """
    accusation allegation assertion belief charge claim perception report rumor rumour speculation suggestion theory
    argument notion contention suspicion
    """
)
# Where something is said, which is no part of the speaker's name: "Reed in an interview with the paper said".
OCCASION = words(
    """
    interview statement report letter speech tweet post email e-mail memo briefing conference hearing address debate
    testimony filing message article column blog phone call rally appearance remark remarks broadcast release meeting
    """
)
