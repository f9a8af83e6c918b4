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


ME = {
    "name": "Dana Levi",
    "title": "Senior Product Manager",
    "organisation": "Fernwood",
    "mail_address": "dana@fernwood.example",
}

PEOPLE = (
    DemoPerson(
        "Ana Ruiz", "Fernwood", "Director of Product", "formal-mentor", 300, "ana.ruiz@fernwood.example",
        ("strategy", "pricing", "leading teams"), (), "near",
        "She reviewed my first roadmap and asked the question nobody else did.",
        "How she says no and leaves people grateful.", "Growing managers who teach.", "A researcher for her new team.",
        ((330, "meeting", "both", "She reviewed my roadmap."), (300, "coffee", "both", "Asked her to meet monthly.")),
    ),
    DemoPerson(
        "Marek Holm", "Northlight", "VP Product", "mentor", 420, "marek@northlight.example",
        ("platforms", "influence"), (), "outside", "My manager's manager in my first job.",
        "Explains a platform with one drawing.", "Open standards.", "",
        ((180, "call", "both", "Platform or growth? He drew both."), (112, "email", "from-them", "Sent me his notes on API pricing."),
         (63, "coffee", "both", "Talked about teams that outgrow their charter.")),
    ),
    DemoPerson(
        "Priya Nair", "Fernwood", "Principal Product Manager", "mentor", 210, "priya.nair@fernwood.example",
        ("customer insight", "communication"), ("peer",), "near", "Sat beside me at the autumn planning.",
        "Writes one page that ends a debate.", "", "Someone who has run pricing interviews.",
        ((95, "meeting", "both", "Read my strategy page line by line."), (41, "coffee", "both", "How to brief a sceptic."),
         (3, "coffee", "both", "Offered to introduce me to her platform lead.")),
    ),
    DemoPerson(
        "Sam Teo", "Quayside", "Group Product Manager", "mentor", 260, "sam.teo@quayside.example",
        ("pricing", "experiments"), (), "outside", "We judged a product award together.",
        "Prices by seat first and learns.", "Teaching at the local university.", "Guest speakers for his course.",
        ((140, "call", "both", "Walked me through two pricing changes."), (21, "call", "both", "Checked our pilot's numbers.")),
    ),
    DemoPerson(
        "Omar Haddad", "", "Executive coach, former CPO", "mentor", 520, "omar@haddad.example",
        ("counsel", "leading teams"), (), "outside", "Spoke at my bootcamp.", "Listens longer than is comfortable.", "", "",
        ((400, "call", "both", "Why I want to lead."), (215, "coffee", "both", "Told me to write down what I will not do.")),
    ),
    DemoPerson(
        "Lena Brandt", "Solvane", "Head of Product", "rapport", 120, "lena.brandt@solvane.example",
        ("hiring", "domain"), (), "outside", "Sam introduced us.", "Hired a whole team without an agency.", "",
        "Someone who has priced an API.",
        ((118, "introduction", "both", "Sam introduced us."), (80, "call", "both", "Her interview loop, step by step."),
         (35, "call", "both", "Compared notes on research hiring.")),
    ),
    DemoPerson(
        "Ines Prado", "Fernwood", "Engineering Manager", "rapport", 150, "ines.prado@fernwood.example",
        ("technical partner", "execution"), ("peer",), "my-team", "We shipped the pilot together.", "Says what will break.", "", "",
        ((60, "meeting", "both", "Retrospective of the pilot."), (12, "meeting", "both", "She walked me through the risks.")),
    ),
    DemoPerson(
        "Tom Okafor", "Brightmoor", "Director of Product", "connected", 24, "tom@brightmoor.example",
        ("career moves", "selection criteria"), (), "outside", "His talk on leaving well.", "Chose his last role with a page of criteria.", "", "",
        ((40, "talk", "from-them", "His talk on choosing a role."), (24, "coffee", "both", "Curiosity connect: how he chose.")),
    ),
    DemoPerson(
        "Jonas Weil", "Alder & Co", "VP Product", "resting", 200, "jonas@alder.example",
        ("strategy",), (), "outside", "We worked together three years ago.", "Calm in a crisis.", "", "",
        ((210, "message", "both", "Congratulated him on the new job."),),
    ),
    DemoPerson(
        "Wei Zhang", "Tallis", "Senior Product Manager", "reached-out", 9, "wei.zhang@tallis.example",
        ("growth",), ("peer",), "outside", "Answered a question of mine in a forum.", "Shows the numbers, also the bad ones.", "", "",
        ((9, "email", "from-me", "Asked for twenty minutes about her onboarding test."),),
    ),
    DemoPerson(
        "Ruth Adler", "Civic Lab", "Chief Product Officer", "noticed", 17, "",
        ("public sector",), ("role-model",), "outside", "Her keynote on services that nobody has to learn.", "Tests with the angriest user first.", "", "",
        ((17, "talk", "from-them", "Keynote: services that nobody has to learn."),),
    ),
    DemoPerson(
        "Kai Lind", "Quayside", "Product Manager", "alumni", 380, "kai.lind@quayside.example",
        ("early career",), ("mentee",), "outside", "I mentored Kai through the first year.", "Asks without fear.", "", "",
        ((390, "call", "both", "Our last regular call."), (150, "message", "from-them", "Told me about the promotion.")),
    ),
)  # fmt: skip

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
    ("Growth team here, or platform at a smaller firm: which criterion do I miss?", "question", "Ana Ruiz", ("career moves",), 4),
    ("Would she look at the charter before the planning round?", "question", "Ana Ruiz", ("planning",), 6),
    ("How does he keep API pricing simple as tiers grow?", "question", "Marek Holm", ("pricing",), 12),
    ("Offer Lena the interview notes once they are clean.", "idea", "Lena Brandt", ("hiring",), 8),
    ("Ask for criteria before options, not after.", "insight", "", ("career moves",), 2),
    ("Who has moved from product into general management?", "question", "", ("career moves",), 3),
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
