"""The records of a SIE file (types 1-4) as frozen dataclasses. Amounts are whole öre, never floats.

Sign, as the format prescribes: debit is positive, credit negative. Costs and assets are therefore positive,
income, liabilities and eget kapital negative. Codes (konto, objekt, series) are text, dimensions are numbers.
Source: SIE-Gruppen, SIE filformat, utgåva 4B (2008-09-30).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning
from fordelning.sie.fynd import Brist

Sietyp = Literal["1", "2", "3", "4E", "4I"]
"""1 year balances, 2 period balances, 3 per objekt, 4E with verifikationer, 4I only verifikationer for import."""

Saldoslag = Literal["IB", "UB", "OIB", "OUB", "RES"]
Transaktionsslag = Literal["TRANS", "RTRANS", "BTRANS"]

Objektlista = tuple[tuple[int, str], ...]
"""Pairs (dimension, objekt); empty = the konto as a whole."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program that wrote the file."""

    namn: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Rakenskapsar:
    """An accounting year of the file: 0 = the current one, -1 = the one before."""

    arsnr: int
    start: date
    slut: date

    def holds(self, dag: date) -> bool:
        return self.start <= dag <= self.slut

    def shares(self, kalenderar: int) -> bool:
        """Whether it has a day of the calendar year."""
        return self.start.year <= kalenderar <= self.slut.year

    def holds_period(self, period: str) -> bool:
        return f"{self.start:%Y%m}" <= period <= f"{self.slut:%Y%m}"


@dataclass(frozen=True, slots=True)
class Uppgift:
    """A record about the file as a whole that is carried along as it is (#PROSA, #ADRESS, #KPTYP, #VALUTA, …)."""

    etikett: str
    falt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Konto:
    """A konto with its type (T, S, K or I), the unit of its quantities, and its SRU codes."""

    kontonr: str
    namn: str
    typ: str = ""
    enhet: str = ""
    sru: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A kind of objekt; `over` is the dimension that it is a part of (#UNDERDIM)."""

    nummer: int
    namn: str
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Objekt:
    """A cost centre, a project, an insats: something within a dimension."""

    dimension: int
    objektnr: str
    namn: str


@dataclass(frozen=True, slots=True)
class Saldo:
    """Opening or closing balance of a konto (IB, UB), of a konto and objekt (OIB, OUB), or a year's result (RES)."""

    slag: Saldoslag
    arsnr: int
    konto: str
    belopp_ore: int
    objekt: Objektlista = ()
    kvantitet: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Periodsaldo:
    """What a konto changed by in a month, `period` = yyyymm."""

    arsnr: int
    period: str
    konto: str
    belopp_ore: int
    objekt: Objektlista = ()
    kvantitet: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Periodbudget:
    """What a konto is budgeted to change by in a month, `period` = yyyymm."""

    arsnr: int
    period: str
    konto: str
    belopp_ore: int
    objekt: Objektlista = ()
    kvantitet: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Transaktion:
    """A row of a verifikation. RTRANS: the TRANS after it was added later. BTRANS: the row has been struck out."""

    konto: str
    belopp_ore: int
    objekt: Objektlista = ()
    datum: date | None = None
    text: str = ""
    kvantitet: Decimal | None = None
    sign: str = ""
    slag: Transaktionsslag = "TRANS"


@dataclass(frozen=True, slots=True)
class Verifikation:
    """A verifikation; its booked rows sum to zero."""

    serie: str
    vernr: str
    datum: date
    text: str = ""
    regdatum: date | None = None
    sign: str = ""
    rader: tuple[Transaktion, ...] = ()

    @property
    def bokforda(self) -> tuple[Transaktion, ...]:
        """The rows that count: every RTRANS is followed by its TRANS, and a BTRANS has been struck out."""
        return tuple(rad for rad in self.rader if rad.slag == "TRANS")


@dataclass(frozen=True, slots=True)
class Overhoppad:
    """A record that was not taken in, and why."""

    rad: int
    etikett: str
    varfor: str


@dataclass(frozen=True, slots=True)
class SieFil:
    """A SIE file. What only says how it was read (encoding, fingerprint, what was skipped) is not compared.

    `kontrollsumma`: the file carries #KSUMMA, and is written with it again. `brister`: faults that stop only those who
    read another year, or the budget; they are among the warnings too.
    """

    sietyp: Sietyp
    foretagsnamn: str
    rakenskapsar: tuple[Rakenskapsar, ...] = ()
    program: Program | None = None
    skapad: date | None = None
    skapad_av: str = ""
    orgnr: tuple[str, ...] = ()
    flagga: int = 0
    omfattning: date | None = None
    uppgifter: tuple[Uppgift, ...] = ()
    dimensioner: tuple[Dimension, ...] = ()
    objekt: tuple[Objekt, ...] = ()
    konton: tuple[Konto, ...] = ()
    saldon: tuple[Saldo, ...] = ()
    periodsaldon: tuple[Periodsaldo, ...] = ()
    periodbudget: tuple[Periodbudget, ...] = ()
    verifikationer: tuple[Verifikation, ...] = ()
    kontrollsumma: bool = False
    kodning: str = field(default="cp437", compare=False)
    fil: Fil | None = field(default=None, compare=False)
    overhoppade: tuple[Overhoppad, ...] = field(default=(), compare=False)
    varningar: tuple[Anmarkning, ...] = field(default=(), compare=False)
    brister: tuple[Brist, ...] = field(default=(), compare=False)

    @property
    def namn(self) -> str:
        """The file's name, for messages."""
        return self.fil.namn if self.fil else "SIE-filen"

    @property
    def valuta(self) -> str:
        """The currency of every amount; the format says SEK when it is not given."""
        valutor = {u.falt[0].strip().upper() for u in self.uppgifter if u.etikett == "VALUTA" and u.falt} - {""}
        return ", ".join(sorted(valutor)) or "SEK"
