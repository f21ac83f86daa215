"""English words that tell offices, bodies, groups and pronouns; no names of anybody."""

from __future__ import annotations

from index.text.calendar import NAMED

HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady prof rev hon madam mx".split())

FEMALE = frozenset(
    "mrs ms miss dame lady madam woman girl mother daughter wife sister aunt queen princess actress "
    "spokeswoman chairwoman congresswoman businesswoman policewoman councilwoman grandmother widow niece "
    "granddaughter great-granddaughter housewife duchess baroness empress girlfriend heiress".split()
)
MALE = frozenset(
    "mr sir lord man boy father son husband brother uncle king prince actor spokesman chairman congressman "
    "grandson great-grandson businessman policeman councilman grandfather widower nephew duke baron emperor boyfriend".split()
)

ROLES = frozenset(
    "president minister premier secretary chairman chairwoman chairperson chair director mayor senator governor "
    "professor judge justice magistrate general colonel captain major lieutenant brigadier sergeant corporal "
    "private inspector superintendent commissioner officer ambassador chief spokesperson spokesman spokeswoman "
    "councillor councilman councilwoman congressman congresswoman representative rep reps sen sens gov gen col "
    "lt capt maj sgt cpl brig adm attorney attorneys speaker chancellor king queen prince princess pope bishop "
    "archbishop cardinal rabbi imam reverend pastor father coach manager analyst author editor executive ceo cto cfo "
    "coo founder cofounder head leader lawyer advocate barrister solicitor doctor pm cm mna mpa mp mep deputy "
    "whip vice candidate nominee pollster strategist adviser advisor aide counsel correspondent reporter anchor host "
    "commentator columnist journalist actor actress singer player economist historian scientist researcher "
    "scholar engineer physician envoy delegate treasurer administrator sheriff marshal admiral commander warden "
    "dean provost principal teacher student activist resident owner farmer worker official staffer operative "
    "consultant expert specialist organizer organiser volunteer voter supporter veteran detective constable "
    "prosecutor lawmaker legislator politician diplomat negotiator billionaire businessman businesswoman "
    "entrepreneur investor banker broker trader developer tycoon mogul singer-songwriter writer novelist poet "
    "filmmaker producer lead ex-president undersecretary chairmen "
    # occupations
    "nurse cook baker butcher barber conductor curator receptionist machinist foreman forewoman referee umpire "
    "goalkeeper defender striker midfielder winger skipper coxswain critic pilot sailor fisherman miner driver "
    "plumber carpenter electrician mechanic welder gardener hunter ranger diver guide climber keeper trainer jockey "
    "cyclist drummer guitarist pianist violinist rapper dancer composer painter sculptor designer architect surgeon "
    "midwife paramedic dentist pharmacist vet veterinarian psychologist psychiatrist biologist chemist physicist "
    "hydrologist geologist librarian accountant auditor clerk cashier waiter waitress bartender chef "
    "shopkeeper stallholder beekeeper housekeeper gamekeeper landlord landlady tenant passenger juror neighbour neighbor "
    "widow widower firefighter lifeguard soldier trooper policeman policewoman detective investigator inspector "
    "treasurer steward stewardess bosun rower swimmer runner boxer wrestler golfer skier photographer cameraman "
    "translator interpreter blogger podcaster broadcaster presenter pundit lecturer tutor headteacher headmaster "
    "headmistress partner colleague boss friend wife husband sister brother mother son daughter uncle aunt nephew niece cousin "
    "grandmother grandfather grandson granddaughter great-grandson great-granddaughter girlfriend boyfriend fiance spouse twin pupil graduate apprentice trainee pensioner retiree "
    "assistant mediator tailor pediatrician paediatrician convener caretaker petitioner organist miller brewer vicar monk nun undertaker "
    "predecessor successor replacement agent campaigner protester protestor demonstrator inventor mathematician astronomer botanist archivist cellist violist bassist "
    "playwright illustrator cartoonist conservator seller florist roofer bricklayer shepherd grower restaurateur barista cleaner "
    "janitor postman navigator ferryman boatman docker technician programmer statistician linguist soprano comedian "
    "magician puppeteer hairdresser physiotherapist therapist counsellor counselor optician nutritionist carer nanny academic "
    "undergraduate refugee prisoner inmate defendant plaintiff claimant complainant appellant notary bailiff chaplain rector "
    "parishioner pilgrim commuter motorist hiker mountaineer surfer sprinter athlete gymnast batsman quarterback substitute rookie "
    "champion challenger medallist medalist winner teammate opponent incumbent handler restorer surveyor "
    "forecaster rescuer coroner moderator superintendent ombudsman registrar matron shipowner magnate lodger caver".split()
)
ROLE_ENDINGS = ("ologist", "onomist", "grapher", "keeper", "holder", "ianist", "onist", "ographer", "woman")
"""Words of seven letters and more that end so are occupations, too."""


def is_role(word: str) -> bool:
    """Does this word in lower case name an office or occupation?"""
    return word.rpartition("-")[2] in ROLES or (len(word) > 6 and word.endswith(ROLE_ENDINGS))


QUALIFYING = frozenset("deputy vice assistant prime junior shadow".split())
"""Before an office these make another one of it."""

FORMER = frozenset("former ex retired late outgoing previous erstwhile one-time onetime".split())
"""Whoever holds an office so holds it no more,"""
PRESENT = frozenset("new current present incumbent incoming".split())
"""and whoever holds it so is not the one before."""
BEFORE, AFTER = frozenset(["predecessor"]), frozenset(["successor", "replacement"])
"""What they are called, too, when they held an office before, or hold it after, somebody else."""
PERSONAL = frozenset("retired late".split())
"""These of ``FORMER`` need not tell that somebody else came."""


ROLES_AS_SURNAMES = frozenset("dean king bishop major prince marshal".split())
"""Behind a first name these are names: "Howard Dean"."""

BODIES = frozenset(
    "ministry department office party committee council university college school association company "
    "corporation corp inc ltd llc plc bank court police army navy government administration bureau agency "
    "commission foundation institute institution center centre union league congress senate house parliament "
    "assembly times post journal news press tv television radio magazine tribune herald gazette guardian "
    "group fund lab laboratory relations service services board authority force forces campaign network "
    "conference federation organization organisation alliance coalition movement front society trust hospital "
    "church embassy consulate secretariat tribunal directorate division command ministry's team club "
    "airline airlines airport committee's nations states kingdom republic emirates states' street valley "
    "district province county city township island islands river sea ocean desert mountain mountains "
    "north south east west northern southern eastern western constitution act amendment award bill treaty "
    "agreement accord energy power water gas electric electricity ferries telecom networks technologies insurance rail railways railway transit airways motors foods industries holdings partners sons brothers "
    "pictures studios records rovers united athletic wanderers bookshop hotel inn pub market bay lake hill park square road "
    "avenue lane bridge port harbour harbor day week month war election elections summit festival prize cup games olympics".split()
)

BODIES_AS_SURNAMES = frozenset("lane hill park lake west north east south day church field".split())
"""Behind a first name these are names, too: "Clara Park"."""

PLACES = frozenset("lake mount mt cape fort loch".split())
"""Words that begin the names of places."""

SOMEBODY = frozenset(
    "man woman boy girl person lady gentleman teenager teen youngster child mum mom dad witness victim suspect survivor hopeful pro "
    "contender frontrunner front-runner employee star celebrity icon legend newcomer youth source insider middleman whistleblower fighter "
    "militant rebel jihadist gunman attacker shooter hacker defector smuggler cleric priest sheikh organizer user commenter caller viewer "
    "listener reader attendee onlooker bystander eyewitness customer shopper villager islander intern donor lobbyist".split()
)
"""Nouns for a person whom the article may leave without a name."""

COMMON_BODIES = frozenset(
    "company firm group organization organisation agency airline clinic network outlet newspaper magazine site website platform chain "
    "retailer charity giant startup start-up manufacturer maker operator provider watchdog broadcaster publisher publication nonprofit "
    "brand label studio".split()
)
"""Nouns for a body that an article has named before: "the airline"."""
TYPES_OF_BODIES = frozenset(
    "council department ministry bureau commission university school college hospital bank union party league club team association "
    "federation institute foundation coalition regulator".split()
)
"""Of these a place has its own that the article may not name: they are who is called so ("the council" of "Lindow Council")."""

GROUPS = frozenset(
    "crowd audience jury staff public media family couple pair majority minority crew panel household neighbourhood "
    "neighborhood community opposition leadership management statement report letter study survey poll".split()
)
"""Nouns that stand for several people, or for a paper: never "he"."""

MANY_HOLD = frozenset(
    "head director leader chief member spokesman spokeswoman spokesperson owner manager officer official secretary minister "
    "representative lawyer attorney coach author editor founder professor father mother brother sister son daughter wife husband "
    "friend resident chairman chairwoman chair commissioner".split()
)
"""Offices that an article may know several holders of."""

SEVERAL_HAVE = frozenset(
    "lawyer attorney barrister counsel spokesman spokeswoman spokesperson friend aide adviser advisor colleague".split()
)
"""Of these everybody has their own: "his lawyer" need not be the only one who is named."""

PAPERS = frozenset(
    "statement report letter account tweet testimony article essay book memo memoir email e-mail message post column speech remarks "
    "words affidavit filing response reply note paper blog study review opinion ruling interview video clip footage recording".split()
)
"""What somebody says or writes, and so speaks for them."""

PARTICLES = frozenset(
    "al bin ibn bint de del della der den di da dos das du la le van von ul ur el y zu ter ten af".split()
)
DOES = dict(
    pair.split("/")
    for pair in (
        "sold/sell taught/teach drove/drive rode/ride ran/run wrote/write sang/sing spoke/speak kept/keep made/make built/build "
        "bought/buy held/hold led/lead swam/swim won/win grew/grow wove/weave dug/dig bred/breed caught/catch fought/fight flew/fly"
    ).split()
)
"""What the forms of irregular verbs are of."""
AGENTS = {
    "actor": ("play", "star", "perform"),
    "actress": ("play", "star", "perform"),
    "author": ("writ", "book", "novel"),
    "novelist": ("novel",),
    "pilot": ("fly", "fli"),
    "chef": ("cook", "kitchen"),
    "farmer": ("milk", "cow", "sheep", "grow"),
    "fisherman": ("fish",),
    "owner": ("buy",),
    "resident": ("liv",),
    "student": ("study", "studi"),
    "pensioner": ("retir",),
    "scorer": ("goal",),
    "champion": ("win",),
}
"""What they do who are called so, as stems of words (``described.py``)."""

PARTIES = frozenset("Republican Democrat Democratic Libertarian Tory".split())
"""What stands before the name of a member."""
OFFICES_OF_SEVERAL = frozenset(
    "senators representatives governors presidents ministers professors judges mayors".split()
)
"""What stands before the names of several who hold it: "Senators Moor and Berg"."""
PLACES_AS_NAMES = frozenset(
    "Georgia Jordan Chelsea Israel Paris Sydney Austin Charlotte Victoria Florence Dakota Carolina Virginia India China America Chad "
    "Kenya Asia Brooklyn Madison Houston Dallas Jackson Lincoln Washington Alexandria Lourdes Trinidad Cuba Malaysia Kingston".split()
)
"""First names that are rather places when they stand alone."""
PLATFORMS = frozenset(
    "Twitter Facebook Instagram YouTube TikTok Reddit Snapchat WhatsApp Telegram Tumblr LinkedIn".split()
)
"""Where people post: nobody is "he" of these."""
NOT_NAMES = NAMED | frozenset(
    "The A An In On At And But So If It We I He She They This That These There Those When While After Before "
    "As For From To With By Our His Her Their My Your Its You Who What Why How Where Which Whose Whom "
    "Not No Yes Now Then However Meanwhile Earlier Later According Both "
    "Most Some Many All Any Each Every Other Another One Two Three Four Five Six Seven Eight Nine Ten First "
    "Second Last Next Former Late Even Just Also Yet Still Once Since Until Although Though Because Despite "
    "During Under Over Between Among Against About Asked Speaking Responding Addressing Or Nor Of Is Are Was "
    "Were Will Would Could Should Can Did Do Does Has Have Had Let Here Perhaps Maybe Instead Moreover "
    "Furthermore Additionally Separately Today Yesterday Tomorrow Recently Ahead Amid Dear Oh Well Please Like Unlike "
    "Several Few Dozens Hundreds Thousands Someone Somebody Nobody Everyone Everybody Anyone Near None Outside Inside Numerous Various Certain More Less Fewer Only Nearly Almost About Around Above "
    "Below Such Same Much Hey Hi Hello Thank Thanks Sorry Goodbye Welcome Congratulations Especially Including Top Soon Again Tonight Nonetheless Nevertheless Indeed Thus Hence Longtime Fellow Outgoing Incoming Embattled Billionaire Critics Absent Half Plus Says Via Given Considering Citing Noting Reminding Telling Asking Urging Praising Quoting Echoing Calling Discussing Defending Describing Recalling Accusing Blaming Thanking Eventually Ultimately Initially Previously Currently Apparently Reportedly Allegedly Notably Importantly Interestingly Fortunately Unfortunately Surprisingly Clearly Certainly Similarly Formerly File Image Images Photo Photos Slideshow Factbox".split()
)
BREAKS = frozenset(
    "But He She They It We You If When While Although Though Because However Meanwhile Since This That These Those "
    "There Then Photo Photos Slideshow Factbox Image Images".split()
)
"""Capitalised words that no name goes on with."""

HE, SHE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
THEY = frozenset("they them their theirs themselves these those both".split())
IT = frozenset("it its itself this that which".split())
WHO = frozenset("who whom whose".split())
FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
SECOND_PERSON = frozenset("you your yours yourself".split())
PRONOUNS = HE | SHE | THEY | IT | WHO | FIRST_PERSON | SECOND_PERSON

DEFINITE = frozenset("the this that these those".split())
INDEFINITE = frozenset(
    "a an another one some several many few two three four five six seven eight nine ten most any other".split()
)
POSSESSIVE = frozenset("his her their its our my your".split())
PREPOSITIONS = frozenset(
    "of for from in at on with by to about against near among inside outside within who which that whose whom "
    "where when as after before during including close familiar based under over into".split()
)
SAME_OFFICE = {
    "premier": ("prime", "minister"),
    "pm": ("prime", "minister"),
    "cm": ("chief", "minister"),
    "fm": ("foreign", "minister"),
    "sen": ("senator",),
    "gov": ("governor",),
    "rep": ("representative",),
    "congressman": ("representative",),
    "congresswoman": ("representative",),
    "gen": ("general",),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
    "chairman": ("chair",),
    "chairwoman": ("chair",),
    "chairperson": ("chair",),
    "prof": ("professor",),
    "justice": ("judge",),
    "actress": ("actor",),
    "dr": ("doctor",),
    "ceo": ("chief", "executive"),
}
"""Short and gendered forms of an office."""
