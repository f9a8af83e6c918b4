"""Given names that people use for one another: short forms, pet names and spellings across Europe."""

from collections.abc import Mapping
from typing import Final

# One group a line: the full name, then what its bearers are called, all folded. Written by hand; a
# form that stands in several lines (alex, chris, sam) is compatible with each and equal to none.
_GROUPS: Final = """
aaron ron ronnie
abigail abby abbie gail
abraham abe bram
adelaide addie
agnes agnieszka aggie
albert al bert albie
alberto beto
alejandro alex jandro
aleksandra ola alex sasha
aleksander alek olek alex sasha
alexander alex al sandy xander lex sascha alec
alexandra alex sandra sandy lexi
alfred al alf alfie fred
alice alicja ali
alison ali allie
amanda mandy
anastasia nastya stacy
andrew andy drew
andreas andi andy
andrea andi
andrzej jedrek
angela angie
anna ania anya annie anni
anne annie
anthony tony ant
antonio toni tonio
antonia toni
archibald archie
arnold arnie
arthur art artie
augustus gus
barbara barb barbie babs basia
bartholomew bart
bartosz bartek
beatrice bea trixie
benedict ben
benjamin ben benny benji
bernard bernie
bernhard bernd
brigitte gitte
bradley brad
carl kalle
carolina caro
caroline caro carrie
catherine cathy cate cath cat kate katie kitty
charles charlie chuck chas chaz
charlotte lottie charlie lotte
christian chris
christina chris chrissie tina christine
christopher chris topher kit
clara klara
claudia claudi
clifford cliff
constance connie
cornelia conny nelly
cynthia cindy
daniel dan danny
daniela dani
danielle dani
david dave davey
deborah deb debbie debra
dennis denny
diana di
dmitri dima mitya
dolores lola
dominic dom
dominik domi
donald don donnie
dorothy dot dottie dolly dorothea
douglas doug
edmund ed eddie ned
eduardo edu
edward ed eddie ned ted teddy
edwin ed eddie
eleanor ellie nell nellie
elizabeth liz lizzie beth betty elisabeth bess libby
emily em emmy
emma em
enrique quique
ernest ernie
eugene gene
evelyn evie
ewa ewka
felicity fliss
ferdinand ferdi
fernando nando fer
florence flo florrie
frances fran francie frankie
francis frank fran
francesco franco cesco
francisco paco pancho fran kiko
frantisek franta
franziska franzi
franz franzl
frederick fred freddie freddy frederic
friedrich fritz
gabriel gabe
gabriela gabi gaby
gabriele gabi
geoffrey geoff jeff
george georgie
georgina georgie
gerald gerry jerry
gerard gerry
gerhard gerd
giovanni gianni vanni
giuseppe beppe pino peppe
gertrude trudy gertie
gilbert gil
gonzalo gonza
grace gracie
gregory greg
grzegorz grzesiek
guillermo guille memo
gunther gunni
hannah hanna
harold harry hal
harriet hattie
heinrich heinz heiner
helen nell helena
helmut helmi
henry harry hank hal
herbert herb bertie
howard howie
ignacio nacho
isabel isa bel izzy isabelle isabella bella
isaac ike
ivan vanya
jacob jake jakob
jackson jack
jacqueline jackie
james jim jimmy jamie jem
jan janek honza
jane janie
janet jan
janusz januszek
jasmine jas
jeffrey jeff
jennifer jen jenny jenn
jeremy jem jerry
jessica jess jessie
jesus chuy
joachim achim jochen
joan joanie
joanna jo joanne asia
johannes hannes hans
john johnny jack jon
jonathan jon jonny johnathan
jose pepe chepe
josefa pepa
joseph joe joey jo
josephine jo josie
joshua josh
jozef jozek
judith judy jude
julia julie jule
julian jules
katarzyna kasia
katharina kathi katja kati
katherine kathy kate katie kat kathryn
kathleen kathy kate katie
kenneth ken kenny
kimberly kim
klaus claus
konstantin kostya
krzysztof krzysiek
kristina kris tina
kristoffer kris
laura laurie
lawrence larry
laurence larry laurie
leonard len lenny leo
leonardo leo
leopold leo
leslie les
lillian lil lily
lorenzo renzo
louis lou louie
louise lou
lucia lucy
ludwig lutz wiggerl
luis lucho
lukas lukasz luke lucas
maciej maciek
madeleine maddie madeline
magdalena magda
malgorzata gosia
manuel manolo manu
manfred manni
marcus marc mark markus
margaret maggie meg peggy marge margie greta peg
margarete grete gretel
marguerite margot
maria mary marie
martin marty
martha marty
matilda tilly
matthew matt matty
matthias matze mathias
mateusz mati
maximilian max
maxwell max
melanie mel
melissa mel lissa
mercedes merche
michael mike mick mickey micky mikey mitch
michelle shelly
mikhail misha
miguel migue
mildred millie
miroslav mirek
mitchell mitch
mohammed mohammad muhammad mohamed mo
montserrat montse
nadezhda nadia
nancy nan
nathan nate nat
nathaniel nate nat
natalie nat
nicholas nick nicky nico nicolas nikolas nikolaus
nicola nicky
nicole nicky nikki
nikolai kolya
norman norm
oliver ollie olly
oscar oskar
pamela pam
patricia pat patty trish tricia patsy
patrick pat paddy
paul pauly
pauline polly
pavel pasha
pawel pawelek
pedro perico
penelope penny
peter pete
petra peti
philip phil phillip pip
philippa pip pippa
phoebe phebe
piotr piotrek
priscilla cilla
rachel rach
ralph ralphie
ramon moncho
randall randy
raphael rafe raf
rafael rafa
raymond ray
rebecca becky becca bex
reginald reg reggie
rene reni
reinhard reini
ricardo ricky richie
richard rick dick richie ricky rich
rita ritchie
robert rob bob bobby robbie bert
roberto beto robi
roderick rod rick
rodolfo fito
rodney rod
roland rollo
ronald ron ronnie
rosa rosie
rosemary rosie
rudolf rudi
rupert rupe
russell russ
salvatore toto salvo turi
samantha sam sammie
samuel sam sammy
sarah sara sally sadie
sebastian seb basti bastian
sergei seryozha
sergio checho
sidney sid
siegfried siggi
simon si
sofia sophie sophia zofia zosia
stanislaw staszek stan stach
stanley stan
stephanie steph steffi stefanie
stephen steve stevie steven stefan stephan steffen
stuart stu stewart
susan sue susie suzie suzy
susanne susi
suzanne sue suzy
sylvia silvia
sven svenni
tamara tammy
tatiana tanya tania
teresa terry tess tessa theresa terri tere
terence terry terrence
theodore ted teddy theo
thomas tom tommy thom
tiffany tiff
timothy tim timmy
tobias tobi toby
tomasz tomek
ulrich uli ulli
ulrike uli ulli
ursula uschi ulla
valentina vale tina
valerie val
vanessa nessa
veronica ronnie vero
victor vic viktor
victoria vicky vicki tori viktoria
vincent vince vinny vinnie
virginia ginny ginger
vladimir vova volodya vlad
waldemar waldi
walter walt wally
werner wern
wilfred wilf fred
wilhelm willi willy
william will bill billy willie
wojciech wojtek
wolfgang wolf
xavier xavi
yevgeny zhenya
zachary zach zack zac
zbigniew zbyszek
"""


def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        full, *rest = line.split()
        for form in (full, *rest):
            found.setdefault(form, set()).add(full)
    return {form: frozenset(fulls) for form, fulls in found.items()}


_FULL_NAMES: Final[Mapping[str, frozenset[str]]] = _forms()
_ONE_FULL_NAME: Final[Mapping[str, str]] = {
    form: next(iter(fulls)) for form, fulls in _FULL_NAMES.items() if len(fulls) == 1
}


def full_name_of(word: str) -> str:
    """The one full name that ``word`` (folded) is short for; itself when there is none, or more than one."""
    return _ONE_FULL_NAME.get(word, word)


def may_be_same_name(one: str, other: str) -> bool:
    """Whether two folded given names can be the same person's: "bob" and "robert", "chris" and "christina"."""
    if one == other:
        return True
    mine, theirs = _FULL_NAMES.get(one), _FULL_NAMES.get(other)
    return mine is not None and theirs is not None and not mine.isdisjoint(theirs)
