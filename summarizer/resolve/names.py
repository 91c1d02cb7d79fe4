"""Tables about names: titles, words of organizations, first names by gender. Lower case."""

from summarizer.vocabulary import words

# Before a name and no part of it; as common nouns they are what a person is: "the minister".
TITLES = words(
    """
    mr mrs ms miss mx dr sir dame lord lady madam sen rep gov gen lt col sgt capt cmdr adm maj prof hon rev st pope
    president vice senator governor secretary minister prime chancellor premier congressman congresswoman representative
    mayor general colonel captain lieutenant sergeant major admiral commander judge justice chief deputy assistant acting
    former interim ambassador envoy professor emeritus doctor director executive chairman chairwoman chair
    king queen prince princess emperor sheikh sultan imam rabbi bishop archbishop cardinal father sister brother pastor
    coach manager captain spokesman spokeswoman spokesperson undersecretary commissioner attorney solicitor sheriff
    officer detective inspector constable leader candidate nominee republican democrat democratic councilman
    councilwoman councillor lawmaker analyst economist scientist biologist author actor actress singer director editor
    founder co-founder cofounder owner ceo cfo coo curator coordinator researcher activist lawyer academic
    mathematician philosopher writer speaker majority minority foreign interior defense defence home health education
    finance press first lady state undersecretary attorney-general superintendent principal dean historian journalist
    reporter correspondent columnist host anchor star quarterback striker goalkeeper midfielder player member student
    adviser advisor aide whip cllr councillor supt insp det pc td mp mep msp taoiseach tanaiste resident witness neighbor
    neighbour developer prosecutor commuter engineer lecturer broker strategist
    forecaster ecologist physicist chemist psychologist novelist playwright composer filmmaker columnist blogger
    activist campaigner volunteer survivor victim suspect defendant plaintiff skipper sprinter wrestler
    swimmer cyclist goalkeeper defender winger batsman boss councilmember alderman assemblyman
    assemblywoman delegate supervisor comptroller treasurer auditor ombudsman magistrate consul firefighter
    """
)
# Behind a name and no part of it: "Simon Yates KC".
SUFFIXES = words("kc qc mp mep msp md phd esq obe mbe cbe jr sr ii iii iv td rn cpa")
# Never somebody's surname: "Mill Lane".
PLACE_WORDS = words(
    """
    street road lane avenue square park bridge airport station county city valley river lake island islands bay beach
    hill hills mountain mountains village town region province district state north south east west coast stadium arena
    hall palace castle tower plaza boulevard drive court crown highway forest desert sea ocean gulf peninsula
    """
)
# They were it once, or stand beside it: no "president" and "minister" of the day.
NOT_IN_OFFICE = words("former vice deputy acting assistant shadow ex late onetime opposition candidate nominee")
COURTESIES = words("mr mrs ms miss sir dame lord lady madam king queen prince princess")
FEMALE_WORDS = words(
    """
    mrs ms miss lady queen princess dame madam mother daughter sister wife widow aunt grandmother woman girl actress
    congresswoman chairwoman spokeswoman councilwoman businesswoman policewoman waitress heroine nun girlfriend
    """
)
MALE_WORDS = words(
    """
    mr sir lord king prince pope father son brother husband uncle grandfather man boy actor congressman chairman
    spokesman councilman businessman policeman imam bishop archbishop cardinal boyfriend
    """
)
# With an owner they are one name: "the Dunlow County Sheriff's Office".
OFFICES = words("office department hospital bureau")
ORGANIZATION_WORDS = words(
    """
    institute institution ministry university college school party department agency committee council court bank inc
    corp corporation company co ltd llc group association union army navy force forces staff times post news herald
    journal guardian telegraph gazette tribune chronicle independent reuters associated press office church house
    senate congress parliament commission authority board bureau center centre club college foundation fund society
    federation league nations administration campaign service services systems technologies industries airlines
    airways museum library hospital police guard kremlin pentagon treasury nato eu un bbc cnn network television radio
    magazine daily weekly organization organisation alliance coalition front movement brigade command headquarters
    government cabinet embassy watch international trust project initiative studies laboratory labs team
    motors plc holdings homes foods pharmaceuticals petroleum energy capital partners software studios entertainment
    solutions therapeutics securities insurance logistics telecom electronics semiconductor
    """
)
DATES = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december today yesterday
    """
)
# Never a person, though it speaks now and then.
PLACES = words(
    """
    africa america asia australia austria belgium brazil britain canada china colombia cuba denmark egypt england europe
    finland france germany greece hungary india indonesia iran iraq ireland israel italy japan jordan kenya korea
    kuwait lebanon libya malaysia mexico moscow netherlands nigeria norway pakistan palestine peru philippines poland
    portugal qatar romania russia scotland serbia singapore somalia spain sudan sweden switzerland syria taiwan thailand
    turkey ukraine venezuela vietnam wales yemen zimbabwe washington london paris berlin brussels beijing kyiv kiev tokyo
    tehran jerusalem york california texas florida ohio michigan virginia georgia arizona nevada iowa kharkiv donetsk
    crimea donbas monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december christmas easter american british russian ukrainian chinese french german italian
    spanish european african asian arab israeli iranian english canadian australian islamic muslim christian jewish
    republicans democrats americans russians ukrainians god internet
    """
)
KILLED = words("kill murder assassinate bury execute lynch behead drown")
# Capital letters that are nobody: time zones, offices, things.
NO_BODIES = frozenset(
    "UTC GMT BST EST EDT PST CET CEST AM PM CEO CFO COO CTO MP MPS PDF TV FM ID DNA RNA COVID GDP VAT".split()
)
# One word for several: "they" may be these.
GROUPS = words("couple pair duo trio family team crew crowd group majority jury public police staff squad gang parents")
# What offices and unions are for: "the Department of Health and Human Services", "the Union of Rail and Dock Workers".
MATTERS = words(
    """
    workers services affairs trade development security technology research science sciences education culture sport
    sports tourism energy environment agriculture fisheries food forestry housing labor labour employees teachers
    engineers nurses drivers transport infrastructure communications industry commerce innovation prevention control
    health welfare medicine justice rights policy priorities studies analysis planning statistics firearms explosives
    arts letters works resources communities families youth women pensions finance investment humanities
    """
)
FEMALE_NAMES = words(
    """
    abigail ada adele agnes alexandra alexis alice alicia alina alison allison alyssa amanda amber amelia amy ana
    anastasia andrea angela angelina anita ann anna anne annalena annette annie april ariana ashley astrid audrey ava
    barbara beatrice becky belinda bernadette beth betty beverly bianca bonnie brenda bridget brittany brooke camila
    camille carla carly carmen carol carole caroline carolyn cassandra catalina catherine cathy cecilia celia charlotte
    chelsea cheryl chloe christina christine cindy clara clare claire claudia colette connie courtney cristina crystal
    cynthia daisy dana danielle daria dawn deborah debbie debra delia denise diana diane dina dolores donna dora doris
    dorothy edith eileen elaine eleanor elena elisabeth elise eliza elizabeth ella ellen elsa emilia emily emma erica
    erika erin esther eva eve evelyn fatima felicia fiona florence frances francesca gabriela gabrielle gail geraldine
    gina giorgia giulia gloria grace greta gretchen gwen haley halyna hanna hannah harriet heather heidi helen helena
    helga hilary hillary holly ida ilona ines ingrid irene irina iris irma isabel isabella iryna ivanka jacqueline jade
    jan jane janet janice jasmine jean jeanne jen jenna jennifer jenny jessica jill joan joanna jocelyn jodi josephine
    joy joyce juanita judith judy julia juliana julie juliet june karen karin karina karla kate katharine katherine
    kathleen kathryn kathy katie katrina kay kayla kellyanne kelly kerry kim kimberly kirsten kirstjen kristen kristin
    kristina krystal larissa laura lauren laurie leah leila lena leslie leticia lidia lillian lily linda lindsay lindsey
    lisa liz lois loretta lori lorraine louise lucia lucy luisa lydia lynn mabel madeleine madison maggie malala mara
    marcia margaret margarita maria mariana marie marilyn marina marine marion marissa marjorie marsha martha mary maryna
    maureen maya megan melanie melinda melissa mercedes meredith mette michelle mila mildred miranda miriam molly monica
    adriana aisha alina amal amina anastasiya aneta annika antonia arlene asha ayesha barbro bella birgit birgitta bridie
    britta carina cassie cecile celeste celine chiara chloë clarissa corinne dagmar danuta darya delphine diana doreen
    edith elaine eleanora elif elin elke elsbeth emilie enid estelle eugenie eunice ewa farah faye fatoumata femke fleur
    freda frida gemma germaine gillian gisela giulietta greet gudrun gunilla halina hedda hedwig hermione hilde hildegard
    imogen ines ingeborg inga ioana isla ivana jana jasmine joanne jocelyne johanna jolanda josie jutta kamala kateryna
    katja keisha khadija kinga klara krystyna lara larisa latoya leonie letitia liesbeth lilian linnea lise ludmila
    lyudmila maartje magda magdalena mairead maja malin manuela marianne maribel marijke marit marketa marlene
    marta mathilde matilda maud meera mei melody mercy mette mina mireille moira nadezhda naima natalya nell nelly nia
    niamh nicolette nikola noor noreen odette oksana olena olive ottilie paloma pascale pauline pernille philippa phoebe
    pia polina portia preeti priya raisa ramona rebekah renata rhiannon riitta rita rosamund rosario roxana roxanne ruta
    saoirse saskia selma sigrid sigrun sinead siobhan siri solveig sonja stacia stefanie stina sunita suzanna svitlana
    tabitha tamika tanja tatyana teagan thandi thelma thea tilda tina trine ulla ulrike una ursula uta valeriya vanda
    verena vesna vivian wendy wilhelmina winifred xenia yasmina yelena yevgenia yuliya zainab zanele zeynep zofia zuzana
    monique muriel myra nadia nadine nancy naomi natalia natalie natasha nataliya nicola nicole nikki nina nora norma
    oksana olena olga olivia ophelia pamela patricia patty paula pauline peggy penelope penny petra phyllis polly priti
    rachel rebecca regina renee rhonda rita roberta robin rosa rosalind rosemary ruth sabrina sally samantha sandra sanna
    sara sarah sasha selena shannon sharon sheila shelley sherry shirley silvia simone sofia sonia sophia sophie stacey
    stacy stefania stella stephanie sue suella susan susana suzanne svetlana sylvia tamara tania tanya tara tatiana
    teresa tess theresa tiffany tina tracy trisha ursula valentina valeria valerie vanessa vera veronica victoria viktoria
    viola violet virginia viviana wanda wendy whitney yasmin yolanda yulia yuliia yvette yvonne zoe
    """
)
MALE_NAMES = words(
    """
    aaron abdul abdullah abraham adam adolf adrian ahmed al alan albert alberto alec alejandro aleksandr alessandro alex
    alexander alexei alexey alfonso alfred ali allan allen alvin amir anatoly anders andre andreas andrei andrew andrey
    andrii andriy andy angelo anthony anton antonio antony ariel arnold arthur artem asad ban barack barry bart bashar ben
    benedict benito benjamin benny bernard bernie bill billy bob bobby boris brad bradley brandon brendan brent brett
    brian bruce bruno bryan burt calvin carl carlo carlos cesar chad charles charlie chris christian christoph
    christopher chuck clarence claude clinton clive cliff colin conor corey craig curtis cyril dan daniel danny dario darren
    dave david dean denis dennis derek diego dimitri dirk dmitri dmitry dmytro dominic don donald doug douglas duncan
    dwight earl eddie edgar eduardo edward edwin eli elijah elliott elon emil emilio emmanuel enrique enver eric erik
    ernest erwin ethan eugene evan fabio felipe felix fernando filip floyd francesco francis francisco frank franklin
    franz fred frederick friedrich fritz fuad gabriel garrett gary gavin gene geoff geoffrey george gerald gerard gerhard
    gilbert giovanni giuseppe glen glenn gordon graham grant greg gregory guillermo gus guy hamid hans harold harry
    hassan hector heinrich henry herbert herman hermann howard hugh hugo ian ibrahim igor ignacio ilya imran isaac ivan
    jack jacob jacques jaime jair jake jamal james jamie jared jason javier jay jeb jeff jeffrey jens jeremy jerome jerry
    jesse jim jimmy joachim joaquin joe joel johan johannes john johnny jon jonas jonathan jordan jorge jose josef joseph
    josh joshua juan julian julio justin karl keith ken kenneth kevin khaled khalid kirk klaus kurt kyle lance larry lars
    lawrence lee leo leon leonard leonid leonardo lewis liam lindsey lionel lloyd logan lorenzo louis lucas luigi luis
    luke mahmoud malcolm manuel marc marcel marco marcos marcus mario mark markus martin marvin mathias matt matteo
    matthew matthias maurice max maxim mehmet michael michel miguel mikael mike mikhail mitch mitt mohamed mohammad
    mohammed moritz morgan muhammad murray mustafa mykhailo mykola nathan nathaniel ned neil nelson nicholas nick nicolas
    nigel nikita nikolai noah noam norman oleg oleh oleksandr oleksii oleksiy olaf oliver omar oscar oskar otto owen
    pablo pascal patrick paul pavel pavlo pedro perry pete peter petro phil philip philippe pierre pietro rafael ralph
    ramon randall randy raul ray raymond recep reinhard rene rex ricardo richard rick ricky rishi rob robert roberto
    rodney rodrigo roger roland roman ron ronald rory ross roy ruben rudolf rudy rupert russell ryan salman salvador sam
    samuel saul scott sean sebastian serge sergei sergey sergio serhii serhiy seth shane shimon sidney silvio simon
    stan stanley stefan stephen steve steven stewart stuart suleiman sven ted terence terry theodore thomas tim timothy
    todd tom tommy tony travis trevor troy tyler valery vasyl victor viktor vincent vitali vitaly vladimir volodymyr
    vyacheslav walter warren wayne werner wesley wilhelm will william willie wolfgang xavier xi yasser yevgeny yuri yuriy
    yves zachary
    """
)
_COMPANY = words(
    """
    inc corp corporation company co ltd llc plc group airlines airways industries technologies motors holdings homes foods
    pharmaceuticals petroleum systems electronics telecom software studios giant retailer carmaker automaker chain maker
    manufacturer producer supplier developer startup start-up firm airline carrier bank insurer
    """
)
# An organization that may be "the company", "the ministry", by the words of its name.
TYPE_WORDS: dict[str, frozenset[str]] = {
    "company": _COMPANY,
    "firm": _COMPANY,
    "retailer": words("retailer supermarket chain"),
    "carmaker": words("motors carmaker automaker"),
    "airline": words("airlines airways airline carrier"),
    "center": words("center centre"),
    "centre": words("center centre"),
    "league": words("league"),
    "federation": words("federation"),
    "foundation": words("foundation"),
    "charity": words("charity foundation trust"),
    "hospital": words("hospital"),
    "school": words("school"),
    "club": words("club united"),
    "society": words("society"),
    "alliance": words("alliance"),
    "coalition": words("coalition"),
    "laboratory": words("laboratory laboratories"),
    "regulator": words("regulator"),
    "watchdog": words("watchdog"),
    "embassy": words("embassy"),
    "parliament": words("parliament"),
    "paper": words("times post herald journal guardian telegraph gazette tribune chronicle independent news daily"),
    "newspaper": words("times post herald journal guardian telegraph gazette tribune chronicle independent news daily"),
    "agency": words("agency reuters tass interfax afp ap bureau administration"),
    "department": words("department"),
    "ministry": words("ministry"),
    "institute": words("institute"),
    "university": words("university college"),
    "court": words("court"),
    "committee": words("committee"),
    "commission": words("commission"),
    "council": words("council"),
    "association": words("association"),
    "organization": words("organization organisation association foundation society federation"),
    "organisation": words("organization organisation association foundation society federation"),
    "group": words("group association coalition alliance front society"),
    "union": words("union"),
    "party": words("party"),
    "bank": words("bank"),
    "church": words("church"),
    "museum": words("museum"),
    "team": words("team club united city"),
    "network": words("network cnn bbc nbc abc cbs fox"),
    "office": words("office"),
    "board": words("board"),
}
