"""What somebody wrote themselves: without quotes, the lines above them, and signatures."""

from pathlib import Path

import pytest

from mentorpanel.formats.html_text import text_of_html
from mentorpanel.formats.reply_text import MOST_LINES, reply_of


@pytest.mark.parametrize(
    "intro",
    [
        "On Mon, Nov 16, 2026 at 10:00 AM Me <me@home.example> wrote:",
        "On Mon, Nov 16, 2026 at 10:00 AM Somebody With A Long Name\n<me@home.example> wrote:",
        "On Nov 16, 2026, at 10:00 AM, Me\n<me@home.example>\nwrote:",
        "On 16 Nov 2026, at 10:00, Me wrote:",
        "Me <me@home.example> wrote:",
        "Am Mo., 16. Nov. 2026 um 10:00 Uhr schrieb Me <\nme@home.example>:",
        "Am 16.11.26 um 10:00 schrieb Me:",
        "Le lun. 16 nov. 2026 à 10:00, Me <me@home.example> a écrit :",
        "El lun, 16 nov 2026 a las 10:00, Me (<me@home.example>) escribió:",
        "Il giorno lun 16 nov 2026 alle ore 10:00 Me <me@home.example> ha scritto:",
        "Em seg., 16 de nov. de 2026 às 10:00, Me <me@home.example> escreveu:",
        "Op ma 16 nov 2026 om 10:00 schreef Me <me@home.example>:",
        "Den mån 16 nov. 2026 kl 10:00 skrev Me <me@home.example>:",
        "Den 16.11.2026 10.00 skrev Me:",
        "W dniu 16.11.2026 o 10:00, Me pisze:",
        "pon., 16 lis 2026 o 10:00 Me <me@home.example> napisał(a):",
        "пн, 16 нояб. 2026 г. в 10:00, Me <me@home.example>:",
        "2026年11月16日(月) 10:00 Me <me@home.example>:",
        "2026년 11월 16일 (월) 오전 10:00, Me <me@home.example>님이 작성:",
        "ma 16. marrask. 2026 klo 10.00 Me (me@home.example) kirjoitti:",
        "16 Kas 2026 Pzt 10:00 tarihinde Me <me@home.example> şunu yazdı:",
        "在 2026年11月16日 10:00，Me <me@home.example> 写道：",
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "________________________________",
        "From: Me <me@home.example>\nSent: Monday, November 16, 2026 10:00 AM\nTo: Ana\nSubject: Hello\n",
        "*From:* Me [mailto:me@home.example]\n*Sent:* Monday\n*To:* Ana\n*Subject:* Hello\n",
        "Von: Me\nGesendet: Montag, 16. November 2026 10:00\nAn: Ana\nBetreff: Hello\n",
        "De : Me\nEnvoyé : lundi 16 novembre 2026 10:00\nÀ : Ana\nObjet : Hello\n",
        "De: Me\nEnviado el: lunes, 16 de noviembre de 2026 10:00\nPara: Ana\nAsunto: Hello\n",
        "Da: Me\nInviato: lunedì 16 novembre 2026 10:00\nA: Ana\nOggetto: Hello\n",
        "发件人: Me\n发送时间: 2026年11月16日 10:00\n收件人: Ana\n主题: Hello\n",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Hello\nVon: Me\n",
    ],
)
@pytest.mark.parametrize("quote", ["\n> Are you well?\n>\n> Me", "\nAre you well?\nMe"])
def test_what_is_quoted_goes(intro: str, quote: str) -> None:
    assert reply_of(f"Yes, on Tuesday.\n\nAna\n\n{intro}\n{quote}") == "Yes, on Tuesday.\n\nAna"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Costa\nDirector",
        "--\nAna",
        "—\nAna",
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent via BlackBerry from T-Mobile",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Get Outlook for Android",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android",
        "Gesendet mit der GMX Mail App",
        "Outlook für iOS beschaffen",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour iOS",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verzonden vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "发自我的 iPhone",
        "iPhoneから送信",
        "-Ana Costa",
        "_______________________________________________\nl mailing list\nl@x.example",
    ],
)
def test_signatures_go(signature: str) -> None:
    assert reply_of(f"Yes.\n\nGladly\n\n{signature}\n\n") == "Yes.\n\nGladly"
    quoted = "On Mon, 16 Nov 2026 at 10:00, Me wrote:\n> Are you well?"
    assert reply_of(f"Yes.\n\nGladly\n\n{signature}\n\n{quoted}\n") == "Yes.\n\nGladly"


@pytest.mark.parametrize(
    "text",
    [
        "On reflection, I agree with what he wrote:\n\nit is late.",
        "On Tuesday I can.\n\nOne question I had:\nwhere?",
        "Sent from my desk, much easier than from a phone.",
        "I sent it from my iPhone yesterday",
        "Well -- this is no signature.",
        "Do:\n- one\n- And another",
        "To: be or not to be\nFrom: here on",
        "From: now on we meet weekly.\n\nDate: to be found",
        "Write to Ben <ben@x.example>:\nhe knows.",
        "The day that Ben wrote: wonderful.",
        "Am I the one?",
        "a\n\n\n\nb".replace("\n\n\n\n", "\n\n"),
    ],
)
def test_what_is_said_stays(text: str) -> None:
    assert reply_of(text) == text


def test_answers_between_quotes_and_below_them_stay() -> None:
    text = (
        "Hi,\nOn 16 Nov 2026, at 10:00, Me wrote:\n> When?\n\nTuesday.\n\n> Where?\n> Here?\n\nYes.\n-- \nAna"
    )
    assert reply_of(text) == "Hi,\n\nTuesday.\n\nYes."


def test_a_rule_of_underscores_above_all_else_hides_nothing() -> None:
    text = "\n".join(f"Line {n}" for n in range(20))
    assert reply_of(f"________________________________\n\n{text}") == text
    assert reply_of(f"{text}\n________________________________\nJoin the meeting\n") == text


def test_two_introductions_to_one_quote() -> None:
    text = "On 2026-11-16 10:00, Me wrote:\n\nLe 16.11.2026 10:00, Me a écrit :\n> When?\n\nTuesday."
    assert reply_of(text) == "Tuesday."


@pytest.mark.parametrize(
    "quote",
    [
        (
            '<div class="gmail_quote">On Mon, 16 Nov 2026 at 10:00, Me &lt;<a href="mailto:me@x.example">me@x.example</a>&gt; '
            "wrote:<br><blockquote>When?<p>Where?</blockquote></div>"
        ),
        '<blockquote type="cite"><div>On 16 Nov 2026, at 10:00, Me wrote:</div><br><div>When?</div></blockquote>',
        (
            '<hr><div id="divRplyFwdMsg"><b>From:</b> Me &lt;me@x.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Ana<br>'
            "<b>Subject:</b> Hello</div><div>When?</div>"
        ),
    ],
)
def test_quotes_in_html(quote: str) -> None:
    source = f"<html><head><style>p {{}}</style></head><body><div>Tuesday &amp; here.</div><br>{quote}</body></html>"
    assert reply_of(text_of_html(source)) == "Tuesday & here."


def test_a_line_before_the_introduction_is_no_part_of_it() -> None:
    text = "On the other hand, yes.\nBen Lee <ben@x.example> wrote:\n> No?"
    assert reply_of(text) == "On the other hand, yes."


@pytest.mark.parametrize(
    "text", ["", "\n\n", "> only quoted", "-- \nAna", "On 16 Nov 2026, at 10:00, Me wrote:\n\nHi"]
)
def test_nothing_said(text: str) -> None:
    assert reply_of(text) == ""


def test_a_long_text_is_read_in_part() -> None:
    assert reply_of("x\n" * 50_000).count("x") == MOST_LINES


# The beginning and the end of what remains, and words that must not, by the file's name; None is “all of it stays”.
_SHARED: dict[str, tuple[str, str, str] | None] = {
    "correct_sig.txt": ("this is an email", "signature.", "rick"),
    "email_1_1.txt": ("Hi folks", "HTTP API.", "riak-users"),
    "email_1_2.txt": ("Hi,", "individually.\"", "Hi folks"),
    "email_1_3.txt": ("Oh thanks.", "great.", "Russell"),
    "email_1_4.txt": ("Awesome!", "with it.", "Loader"),
    "email_1_5.txt": None,
    "email_1_6.txt": ("I get", "as well.", "Was this"),
    "email_1_7.txt": (":+1:", ":+1:", "Steps"),
    "email_1_8.txt": ("I will reply", "under this.", "signature"),
    "email_2_1.txt": ("Outlook", "reply", "Google"),
    "email_2_2.txt": ("Outlook", "above line", "Comments"),
    "email_2_3.txt": ("Outlook", "format", "Kim"),
    "email_BlackBerry.txt": ("Here", "email", "Sent"),
    "email_bullets.txt": ("test 2", "another", "Give us"),
    "email_gmail.txt": ("This is", "message.", "That way"),
    "email_headers_no_delimiter.txt": ("And another", "reply!", "Watson"),
    "email_iPhone.txt": ("Here", "email", "Sent"),
    "email_multi_word_sent_from_my_mobile_device.txt": ("Here", "email", "Sent"),
    "email_one_is_not_on.txt": ("Thank", "I run...", "lastLocation"),
    "email_partial_quote_header.txt": ("On your", "not working.", "odd issue"),
    "email_sent_from_my_not_signature.txt": None,
    "email_sig_delimiter_in_middle_of_line.txt": None,
    "greedy_on.txt": ("On your", "not working.", "odd issue"),
    "pathological.txt": ("I think", "a computer.", "Sullivan"),
}  # fmt: skip


def test_the_shared_replies(shared_data: Path) -> None:
    files = {path.name: path for path in (shared_data / "mail-quotes").rglob("*.txt")}
    assert len(files) >= len(_SHARED)
    for name, expected in _SHARED.items():
        text = files[name].read_text()
        reply = reply_of(text)
        if expected is None:
            assert reply.split() == text.split(), name
        else:
            begin, end, gone = expected
            assert reply.startswith(begin) and reply.endswith(end) and gone not in reply, (name, reply)
