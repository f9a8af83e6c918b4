"""One mail: whose, when, what it answers, its own words, whose mail it passes on."""

from datetime import UTC, datetime

import pytest

from mentorpanel.domain.incoming_mail import IncomingMail, MailPerson, Unreadable
from mentorpanel.formats.incoming_mail import MOST_BYTES, read_headers, read_mail

ANA = MailPerson("Ana Costa", "ana@work.example")
HEAD = "From: Ana Costa <ana@work.example>\nSubject: Re: Hello\nDate: Mon, 16 Nov 2026 10:00:00 +0100\n"


def read(content: bytes | str) -> IncomingMail:
    mail = read_mail(content.encode() if isinstance(content, str) else content)
    assert isinstance(mail, IncomingMail), mail
    return mail


def mail(*headers: str, text: str = "Hi") -> IncomingMail:
    return read(HEAD + "".join(f"{header}\n" for header in headers) + "\n" + text)


def of_parts(*parts: str, kind: str = "mixed") -> IncomingMail:
    inside = "".join(f"--b\n{part}\n" for part in parts)
    return mail(f'Content-Type: multipart/{kind}; boundary="b"', text=f"preamble\n{inside}--b--\nepilogue")


def test_a_whole_mail() -> None:
    found = mail(
        "Message-ID: <2@work.example>",
        "To: Me <Me@Home.example>, =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <jm@x.example>",
        "Cc: ben@x.example (Ben)",
        "Delivered-To: me+ana@home.example",
        "X-Original-To: me@home.example",
        "In-Reply-To: <1@home.example>",
        "References: <0@home.example>",
        " <1@home.example> <1@home.example>",
        text="Yes!\n\nOn Mon, 9 Nov 2026 at 08:00, Me <me@home.example> wrote:\n> Are you well?\n",
    )
    assert found == IncomingMail(
        message_id="<2@work.example>",
        sender=ANA,
        to=(MailPerson("Me", "me@home.example"), MailPerson("Jörg Müller", "jm@x.example")),
        cc=(MailPerson("Ben", "ben@x.example"),),
        delivered_to=("me+ana@home.example", "me@home.example"),
        subject="Re: Hello",
        sent_at=datetime(2026, 11, 16, 9, tzinfo=UTC),
        in_reply_to="<1@home.example>",
        references=("<0@home.example>", "<1@home.example>"),
        is_bulk=False,
        is_automatic=False,
        is_bounce=False,
        text="Yes!\n\nOn Mon, 9 Nov 2026 at 08:00, Me <me@home.example> wrote:\n> Are you well?",
        reply="Yes!",
        calendar=(),
    )


@pytest.mark.parametrize(
    ("header", "person"),
    [
        ("Ana Costa <ANA@work.example>", ANA),
        ('"Costa, Ana" <ana@work.example>', MailPerson("Costa, Ana", "ana@work.example")),
        ("=?utf-8?Q?Costa,_Ana?= <ana@work.example>", MailPerson("Costa, Ana", "ana@work.example")),
        ("=?UTF-8?B?QW5hIENvc3Rh?=\n <ana@work.example>", ANA),
        ("=?utf-8?q?Ana_?= =?utf-8?q?Costa?= <ana@work.example>", ANA),
        ("=?utf-8?B?w?= =?utf-8?B?6Q==?= <e@x.example>", MailPerson("é", "e@x.example")),
        ('"=?iso-8859-1?Q?J=F6rg?=" <j@x.example>', MailPerson("Jörg", "j@x.example")),
        ("=?x-unknown?Q?Ana?= <ana@x.example>", MailPerson("Ana", "ana@x.example")),
        ("ana@work.example (Ana Costa)", ANA),
        ("Ana Costa ana@work.example", ANA),
        ("<ana@work.example>", MailPerson("", "ana@work.example")),
        ("'ana@work.example' <ana@work.example>", MailPerson("", "ana@work.example")),
        ("mailto:ana@work.example", MailPerson("", "ana@work.example")),
        ("Ana(first)Costa <ana(home)@work.example(there)>", MailPerson("AnaCosta", "ana@work.example")),
        ("Friends: Ana Costa <ana@work.example>;", ANA),
        ("Ana", None),
        ("undisclosed-recipients:;", None),
        ("", None),
    ],
)
def test_who_wrote(header: str, person: MailPerson | None) -> None:
    assert read(f"From: {header}\nSubject: x\n\n").sender == person


def test_names_in_bytes_that_declare_nothing() -> None:
    assert read("From: Zoë <z@x.example>\n\n".encode()).sender == MailPerson("Zoë", "z@x.example")
    assert read("From: Zoë <z@x.example>\n\n".encode("latin-1")).sender == MailPerson("Zoë", "z@x.example")


def test_without_from_the_sender_counts() -> None:
    assert read("Subject: x\nSender: Ana Costa <ana@work.example>\n\n").sender == ANA


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Mon, 16 Nov 2026 10:00:00 +0100", (2026, 11, 16, 9)),
        ("16 Nov 26 10:00 EST", (2026, 11, 16, 15)),
        ("Mon, 16 Nov 2026 10(ten) : 00 : 00 -0000", (2026, 11, 16, 10)),
        ("Mon, 16 Nov 2026 10:00:60 GMT", (2026, 11, 16, 10, 0, 59)),
        ("Mon, 16 Nov 2026 10:00:00 +9999", (2026, 11, 16, 10)),
        ("2026-11-16 10:00:00 +0200", (2026, 11, 16, 8)),
        ("Mo, 16 Nov 2026 10:00:00 +0100", (2026, 11, 16, 9)),
        ("Montag, 16. November 2026 10:00", (2026, 11, 16, 10)),
        ("Tue, 1 Jan 1979 00:00:00 +0000", (1979, 1, 1)),
        ("Mon, 16 Nov 99999 10:00:00 +0100", None),
        ("Mon, 99 Nov 2026 99:99:99 +0100", None),
        ("1" * 100_000, None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_when(header: str, moment: tuple[int, ...] | None) -> None:
    expected = datetime(*moment, tzinfo=UTC) if moment else None  # type: ignore[misc, arg-type]
    assert read(f"From: a@x.example\nDate: {header}\n\n").sent_at == expected


@pytest.mark.parametrize("date", ["Date: Tue, 1 Jan 1980 00:00:00 +0000", "Date: never", "X: y"])
def test_a_server_s_stamp_counts_where_the_date_cannot_be_right(date: str) -> None:
    stamps = "Received: from a by b; Mon, 16 Nov 2026 10:00:05 +0000\nReceived: from x; Mon, 16 Nov 2020 10:00:00 +0000"
    found = read(f"From: a@x.example\n{date}\n{stamps}\n\n")
    assert found.sent_at == datetime(2026, 11, 16, 10, 0, 5, tzinfo=UTC)


def test_message_ids_as_mail_programs_mangle_them() -> None:
    found = mail(
        "Message-ID: 5@x.example", "In-Reply-To: Your mail of Monday <1@\n x.example> and", "References: none"
    )
    assert (found.message_id, found.in_reply_to, found.references) == ("<5@x.example>", "<1@x.example>", ())
    assert mail("Message-ID: what is this").message_id == ""


@pytest.mark.parametrize(
    ("header", "bulk", "automatic"),
    [
        ("List-Id: <l.x.example>", True, False),
        ("List-Unsubscribe: <mailto:u@x.example>", True, False),
        ("List-Post: <mailto:l@x.example>", True, False),
        ("Precedence: Bulk", True, False),
        ("Precedence: auto_reply", False, True),
        ("Auto-Submitted: auto-replied; owner-email=a@x", False, True),
        ("Auto-Submitted: no", False, False),
        ("X-Autoreply: yes", False, True),
        ("Return-Path: <>", False, True),
        ("Precedence: normal", False, False),
    ],
)
def test_lists_and_machines(header: str, bulk: bool, automatic: bool) -> None:
    found = mail(header)
    assert (found.is_bulk, found.is_automatic, found.is_bounce) == (bulk, automatic, False)


@pytest.mark.parametrize(
    "subject", ["Automatic reply: Hello", "Out of Office: x", "Automatische Antwort: Hallo"]
)
def test_out_of_office_by_its_subject(subject: str) -> None:
    assert read(f"From: a@x.example\nSubject: {subject}\n\n").is_automatic


@pytest.mark.parametrize(
    ("action", "original", "is_bounce"),
    [
        ("failed", "message/rfc822", True),
        ("failed", "text/rfc822-headers", True),
        ("delayed", "message/rfc822", False),
        ("delivered", "message/rfc822", False),
    ],
)
def test_a_report_that_a_mail_was_not_delivered(action: str, original: str, is_bounce: bool) -> None:
    found = of_parts(
        "Content-Type: text/plain\n\nIt did not arrive.",
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: {action}\nStatus: 5.1.1\n",
        f"Content-Type: {original}\n\nFrom: Me <me@home.example>\nMessage-ID: <lost@home.example>\n\nHello",
        kind='report; report-type="delivery-status"',
    )
    assert found.is_bounce == is_bounce
    assert found.is_automatic
    assert found.references == (("<lost@home.example>",) if is_bounce else ())
    assert found.forwarded is None


def test_a_report_in_an_old_server_s_own_words() -> None:
    found = read(
        "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\nSorry.\n\nMessage-ID: <lost@home.example>\n"
    )
    assert found.is_bounce and found.references == ("<lost@home.example>",)


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1", "Gr\xfc\xdfe".encode("latin-1"), "Grüße"),
        ("Content-Type: text/plain; charset=no-such", "Grüße".encode(), "Grüße"),
        ("Content-Type: text/plain; charset=us-ascii", b"Gr\xfc\xdfe", "Grüße"),
        ("Content-Type: text/plain; charset=utf-7", b"a+2AA-b\0c", "a?bc"),
        ("Content-Transfer-Encoding: base64", b"SGV\nsbG8", "Hello"),
        ("Content-Transfer-Encoding: BASE64", b"!SGVsbG8=!", "Hello"),
        ("Content-Transfer-Encoding: quoted-printable", b"a=\r\nb=3D=ZZ", "ab==ZZ"),
        ("Content-Transfer-Encoding: made-up", b"plain", "plain"),
        ("Content-Type: nonsense", b"plain", "plain"),
        (
            "Content-Type: text/html",
            b"<p>One&nbsp;two</p><style>x{}</style><ul><li>a<li>b</ul>",
            "One two\n\n- a\n- b",
        ),
        (
            "Content-Type: text/html",
            b"<script>if (a<b) {}</script><!-- no -->Yes<br>&lt;b&gt; &#999999999999;",
            "Yes\n<b>",
        ),
        ("Content-Type: text/html", b"<a title='a>b' href=\"x\">Link</a> 1 < 2", "Link 1 < 2"),
    ],
)
def test_the_text(headers: str, body: bytes, text: str) -> None:
    assert read(f"From: a@x.example\n{headers}\n\n".encode() + body).text.replace("\xa0", " ") == text


def test_plain_text_goes_before_html_and_files_are_no_text() -> None:
    found = of_parts(
        "Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nPlain\n"
        "--c\nContent-Type: text/html\n\n<p>Rich</p>\n--c--",
        "Content-Type: text/plain; name=notes.txt\nContent-Disposition: attachment\n\nA file",
    )
    assert found.text == "Plain"
    assert (
        of_parts("Content-Type: text/plain\n\n \n", "Content-Type: text/html\n\n<p>Rich</p>").text == "Rich"
    )
    assert of_parts("Content-Type: text/plain; name=notes.txt\n\nA file").text == "A file"


def test_a_list_s_footer_does_not_stand_for_the_text_and_a_copy_in_html_comes_once() -> None:
    rich = "Content-Type: text/html\n\n<p>When do we meet?</p>"
    assert of_parts(rich, "Content-Type: text/plain\n\nThe list").text == "When do we meet?\nThe list"
    assert of_parts("Content-Type: text/plain\n\nWhen do\nwe meet?", rich).text == "When do\nwe meet?"
    both = "Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nPlain\n--c\n"
    assert of_parts(f"{both}{rich}\n--c--", "Content-Type: text/plain\n\nThe list").text == "Plain\nThe list"


def test_badly_made_parts() -> None:
    assert mail("Content-Type: multipart/mixed; boundary=b", text="--b\n\nNo end").text == "No end"
    assert mail("Content-Type: multipart/mixed", text="--guess\n\nNo name\n--guess--").text == "No name"
    assert (
        mail("Content-Type: multipart/mixed; boundary=b", text="--bb\n\nx\n--b\n\nRight\n--b--").text
        == "Right"
    )
    assert (
        read("From a@x.example Mon Nov 16\nFrom: a@x.example\nno header\nSubject: S\n\nText").subject == "S"
    )
    assert read("From: a@x.example\nThis is text already\nand more\n\nand more").text.startswith(
        "This is text"
    )
    assert read(HEAD.replace("\n", "\r") + "\rLines end\rby CR").text == "Lines end\nby CR"


def test_a_forwarded_mail_that_is_attached() -> None:
    found = of_parts(
        "Content-Type: text/plain\n\nSee below.",
        "Content-Type: message/rfc822\n\nFrom: Ben <ben@x.example>\nDate: Sun, 15 Nov 2026 10:00:00 +0000\n\nHello",
    )
    assert found.forwarded == MailPerson("Ben", "ben@x.example")
    assert found.forwarded_at == datetime(2026, 11, 15, 10, tzinfo=UTC)
    assert found.text == "See below."


@pytest.mark.parametrize(
    ("subject", "body", "hour"),
    [
        (
            "Fwd: Hello",
            (
                "---------- Forwarded message ---------\nFrom: Ben Lee <ben@x.example>\n"
                "Date: Sun, Nov 15, 2026 at 10:00 AM\nSubject: Hello\nTo: <ana@work.example>\n\nHello"
            ),
            9,
        ),
        (
            "Fwd: Hello",
            (
                "Begin forwarded message:\n\nFrom: Ben Lee <ben@x.example>\nSubject: Hello\n"
                "Date: November 15, 2026 at 10:00:00 AM GMT+2\nTo: ana@work.example\n\nHello"
            ),
            8,
        ),
        (
            "FW: Hello",
            (
                "FYI\n\n________________________________\nFrom: Ben Lee <ben@x.example>\n"
                "Sent: Sunday, November 15, 2026 10:00 AM\nTo: Ana\nSubject: Hello\n\nHello"
            ),
            9,
        ),
        (
            "WG: Hello",
            "Von: Ben Lee [mailto:ben@x.example]\nGesendet: Sonntag, 15. November 2026 10:00\nAn: Ana\nBetreff: Hello",
            9,
        ),
        (
            "Hello",
            (
                "-------- Weitergeleitete Nachricht --------\nBetreff: Hello\nVon: Ben Lee <ben@x.example>\n"
                "Datum: Sun, 15 Nov 2026 10:00:00 +0000\nAn: Ana\n"
            ),
            10,
        ),
        (
            "I: Hello",
            "Da: Ben Lee <ben@x.example>\nInviato: domenica 15 novembre 2026 10:00\nA: Ana\nOggetto: Hello",
            9,
        ),
    ],
)
def test_a_forwarded_mail_in_the_text(subject: str, body: str, hour: int) -> None:
    found = read(HEAD.replace("Re: Hello", subject) + "\n" + body)
    assert found.forwarded == MailPerson("Ben Lee", "ben@x.example")
    assert found.forwarded_at == datetime(2026, 11, 15, hour, tzinfo=UTC)
    assert found.reply == ("FYI" if body.startswith("FYI") else "")


def test_a_reply_forwards_nothing() -> None:
    body = "Yes\n\nFrom: Ben <ben@x.example>\nSent: Sunday, November 15, 2026 10:00 AM\nTo: Ana\nSubject: Hello\n\nHi"
    found = mail(text=body)
    assert (found.forwarded, found.reply) == (None, "Yes")


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\r\n", b"\x89PNG\r\n\x1a\n\0\0", b"Hello,\n\nno header", b'{"From": 1}']
)
def test_what_is_no_mail_is_refused_with_a_reason(content: bytes) -> None:
    refused = read_mail(content)
    assert isinstance(refused, Unreadable) and refused.reason


def test_a_mail_that_is_too_large_is_refused() -> None:
    refused = read_mail(b"From: a@x.example\n\n" + b"x" * MOST_BYTES)
    assert isinstance(refused, Unreadable) and "larger than" in refused.reason


def test_headers_alone() -> None:
    found = read_headers(HEAD.encode())
    assert isinstance(found, IncomingMail)
    assert (found.sender, found.subject, found.text) == (ANA, "Re: Hello", "")
