"""The sample panel's people and facts: made up, and told in days before or after today."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the sample; ``touches`` are (days ago, kind, direction, what)."""

    name: str
    organisation: str
    title: str
    stage: str
    since_days: int
    email: str = ""
    expertise: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    distance: str = ""
    how_met: str = ""
    admire: str = ""
    care_about: str = ""
    need: str = ""
    touches: tuple[tuple[int, str, str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """Somebody noticed, so many days ago; ``letters`` of the path that went: (days ago, what I added)."""

    name: str
    kind: str
    days: int
    where: str
    impressed: str
    question: str
    letters: tuple[tuple[int, dict[str, str]], ...] = ()


ME = {
    "name": "Dana Levi",
    "title": "Senior Product Manager",
    "organisation": "Fernwood",
    "mail_address": "dana@fernwood.example",
}

PEOPLE = (
    DemoPerson(
        name="Ana Ruiz",
        organisation="Fernwood",
        title="Director of Product",
        stage="formal-mentor",
        since_days=300,
        email="ana.ruiz@fernwood.example",
        expertise=("strategy", "pricing", "leading teams"),
        distance="near",
        how_met="She reviewed my first roadmap and asked the question nobody else did.",
        admire="How she says no and leaves people grateful.",
        care_about="Growing managers who teach.",
        need="A researcher for her new team.",
        touches=(
            (330, "meeting", "both", "She reviewed my roadmap."),
            (300, "coffee", "both", "Asked her to meet monthly."),
        ),
    ),
    DemoPerson(
        name="Marek Holm",
        organisation="Northlight",
        title="VP Product",
        stage="mentor",
        since_days=420,
        email="marek@northlight.example",
        expertise=("platforms", "influence"),
        distance="outside",
        how_met="My manager's manager in my first job.",
        admire="Explains a platform with one drawing.",
        care_about="Open standards.",
        touches=(
            (180, "call", "both", "Platform or growth? He drew both."),
            (112, "email", "from-them", "Sent me his notes on API pricing."),
            (38, "coffee", "both", "Talked about teams that outgrow their charter."),
        ),
    ),
    DemoPerson(
        name="Priya Nair",
        organisation="Fernwood",
        title="Principal Product Manager",
        stage="mentor",
        since_days=210,
        email="priya.nair@fernwood.example",
        expertise=("customer insight", "communication"),
        roles=("peer",),
        distance="near",
        how_met="Sat beside me at the autumn planning.",
        admire="Writes one page that ends a debate.",
        need="Someone who has run pricing interviews.",
        touches=(
            (95, "meeting", "both", "Read my strategy page line by line."),
            (41, "coffee", "both", "How to brief a sceptic."),
            (3, "coffee", "both", "Offered to introduce me to her platform lead."),
        ),
    ),
    DemoPerson(
        name="Sam Teo",
        organisation="Quayside",
        title="Group Product Manager",
        stage="mentor",
        since_days=260,
        email="sam.teo@quayside.example",
        expertise=("pricing", "experiments"),
        distance="outside",
        how_met="We judged a product award together.",
        admire="Prices by seat first and learns.",
        care_about="Teaching at the local university.",
        need="Guest speakers for his course.",
        touches=(
            (140, "call", "both", "Walked me through two pricing changes."),
            (21, "call", "both", "Checked our pilot's numbers."),
        ),
    ),
    DemoPerson(
        name="Omar Haddad",
        organisation="",
        title="Executive coach, former CPO",
        stage="mentor",
        since_days=520,
        email="omar@haddad.example",
        expertise=("counsel", "leading teams"),
        distance="outside",
        how_met="Spoke at my bootcamp.",
        admire="Listens longer than is comfortable.",
        touches=(
            (400, "call", "both", "Why I want to lead."),
            (215, "coffee", "both", "Told me to write down what I will not do."),
            (112, "call", "both", "Went through the offer’s fine print with me."),
        ),
    ),
    DemoPerson(
        name="Lena Brandt",
        organisation="Solvane",
        title="Head of Product",
        stage="rapport",
        since_days=120,
        email="lena.brandt@solvane.example",
        expertise=("hiring", "domain"),
        distance="outside",
        how_met="Sam introduced us.",
        admire="Hired a whole team without an agency.",
        need="Someone who has priced an API.",
        touches=(
            (118, "introduction", "both", "Sam introduced us."),
            (80, "call", "both", "Her interview loop, step by step."),
            (35, "call", "both", "Compared notes on research hiring."),
        ),
    ),
    DemoPerson(
        name="Ines Prado",
        organisation="Fernwood",
        title="Engineering Manager",
        stage="rapport",
        since_days=150,
        email="ines.prado@fernwood.example",
        expertise=("technical partner", "execution"),
        roles=("peer",),
        distance="my-team",
        how_met="We shipped the pilot together.",
        admire="Says what will break.",
        touches=(
            (60, "meeting", "both", "Retrospective of the pilot."),
            (12, "meeting", "both", "She walked me through the risks."),
        ),
    ),
    DemoPerson(
        name="Tom Okafor",
        organisation="Brightmoor",
        title="Director of Product",
        stage="connected",
        since_days=24,
        email="tom@brightmoor.example",
        expertise=("career moves", "selection criteria"),
        distance="outside",
        how_met="His talk on leaving well.",
        admire="Chose his last role with a page of criteria.",
        touches=(
            (40, "talk", "from-them", "His talk on choosing a role."),
            (24, "coffee", "both", "Curiosity connect: how he chose."),
        ),
    ),
    DemoPerson(
        name="Jonas Weil",
        organisation="Alder & Co",
        title="VP Product",
        stage="resting",
        since_days=200,
        email="jonas@alder.example",
        expertise=("strategy",),
        distance="outside",
        how_met="We worked together three years ago.",
        admire="Calm in a crisis.",
        touches=((210, "message", "both", "Congratulated him on the new job."),),
    ),
    DemoPerson(
        name="Wei Zhang",
        organisation="Tallis",
        title="Senior Product Manager",
        stage="reached-out",
        since_days=9,
        email="wei.zhang@tallis.example",
        expertise=("growth",),
        roles=("peer",),
        distance="outside",
        how_met="Answered a question of mine in a forum.",
        admire="Shows the numbers, also the bad ones.",
        touches=((9, "email", "from-me", "Asked for twenty minutes about her onboarding test."),),
    ),
    DemoPerson(
        name="Ruth Adler",
        organisation="Civic Lab",
        title="Chief Product Officer",
        stage="noticed",
        since_days=17,
        expertise=("public sector",),
        roles=("role-model",),
        distance="outside",
        how_met="Her keynote on services that nobody has to learn.",
        admire="Tests with the angriest user first.",
    ),
    DemoPerson(
        name="Kai Lind",
        organisation="Quayside",
        title="Product Manager",
        stage="alumni",
        since_days=380,
        email="kai.lind@quayside.example",
        expertise=("early career",),
        roles=("mentee",),
        distance="outside",
        how_met="I mentored Kai through the first year.",
        admire="Asks without fear.",
        touches=(
            (390, "call", "both", "Our last regular call."),
            (196, "message", "from-them", "Told me about the promotion."),
        ),
    ),
)

BOOK = (
    ("Nora Lindqvist", "Fernwood", "UX Researcher", "nora.l@fernwood.example"),
    ("Pedro Almeida", "Quayside", "Data Analyst", "pedro@quayside.example"),
    ("Grace Mbeki", "Northlight", "Head of Design", "grace.mbeki@northlight.example"),
    ("Yuki Tanaka", "Solvane", "Staff Engineer", "yuki@solvane.example"),
    ("Élodie Martin", "Atelier Nord", "Product Director", "elodie@ateliernord.example"),
    ("Ben Carter", "Fernwood", "Account Executive", "ben.carter@fernwood.example"),
)

JOURNAL = (
    (2, "win", "The pilot kept 14 of 20 customers after the trial.", ("pricing",), True),
    (5, "challenge", "Two teams want the same designer in January.", ("planning",), False),
    (11, "learning", "Say the recommendation first; the reasons can wait.", ("communication",), True),
    (19, "change", "I take over the billing area from next month.", ("role",), True),
    (33, "win", "Ran my first interview loop from start to end.", ("hiring",), True),
    (47, "challenge", "Our designer has left; the search starts again.", ("hiring",), False),
    (61, "learning", "Nobody reads page two. Page one has to be enough.", ("communication",), False),
    (90, "win", "Strategy page agreed without a meeting.", ("strategy",), True),
)

PARKED = (
    ("When do I tell my manager that I want to lead a team?", "question", "Ana Ruiz", ("leading teams",), 1),
    (
        "Growth team here, or platform at a smaller firm: which criterion do I miss?",
        "question",
        "Ana Ruiz",
        ("career moves",),
        4,
    ),
    ("Would she look at the charter before the planning round?", "question", "Ana Ruiz", ("planning",), 6),
    ("How does he keep API pricing simple as tiers grow?", "question", "Marek Holm", ("pricing",), 12),
    ("Offer Lena the interview notes once they are clean.", "idea", "Lena Brandt", ("hiring",), 8),
    ("Ask for criteria before options, not after.", "insight", "Tom Okafor", ("career moves",), 2),
    ("Who has moved from product into general management?", "question", "", ("career moves",), 3),
)

NOTICED = (
    DemoNotice(
        name="Ruth Adler",
        kind="talk",
        days=17,
        where="keynote at the Civic Design Day",
        impressed="You test each service with the angriest user first, and you showed what that changed",
        question="How do you find the angriest user before there is a product?",
        letters=(
            (15, {"effect": "We asked our angriest customer in, and dropped a screen the same week"}),
            (4, {"why_you": "You have done it where nobody can choose another service"}),
        ),
    ),
    DemoNotice(
        name="Grace Mbeki",
        kind="meeting",
        days=2,
        where="the billing workshop",
        impressed="You asked which customer would be angry if we succeeded; nobody else had thought of it",
        question="Which part of the billing page would you take away first?",
    ),
)

HELD = (
    (
        119,
        ("Write one page on what my team would own",),
        ("Send her template for charters",),
        ("Say the recommendation first",),
    ),
    (91, ("Run one interview loop myself",), (), ("Hire for the second year, not the first",)),
    (
        56,
        ("Test two price points with real customers",),
        ("Introduce me to the finance partner",),
        ("Price by seat first and learn",),
    ),
    (
        28,
        ("Draft the charter for the billing team", "Tell Ines what changes for her"),
        (),
        ("Name the risk before somebody else does",),
    ),
)
"""Ana's sessions: days ago, my promises, hers, her advice."""
