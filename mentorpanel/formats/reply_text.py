"""Finds what somebody wrote themselves in a mail: without what it quotes, forwards, and its signature."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import quotequail  # type: ignore[import-untyped]

from mentorpanel.domain.incoming_mail import MailPerson
from mentorpanel.formats.mail_headers import person_of, written_moment

# Nobody writes more in a reply; the rest is what other mails say. Our judgement.
MOST_CHARACTERS = 200_000
MOST_LINES = 2_000
_LONGEST_INTRO = 300
_INTRO_LINES = 4
_BLOCK_LINES = 7
_FOOTER_LINES = 7

# Above a quote, the verb of “On … Ana wrote:”; the words that such a line begins with.
_VERB = re.compile(
    r"(?:wrote|writes|schrieb(?:en)?|a écrit|ha scritto|escribió|escreveu|ha escrit|skrev|schreef|geschreven|pisze"
    r"|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|kirjoitti|yazdı|írta|a scris|пишет|писала?|писал\(а\)|написала?|написал\(а\)"
    r"|写道|寫道|님이 작성|のメール|のメッセージ|がメールを書きました)[^\n]{0,160}[:：]\s*$",
    re.IGNORECASE,
)
# Some languages have no verb: “16 нояб. 2026 г. в 10:00, Ana <ana@x.example>:”.
_DATED_ADDRESS = re.compile(r"\d[:.]\d\d.{1,160}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s*[:：]\s*$")
_START = re.compile(
    r"(?:On|Am|Le|Il|El|Em|A|Op|Den|På|Dne|Dnia|W dniu|Ti|Ke|Ma|To|La|Pe|Su|Na|В|Le?un|Mar|Mer|Jeu|Ven|Sam|Dim"
    r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun|пн|вт|ср|чт|пт|сб|вс|在|于|於)\b[ .,]?|\d{1,4}[-./年 ]",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|Feladó|От|От кого|Kimden|发件人|寄件者|差出人|보낸 사람)"
    r"\s*\*?\s*[:：]\*?\s*(\S.*)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el| em)?|Enviada em|Fecha|Inviato|Data|Verzonden|Skickat|Sendt"
    r"|Dato|Wysłano|Odesláno|Lähetetty|Отправлено|Дата|Gönderme Tarihi|Tarih|发送时间|日期|送信日時|日付|보낸 날짜)"
    r"\s*\*?\s*[:：]\*?\s*(\S.*)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:To|An|À|A|Para|Aan|Till|Til|Do|Pour|Komu|Kime|Кому|收件人|宛先|받는 사람|Cc|Kopie|Copie|抄送"
    r"|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Temat|Předmět|Aihe|Tárgy|Тема|Konu|主题|主旨|件名|제목)"
    r"\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|doorst|vs|vb|i|pd|转发|轉寄)\s*[:：]", re.IGNORECASE)
_FORWARD_MARK = re.compile(
    r"forwarded message|weitergeleitete|transféré|réexpédié|reenviado|encaminhada|inoltrato|doorgestuurd"
    r"|vidarebefordrat|videresendt|przekazana|пересыла|转发的?邮件|転送",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*-{2,}\s*[^\s-].{0,80}-{2,}\s*")
_UNDERSCORES = re.compile(r"\s*_{20,}\s*")
_RULE = re.compile(r"[\s\-_*=─—]{3,}")
_DASHED_NAME = re.compile(r"[-–—]\s?[A-ZÀ-Þ]\w{1,20}(?: [A-ZÀ-Þ]\w{0,20}){0,2}")
_DEVICE_LINES = (
    r"Sent from (?:my|a|an|the|mail for|yahoo|outlook|proton|samsung|gmail|iphone|ipad|android|mobile)\b[^.,;!?]{0,60}\.?",
    r"Sent (?:via|using|with) (?:the |my )?(?:BlackBerry|Proton|Superhuman|Outlook|Airmail|Spark|Gmail|Samsung|Yahoo).{0,60}",
    r"Get Outlook for .{1,120}",
    r"Von mein\w* .{1,40} gesendet\.?",
    r"Gesendet (?:von|mit|aus) .{1,60}",
    r"(?:Holen Sie sich |Hol dir )?Outlook für (?:iOS|Android|Mac).{0,120}",
    r"(?:Télécharger|Obtenez|Obtenir) Outlook pour .{1,120}",
    r"(?:Obtener|Obtén|Obter o|Obtenha o) Outlook para .{1,120}",
    r"(?:Scarica|Ottieni) Outlook per .{1,120}",
    r"Outlook voor .{1,120}",
    r"Envoyé (?:de|depuis|à partir) .{1,60}",
    r"Enviado (?:desde|do|de|a partir) (?:mi|meu|el|la|o|mail|outlook|samsung|yahoo|i\w+)\b.{0,60}",
    r"Inviato da(?:l mio|lla mia)? .{1,60}",
    r"Verzonden (?:vanaf|met|via) .{1,60}",
    r"(?:Skickat från|Sendt fra) (?:min|mitt|mit|outlook|mail).{1,60}",
    r"Wysłane z .{1,60}",
    r"Lähetetty .{1,60}",
    r"Отправлено (?:с|из) .{1,60}",
    r"发自我的.{1,40}",
    r"(?:iPhone|iPad|Android)から送信",
)
_DEVICE = re.compile(rf"\s*[*_]?(?:{'|'.join(_DEVICE_LINES)})[*_]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Who wrote the mail that a text forwards, and when; None where that cannot be read."""

    writer: MailPerson | None
    sent_at: datetime | None


def reply_of(text: str) -> str:
    """What is left of the text without quotes, the lines above them, what is forwarded, and signatures.

    Answers between quoted lines and below them are kept. At most MOST_LINES lines are read.
    """
    lines = [line.rstrip() for line in text[:MOST_CHARACTERS].split("\n")[:MOST_LINES]]
    chunks: list[list[str]] = [[]]
    at = 0
    while at < len(lines):
        if lines[at].startswith(">"):
            chunks.append([])
            at = _after_quote(lines, at)
            continue
        end = _after_intro(lines, at)
        if end:
            at = _next_line(lines, end)
            if at < len(lines) and (lines[at].startswith(">") or _after_intro(lines, at)):
                continue
            break
        if _block(lines, at) or _is_mark(lines, at):
            break
        if not _UNDERSCORES.fullmatch(lines[at]):
            chunks[-1].append(lines[at])
        elif any(map(str.strip, chunks[-1])) or len(lines) - at <= _FOOTER_LINES:
            break
        at += 1
    own = [written for written in map(_without_signature, chunks) if written]
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(own))


def forwarded_in(text: str, subject: str, offset: timedelta) -> Forwarded | None:
    """Whose mail the text passes on: that is so where the subject or a line above its headers says “forwarded”.

    ``offset`` is the forwarding mail's, in which programs write the date without a zone.
    """
    lines = [line.lstrip("> ") for line in text[:MOST_CHARACTERS].split("\n")[:MOST_LINES]]
    is_forward = bool(_FORWARD_SUBJECT.match(subject))
    for at, line in enumerate(lines):
        is_forward |= len(line) <= _LONGEST_INTRO and bool(_FORWARD_MARK.search(line))
        found = _block(lines, at) if is_forward else None
        if found:
            return Forwarded(person_of(found[0]), written_moment(found[1], offset) if found[1] else None)
    return None


def _after_quote(lines: list[str], at: int) -> int:
    while at < len(lines) and (lines[at].startswith(">") or not lines[at]):
        at += 1
    return at


def _next_line(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at]:
        at += 1
    return at


def _after_intro(lines: list[str], at: int) -> int:
    """The line behind “On … Ana wrote:”, “---- Original Message ----” and their like, if one begins here; else 0."""
    joined = ""
    for end in range(at, min(at + _INTRO_LINES, len(lines))):
        line = lines[end].strip()
        joined = f"{joined} {line}".strip()
        if (
            not line
            or _UNDERSCORES.fullmatch(line)
            or len(joined) > _LONGEST_INTRO
            or joined.count("<") > 3
            or joined.count("@") > 4
        ):
            return 0
        if end > at and (not _wraps(lines[at]) or _begins_alone(line)):
            return 0
        if _DATED_ADDRESS.search(joined) or (
            (_VERB.search(joined) or _is_known_intro(lines[at : end + 1]))
            and (line[-1] == "-" or _FORWARD_MARK.search(joined) or _names_somebody(joined, lines, end + 1))
        ):
            return end + 1
    return 0


def _wraps(line: str) -> bool:
    """Whether an introduction that begins here may go on in the next line: the date comes first in it."""
    return bool(_START.match(line.strip()) and re.search(r"\d", line))


def _begins_alone(line: str) -> bool:
    """Whether a line that seems to go on with an introduction is one by itself."""
    return bool(_START.match(line) and _VERB.search(line) and re.search(r"\d", line))


def _names_somebody(intro: str, lines: list[str], after: int) -> bool:
    """A date or an address stands in it, or it is followed by a quote; else it is just a sentence."""
    if re.search(r"\d{1,2}[:./hH年-]\d|\d{4}|@", intro):
        return True
    following = _next_line(lines, after)
    return following < len(lines) and lines[following].startswith(">")


def _is_known_intro(lines: list[str]) -> bool:
    if len(lines) > 2 or lines[-1].rstrip()[-1:] not in (":", ">", "-"):
        return False
    parts = quotequail.quote("\n".join(lines), quote_intro_line=True)
    return len(parts) == 2 and not parts[0][1]


def _block(lines: list[str], at: int) -> tuple[str, str] | None:
    """The From and the date of headers that stand in the text (“From: … Sent: … To: … Subject: …”)."""
    first = _FROM.match(lines[at].lstrip("* ")[:_LONGEST_INTRO])
    if not first:
        return None
    writer, date, others = first[1], "", 0
    for line in lines[at + 1 : at + 1 + _BLOCK_LINES]:
        written = line.lstrip("* ")[:_LONGEST_INTRO]
        found = _DATE.match(written)
        if found:
            date = date or found[1].strip("* ")
        elif written.startswith("<") and "@" not in writer:
            writer += " " + written
        others += bool(found or _OTHER.match(written))
    return (writer, date) if others >= 2 else None


def _is_mark(lines: list[str], at: int) -> bool:
    """“-------- Weitergeleitete Nachricht --------” and its like in any language: headers follow it."""
    if len(lines[at]) > _LONGEST_INTRO or not _MARK.fullmatch(lines[at]):
        return False
    following = _next_line(lines, at + 1)
    line = lines[following].lstrip("* ")[:_LONGEST_INTRO] if following < len(lines) else ""
    return any(header.match(line) for header in (_FROM, _DATE, _OTHER))


def _without_signature(chunk: list[str]) -> str:
    lines = chunk
    for at, line in enumerate(lines):
        if line in ("--", "—", "–"):
            lines = lines[:at]
            break
    lines = lines[:]
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1]) or _is_device(lines[-1])):
        lines.pop()
    if len(lines) > 1 and not lines[-2].strip() and _DASHED_NAME.fullmatch(lines[-1].strip()):
        lines.pop()
    return "\n".join(lines).strip()


def _is_device(line: str) -> bool:
    return len(line) <= _LONGEST_INTRO and bool(_DEVICE.fullmatch(line))
