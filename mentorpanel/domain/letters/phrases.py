"""Turns of phrase that letters are better without, and those that a check looks for."""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


PICK_YOUR_BRAIN = _any(
    r"(?:pick|picking|tap|tapping|rack|steal|borrow)(?: into)? (?:your|ur) (?:brain|mind)s?\b",
    r"brain[- ]?picking\b",
    r"your brain\b",
)
BE_MY_MENTOR = _any(
    r"(?:be|become|being|becoming|as) my (?:\w+ )?mentor\b",
    r"(?:be|become|being|becoming) a (?:\w+ )?mentor (?:to|for|of) (?:me|mine)\b",
    r"mentor(?:ing)? me\b",
    r"(?:your|as a) mentee\b",
    r"(?:need|needs|seek|seeking|want|looking for|search of|searching for) (?:a|my) (?:\w+ )?mentor\b",
    r"mentorship\b",
    r"under your wing\b",
)
ADVICE = _any(r"advi[cs]e\b", r"advising\b")
FEEDBACK_ON_ME = _any(
    r"feedback (?:on|about|regarding|for|to) (?:me|my|myself|how i|what i|the way i)\b",
    r"(?:me|my) (?:\w+ )?feedback\b",
    r"(?:how|what) (?:did|was|were) (?:i|my)\b",
    r"how i (?:did|came across|performed)\b",
)
GAP = _any(
    r"(?:it (?:has|is)|it's|that (?:has|is|was)|that's|has) (?:been )?(?:\w+ ){0,3}"
    r"(?:a while|too long|so long|ages|(?:days?|weeks?|months?|years?)(?: ago| now| since|\b))",
    r"(?:last|since we) (?:spoke|talked|met|wrote|saw each other)\b",
    r"(?:lost|out of) (?:touch|contact)\b",
    r"long time (?:no|since)\b",
    r"(?:haven't|have not|hadn't|had not) (?:\w+ )?(?:spoken|talked|met|written|been in (?:touch|contact)|caught up)\b",
)
GROVELLING = _any(
    r"(?:so|very|truly|terribly|really|deeply|awfully) sorry\b",
    r"sorry (?:for|that|about|to bother|to disturb|i)\b",
    r"(?:i|my) (?:\w+ )?apolog(?:y|ies|i[sz]e)\b",
    r"(?:feel|felt|am) (?:\w+ )?(?:terrible|awful|bad|guilty|ashamed|embarrassed|unworthy)\b",
    r"(?:terrible|bad|awful|lousy) (?:at (?:keeping|staying)|friend|mentee)\b",
    r"forgive me\b",
    r"(?:i know|i'm sure|i am sure) you(?:'re| are) (?:\w+ )?busy\b",
    r"(?:you|your) (?:\w+ )?(?:precious|valuable) time\b",
    r"(?:i hate|i don't want|i do not want|don't mean|do not mean) to (?:bother|disturb|bug)\b",
)
GUILT = _any(
    r"(?:you|you've|you have) (?:\w+ )?never (?:\w+ )?(?:wrote|written|answered|replied|called|got back|responded)\b",
    r"never (?:\w+ )?heard (?:back|from you|anything)\b",
    r"you (?:didn't|did not|haven't|have not|hadn't) (?:\w+ )?(?:answer|answered|reply|replied|write|written|respond|responded|called|get back)\b",  # noqa: E501
    r"(?:no|without an?|without any) (?:answer|reply|response|word) from you\b",
    r"(?:forgotten|forgot) (?:about )?(?:me|us)\b",
    r"still waiting\b",
    r"i was (?:\w+ )?disappointed\b",
    r"why (?:didn't|haven't|did you not|have you not)\b",
)
STRINGS = _any(
    r"in (?:return|exchange)\b",
    r"quid pro quo\b",
    r"(?:you )?owe me\b",
    r"(?:return|repay) the favou?r\b",
    r"(?:and|then) you (?:could|can|might) (?:then )?(?:help|introduce|give|do)\b",
    r"(?:if|when) you (?:first )?(?:help|introduce|recommend|support|promote)\b",
)
VAGUE_OFFER = _any(
    r"(?:anything|whatever|something) (?:at all )?(?:that )?i (?:can|could)\b",
    r"(?:if|should) (?:there is|there's|there be) anything\b",
    r"(?:happy|glad) to help\b",
    r"(?:let me know|tell me|just say) (?:if|how|when) (?:i can|you need)\b",
    r"help (?:in any way|somehow|out|some ?time)\b",
)


def first_of(pattern: re.Pattern[str], text: str) -> str:
    """The first place where such a phrase stands, as written; empty where there is none."""
    found = pattern.search(text.replace("’", "'"))
    return " ".join(found.group(0).split()) if found else ""
