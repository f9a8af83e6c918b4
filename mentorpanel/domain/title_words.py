"""Words of rank in job titles, in several languages, folded; the default ladder's keys say how high."""

import re
from collections.abc import Mapping
from typing import Final

ABBREVIATIONS: Final[Mapping[str, str]] = {
    "sr": "senior", "snr": "senior", "jr": "junior", "jnr": "junior", "mgr": "manager", "mngr": "manager",
    "dir": "director", "vp": "vicepresident", "svp": "senior vicepresident", "evp": "executive vicepresident",
    "avp": "assistant vicepresident", "gvp": "group vicepresident", "asst": "assistant", "assoc": "associate",
    "exec": "executive", "mgmt": "management", "gf": "geschaftsfuhrer", "ltg": "leitung", "ltr": "leiter",
    "stv": "stellvertretender", "stellv": "stellvertretender", "gm": "general manager", "eng": "engineer",
    "prod": "product", "tl": "team lead", "cofounder": "founder", "teamlead": "team lead", "vize": "vice",
}  # fmt: skip

PAST: Final = re.compile(
    r"(?:former|formerly|ex|retired|previous|previously|past|emerit\w+|ehemalig\w*|ancien(?:ne)?|seeking|aspiring)\b"
)
"""A part that opens with one of these says what somebody was, or hopes to be."""

HELD_BY_ANOTHER: Final = re.compile(
    r"(?P<kept>\b\w*assisten(?:t|tin|z)|\b\w*assistante?|\breferent(?:in)?|\bsecretary|\w*sekretar\w*|\badvis[eo]r|"
    r"\bsupport|\breporting|\boffice|\bberater(?:in)?)"
    r" (?:to|for|of|the|der|des|de la|de|du|an die|fur die|zur|vorstand\w*|\w*leitung|geschaftsf\w+|\w*direktor|"
    r"c[a-z]{1,2}o)\b.*$"
)
"""What follows these belongs to somebody else: "assistant to the CEO", "Assistenz der Geschäftsführung"."""

_OWNED_AT_WORK: Final = (
    "product", "process", "service", "data", "system", "platform", "feature", "application", "risk", "account",
    "business", "content",
)  # fmt: skip
_NOT_A_FIRM: Final = "".join(f"(?<!{word} )" for word in _OWNED_AT_WORK)
_NO_PARTNER_JOB: Final = "".join(
    f"(?<!{word} )"
    for word in ("business", "channel", "hr", "people", "talent", "sales", "technology", "delivery")
)

RANKS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (key, re.compile(rf"\b(?:{words})\b"))
    for key, words in (
        (
            "ceo",
            (
                r"ceo|chief executive(?: officer)?|geschaftsfuhrer(?:in)?|geschaftsfuhrende?r?|geschaftsfuhrung|founder|"
                rf"founding partner|grunder(?:in)?|inhaber(?:in)?|{_NOT_A_FIRM}owner|co owner|chairman|chairwoman|"
                r"chairperson|vorstandsvorsitzende\w?|vorsitzende[rn]?|pdg|president directeur general|directeur general|"
                r"directrice generale|director general|directora general|amministratore delegato|gerante?|"
                r"fondateur|fondatrice|cofondateur|cofondatrice|fundadora?|fondatore|fondatrice|gesellschafter(?:in)?|"
                r"managing partner|proprietor|entrepreneur|unternehmer(?:in)?|directeur gerant|verkstallande direktor"
            ),
        ),
        (
            "svp",
            (
                r"(?:senior|executive) vicepresident|chief (?:\w+ ){1,4}officer|c(?:t|f|o|m|i|p|r|c|d|s|x|b|g|hr|is|l|k)o|"
                r"presidente?|prasident(?:in)?|vorstand\w*|member of the (?:executive |management )?board|"
                r"geschaftsleitung|general partner"
            ),
        ),
        ("vp", r"vicepresidente?|vice presidente?|vizeprasident(?:in)?|managing director"),
        ("senior-director", r"senior director|executive director|senior direktor"),
        (
            "director",
            (
                r"(?<!art )\w*direktor(?:in)?|(?<!art )directors?|directeur|directrice|directora|direttore|"
                r"direttrice|diretora?|dyrektor|general manager|country manager|chief of staff|distinguished engineer|"
                r"^(?:equity |senior )?partner(?! (?:manag|market|sales|account|success|relation))|"
                rf"{_NO_PARTNER_JOB}partner$|dean"
            ),
        ),
        (
            "principal-pm",
            (
                r"head|heads|lead|leads|leader|\w*leiter(?:in)?|\w*leitung|principal|prokurist(?:in)?|"
                r"staff (?:\w+ )?(?:engineer|designer|scientist|researcher|developer)|chief \w+|group \w+ manager|"
                r"(?:engineering|people|team|department|division|divisional|group|plant) manager|senior manager|"
                r"manager of|^manager$|chef de (?:service|equipe|departement|division|groupe)|chef des|"
                r"jefe|jefa|kierownik|teamleader|capo|professor|chef$"
            ),
        ),
        (
            "senior-pm",
            (
                r"responsable|responsabile|supervisor|architect|\w*architekt(?:in)?|counsel|art director|abogad[oa]"
            ),
        ),
        (
            "apm",
            (
                r"junior|intern|internship|trainee|apprentice|student|graduate|candidate|\w*praktikant(?:in)?|"
                r"\w*werkstudent(?:in)?|azubi|auszubildende\w?|volontar(?:in)?|stagiaire|alternante?|becari[oa]"
            ),
        ),
        (
            "pm",
            (
                r"\w*manager(?:in)?|manageuse|consultant|consultante|engineers?|developers?|designers?|specialists?|"
                r"\w*spezialist(?:in)?|\w*experte?(?:n|in)?|scientist|researcher|\w*berater(?:in)?|ingenieure?(?:in)?|"
                r"\w*ingenieur(?:in)?|\w*entwickler(?:in)?|developpeu(?:r|se)|ingenier[oa]|executive|administrator|"
                r"\w*koordinator(?:in)?|coordinat(?:or|rice|eur)|representative|recruiter|lawyer|attorney|trader|"
                r"accountant|buyer|planner|controller(?:in)?|editor|redakteur(?:in)?|writer|teacher|lecturer|nurse|"
                r"physician|officer|agent|advis[eo]r|owner|scrum master|programmer|marketer|strategist|producer|"
                r"charge d\w*|chargee? d\w*|chef de|conseill(?:er|ere)|commercial|gestor|consultor|tecnico|technician|"
                r"technologist|evangelist|freelancer?|delegado|partner|development|communicator"
            ),
        ),
        (
            "apm",
            (
                r"analysts?|analyste|\w*analyst(?:in)?|associated?|assistant|assistante|\w*assisten(?:t|tin|z)|"
                r"\w*referent(?:in)?|\w*mitarbeiter(?:in)?|\w*sachbearbeiter(?:in)?|employee|clerk|secretary|"
                r"\w*sekretar(?:in)?|receptionist|sekretariat|\w*kaufmann|\w*kauffrau|operator|worker|asistente|auxiliar|aide"
            ),
        ),
    )
)
"""(key of the rung, pattern), highest first: the first that fits decides. The order is our judgement."""

LIFTS: Final = re.compile(r"\b(?:senior|seniorin|expert)\b")
"""One rung up, from a junior's or a professional's rung, and from director and VP."""

LEADING: Final = re.compile(r"\b(?:lead|leading|leitende?r?|principal|staff)\b")
"""A professional so called stands on the rung of leads."""

LOWERS: Final = re.compile(
    r"\b(?:deputy|associated?|assistant|assistante|vice|stellvertretende?r?|adjoint|adjointe|sub)\b"
)
"""One rung down, beside a word of rank."""

JUNIOR: Final = re.compile(
    r"\b(?:junior|intern|internship|trainee|apprentice|student|graduate|\w*werkstudent(?:in)?)\b"
)
"""The lowest rung, whatever the rest."""
