"""Words before a dot, and words that commonly begin a sentence: lower case, without the last dot, all languages."""

from summarizer.vocabulary import words

# Never the end of a sentence: a name or a number follows.
TITLES = words(
    """
    mr mrs ms mx dr prof sen rep gov gen lt col sgt capt cpl cmdr adm maj pvt rev hon st mt msgr fr messrs mme
    pres supt det insp amb atty vs v cf eg ie ed eds approx fig figs no nos vol pp sec
    dipl ing bzw bspw ca evtl ggf inkl sog vgl usw zb hr hrn mlle им ул тов акад проф ген г.н д.р см пл просп рис
    ks św ul inż płk sra srta ud uds pág
    """
)
# The end of a sentence only when a word follows that commonly begins one.
SOMETIMES = words(
    """
    al ft inc corp co ltd llc plc bros jr sr esq ph.d m.d b.a m.a etc a.m p.m est dept univ assn ave blvd
    jan feb apr jun jul aug sep sept oct nov dec ala ariz calif colo conn del fla ga ind kan ky md
    mich minn mo neb nev okla penn tenn tex va vt wash wis wyo tue tues thu thur thurs fri sat
    и.о т.е т.к т.д т.п др гг г р руб тыс млн млрд тис грн р.р tzn tzw np itp itd m.in u.a d.h z.b
    """
)
STARTERS = words(
    """
    the a an this that these those he she it they we i you his her its their our my in on at by for from with as after
    before but and so yet if when while since although though however meanwhile there here what who why how where
    according some many most several no not another
    one two three four five six seven eight nine ten eleven twelve both image images photo photos he's she's it's they're
    """
)
# Languages that write ordinals and dates with a dot: "3. Mai".
ORDINAL_DOT = words("de cs pl fi da nb no hu sk sl hr sr lv et")
