"""Knows what the columns of exported address books are called, in the languages that they are exported in."""

import re
import unicodedata
from functools import lru_cache

# What a column can be mapped to, in the words of the mapping step. "additional" only helps to make the name.
FIELDS: dict[str, str] = {
    "name": "Full name",
    "given": "First name",
    "additional": "Middle name",
    "family": "Last name",
    "nickname": "Nickname",
    "email": "E-mail address",
    "phone": "Phone number",
    "link": "Link (web page, LinkedIn …)",
    "organisation": "Organisation",
    "title": "Job title",
    "tags": "Tags",
    "notes": "Notes",
    "time_zone": "Time zone",
    "connected_on": "Connected on",
    "uid": "Identifier",
}

# Written as in the exports; compared without case, accents, blanks and punctuation. English, German, French,
# Spanish, Italian, Portuguese, Dutch, Polish, Nordic, Czech, Turkish, Russian, Japanese, Chinese, Korean.
_WORDS: dict[str, str] = {
    "name": """name|full name|display name|contact name|contact|person|vollständiger name|anzeigename|nom complet
        |nombre completo|nombre y apellidos|nome completo|nome visualizzato|volledige naam|weergavenaam|imię i nazwisko
        |nazwa wyświetlana|fullständigt namn|namn|navn|fulde navn|celé jméno|ad soyad|adı soyadı|полное имя|фио|имя и фамилия
        |氏名|名前|お名前|表示名|姓名|联系人|聯絡人|이름|성명|имя контакта""",
    "given": """first name|firstname|given name|givenname|forename|first|vorname|prénom|nombre|nombre de pila|primer nombre
        |nome|nome próprio|primeiro nome|voornaam|imię|förnamn|fornavn|jméno|křestní jméno|etunimi|ad|adı|имя|名|名字""",
    "additional": """middle name|additional name|middle|weitere vornamen|zweiter vorname|deuxième prénom|segundo nombre
        |secondo nome|segundo nome|middelste naam|drugie imię|mellannamn|mellemnavn|отчество|ミドル ネーム|中间名|中間名""",
    "family": """last name|lastname|family name|familyname|surname|last|nachname|familienname|nom|nom de famille|apellido
        |apellidos|cognome|sobrenome|apelido|achternaam|nazwisko|efternamn|efternavn|etternavn|příjmení|sukunimi|soyad
        |soyadı|фамилия|姓|姓氏|성""",
    "nickname": """nickname|nick|alias|spitzname|surnom|apodo|sobrenombre|soprannome|alcunha|bijnaam|pseudonim|smeknamn
        |kaldenavn|přezdívka|takma ad|псевдоним|ニックネーム|昵称|暱稱|별명""",
    "organisation": """company|company name|organization|organisation|organization name|organisation name|employer|business
        |firm|account name|firma|unternehmen|organisationsname|arbeitgeber|société|entreprise|organisme|compañía|empresa
        |organización|azienda|società|ditta|organização|bedrijf|organisatie|företag|virksomhed|společnost|yritys|şirket
        |организация|компания|会社|会社名|勤務先|公司|公司名称|单位|單位|회사|회사명""",
    "title": """job title|jobtitle|position|organization title|organisation title|role|occupation|headline|berufsbezeichnung
        |stellenbezeichnung|funktion|beruf|fonction|titre 1|poste|puesto|cargo|posizione|qualifica|mansione|functie|functietitel
        |stanowisko|befattning|stilling|pozice|funkce|iş unvanı|unvan|должность|役職|職位|职位|职务|직함|직책|profession""",
    "notes": """notes|note|comment|comments|remarks|description|additional info|additional information|notizen|bemerkungen
        |anmerkungen|remarques|commentaires|notas|anotações|observações|annotazioni|opmerkingen|notities|notatki
        |anteckningar|noter|notater|poznámky|notlar|заметки|примечания|メモ|備考|附注|备注|備註|메모""",
    "tags": """categories|category|labels|tags|groups|group membership|keywords|kategorien|kategorie|catégories|categorías
        |categorie|categorias|categorieën|kategorier|kategorie|kategoriler|категории|分類|类别|類別|범주""",
    "time_zone": "time zone|timezone|tz|zeitzone|fuseau horaire|zona horaria|fuso orario|fuso horário|tijdzone",
    "uid": "uid|contact id|unique id",
    "connected_on": """connected on|connection date|date connected|verbunden am|verbunden seit|verbindungsdatum
        |date de connexion|date de mise en relation|connecté le|conectado em|conectado el|fecha de conexión|data da conexão
        |collegato il|data di collegamento|verbonden op|gekoppeld op|connectie gemaakt op|połączono|data nawiązania kontaktu
        |ansluten den|tilsluttet den|дата установления контакта|つながった日|人脉建立日期""",
    "email": """email|e-mail|mail|email address|e-mail address|mail address|primary email|secondary email|contact email
        |e-mail-adresse|mailadresse|adresse e-mail|adresse de messagerie|adresse électronique|courriel|adresse mail
        |correo|correo electrónico|dirección de correo electrónico|dirección de correo|indirizzo e-mail|posta elettronica
        |indirizzo posta elettronica|indirizzo di posta elettronica|endereço de e-mail|endereço de correio eletrônico
        |endereço de correio eletrónico|correio eletrónico|e-mailadres|adres e-mail|e-postadress|e-post|epost|e-postadresse
        |e-mailová adresa|sähköposti|sähköpostiosoite|e-posta|e-posta adresi|адрес эл. почты|эл. почта|электронная почта
        |адрес электронной почты|почта|メール|メールアドレス|電子メール アドレス|電子メール|电子邮件|电子邮件地址|邮箱|電子郵件
        |電子郵件地址|이메일|전자 메일 주소|전자 메일""",
    "phone": """phone|phone number|telephone|telephone number|tel|mobile|mobile phone|mobile number|cell|cell phone
        |home phone|work phone|business phone|primary phone|other phone|car phone|company main phone number|telefon
        |telefonnummer|mobiltelefon|mobil|handy|telefon geschäftlich|telefon (geschäftlich)|telefon privat|weiteres telefon
        |téléphone|téléphone (bureau)|téléphone (domicile)|téléphone bureau|téléphone domicile|tél. mobile|tél mobile
        |téléphone mobile|portable|teléfono|teléfono móvil|móvil|teléfono del trabajo|teléfono particular|celular
        |teléfono celular|telefono|cellulare|ufficio|abitazione|telefono cellulare|telefono ufficio|telefone
        |telefone celular|telemóvel|telefone comercial|telefone residencial|telefoon|mobiele telefoon|telefoon op werk
        |telefoon thuis|telefon komórkowy|telefon służbowy|telefon domowy|telefon arbete|telefon bostad|mobilní telefon
        |telefon do zaměstnání|puhelin|matkapuhelin|cep telefonu|iş telefonu|телефон|телефон переносной
        |мобильный телефон|рабочий телефон|домашний телефон|電話|電話番号|携帯電話|会社電話|自宅電話|携帯|电话|手机
        |移动电话|商务电话|住宅电话|行動電話|商務電話|전화|전화번호|휴대폰|휴대 전화|근무처 전화""",
    "link": """url|link|website|web site|web page|homepage|profile|profile url|linkedin|linkedin url|linkedin profile
        |webseite|webpage|page web|site web|página web|sito web|pagina web|página da web|webpagina|strona sieci web
        |strona www|webbsida|webová stránka|web sayfası|веб-страница|web ページ|ウェブサイト|网页|網頁|웹 페이지""",
}
_PLACES = "primary|secondary|work|home|business|personal|private|other|contact|office|main"
_NUMBERED = (
    (re.compile(rf"({_PLACES})?(e?mail)(address)?\d?(address|value)?"), "email"),
    (re.compile(r"email\dadress?e?"), "email"),
    (re.compile(rf"({_PLACES})?(tele)?(phone|mobile|cell)(number|phone)?\d?(number|value)?"), "phone"),
    (re.compile(r"(website|webpage|url)\d?(value|url)?"), "link"),
    (re.compile(r"organi[sz]ation1name"), "organisation"),
    (re.compile(r"organi[sz]ation1title"), "title"),
)
_NUMBER = re.compile(r"[23]")
# "Title" is a job title unless another column is one; then it is Mr or Dr.
_DOUBTFUL_TITLES = frozenset(("title", "titel", "titre", "titulo", "tratamiento", "titolo"))
# A family name where a given name stands beside it, else a full name; and the given names that do the same.
_FAMILY_OR_FULL = frozenset(("name", "nom", "naam"))
_FOREIGN_GIVEN = frozenset(("vorname", "prenom", "voornaam"))
_GIVEN_OR_FULL = frozenset(("nombre", "nome", "имя", "ad"))


@lru_cache(maxsize=4_096)
def compact(header: str) -> str:
    """The header without case, accents, blanks and punctuation: “E-mail 1 - Value” is “email1value”."""
    decomposed = unicodedata.normalize("NFKD", header[:200].casefold().replace("ł", "l").replace("ı", "i"))
    return "".join(letter for letter in decomposed if letter.isalnum())


_KNOWN: dict[str, str] = {
    compact(word): field for field, words in _WORDS.items() for word in words.split("|")
}


def _field_of(key: str) -> str:
    found = _KNOWN.get(key, "")
    if found or not key:
        return found
    for pattern, field in _NUMBERED:
        if pattern.fullmatch(key):
            return field
    if _NUMBER.search(key):
        plain = _KNOWN.get(_NUMBER.sub("", key, count=1), "")
        return plain if plain in ("email", "phone", "link") else ""
    return ""


def guess_fields(headers: list[str]) -> list[str]:
    """For each header the key of ``FIELDS`` that it most likely means, or an empty text.

    Looks at the headers together: “Name” beside “Vorname” is a last name, “Title” beside “Job Title” is
    Mr or Dr and is left out.
    """
    keys = [compact(header) for header in headers]
    fields = [_field_of(key) for key in keys]
    has_title = "title" in fields
    has_family = "family" in fields
    for at, key in enumerate(keys):
        if key in _DOUBTFUL_TITLES:
            fields[at] = "" if has_title else "title"
        elif key in _FAMILY_OR_FULL:
            fields[at] = "family" if _FOREIGN_GIVEN & set(keys) else "name"
        elif key in _GIVEN_OR_FULL and not has_family:
            fields[at] = "name"
    return fields


def known_headers(headers: list[str]) -> int:
    """How many of the headers are known; 0 unless one of them can name a person."""
    if any("@" in header for header in headers):
        return 0
    fields = guess_fields(headers)
    return sum(map(bool, fields)) if {"name", "given", "family", "email", "organisation"} & set(fields) else 0


_GOOGLE = re.compile(
    r"(email|phone|address|website|organization|event|relation|customfield|im)\d(type|label|value|name)"
)
_OUTLOOK_ENGLISH = frozenset(
    (
        *("businessphone", "homephone", "mobilephone", "businessstreet", "homestreet", "email2address"),
        *("webpage", "primaryphone", "businessfax"),
    )
)
# What only the other tables of a LinkedIn export have: about the owner, and about what was said of whom.
_NOT_PEOPLE = (
    {"maidenname", "headline"},
    {"creationdate", "text", "status"},
    {"transactionmadeat"},
    {"verificationtype"},
    {"invoicenumber"},
    {"endorsementdate"},
)


def program_of(headers: list[str]) -> str:
    """Which program wrote a file with these headers: “google”, “outlook”, or “csv” for any other."""
    keys = [compact(header) for header in headers]
    if any(_GOOGLE.fullmatch(key) for key in keys):
        return "google"
    if "primaryemail" in keys:  # Thunderbird
        return "csv"
    if "emailaddress" in keys and len(_OUTLOOK_ENGLISH & set(keys)) >= 2:
        return "outlook"
    fields = guess_fields(headers)
    is_foreign = "emailaddress" not in keys and fields.count("email") >= 1
    looks_whole = {"given", "family", "organisation", "title"} <= set(fields) and fields.count("phone") >= 2
    return "outlook" if is_foreign and looks_whole and not {"email", "mail"} & set(keys) else "csv"


def names_people(headers: list[str]) -> bool:
    """Whether this is surely a table of people: it has a name, and something to reach or place somebody by.

    A lone “Name”, or “Name” and “Url”, may as well be skills or articles; a lone “Email” is a list of people.
    """
    fields = set(guess_fields(headers))
    keys = {compact(header) for header in headers}
    if any(signs <= keys for signs in _NOT_PEOPLE):
        return False
    if fields == {"email"} and len(headers) == 1:
        return True
    is_placed = bool(fields & {"email", "phone", "organisation", "title"})
    return {"given", "family"} <= fields or (is_placed and bool(fields & {"name", "given", "family"}))
