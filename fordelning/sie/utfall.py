"""Outcome and budget of a SIE file per budget head, month, objekt and finansiär.

Sign: SIE has credit negative. Here every head counts in its own direction, so that a normal amount is positive: costs
as debit (+), income and eget kapital as credit turned (−saldo).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.sie.kontoplan import KOSTNADER, Finansiar, Huvud, Kontoplan, Traff
from fordelning.sie.poster import Objektlista, Periodbudget, Periodsaldo, Rakenskapsar, SieFil
from fordelning.sie.rader import format_ore

Utfallskalla = Literal["verifikationer", "periodsaldon", "periodbudget"]


@dataclass(frozen=True, slots=True)
class Utfallspost:
    """What a head had in a month. `objekt` is the insats of a cost or the party of an income, "" when not given."""

    huvud: Huvud
    finansiar: Finansiar | None
    ar: int
    manad: int
    objekt: str
    belopp_ore: int


@dataclass(frozen=True, slots=True)
class Utfall:
    """A year per head. `ingaende_kapital_ore` is eget kapital at the start, None when the file has no IB for it."""

    budgetar: int
    kalla: Utfallskalla
    poster: tuple[Utfallspost, ...]
    ingaende_kapital_ore: int | None = None
    varningar: tuple[Anmarkning, ...] = ()

    def compute_sum(self, *huvuden: Huvud, finansiar: Finansiar | None = None) -> int:
        """The sum of some heads, öre; of one finansiär when it is given."""
        poster = (p for p in self.poster if p.huvud in huvuden and finansiar in (None, p.finansiar))
        return sum(p.belopp_ore for p in poster)

    @property
    def intakter_ore(self) -> int:
        return self.compute_sum("intakter")

    @property
    def kostnader_ore(self) -> int:
        return self.compute_sum(*KOSTNADER)


@dataclass(frozen=True, slots=True)
class _Rorelse:
    """A change of a konto in a month, in SIE's sign; `objekt` in the dimension that the konto's head is split by."""

    konto: str
    period: str
    objekt: str
    belopp_ore: int


def compute_utfall(sie: SieFil, kontoplan: Kontoplan, budgetar: int) -> Utfall:
    """The year's outcome: from the verifikationer where the file has any for the year, else from #PSALDO.

    Raises UnderlagFel for a konto outside the kontoplan, another currency than SEK, or a file without the year or its
    months (type 1).
    """
    ar = _find_ar(sie, budgetar)
    varningar: list[Anmarkning] = []
    kalla: Utfallskalla = "verifikationer"
    rorelser = [*_read_verifikationer(sie, kontoplan, ar, varningar)]
    if not rorelser:
        kalla = "periodsaldon"
        rorelser = [*_read_perioder(sie.periodsaldon, sie, kontoplan, ar, varningar)]
    if not rorelser:
        vad = f"filen har varken verifikationer eller periodsaldon för {budgetar}"
        raise UnderlagFel([Anmarkning(sie.namn, vad, "SIE av typ 2, 3 eller 4", "Exportera som en av dem")])
    return Utfall(
        budgetar, kalla, _make_poster(sie, kontoplan, rorelser), _sum_capital(sie, kontoplan, ar), (*varningar,)
    )


def compute_budget(sie: SieFil, kontoplan: Kontoplan, budgetar: int) -> Utfall:
    """The year's budget, from #PBUDGET. Raises as `compute_utfall`."""
    ar = _find_ar(sie, budgetar)
    varningar: list[Anmarkning] = []
    rorelser = [*_read_perioder(sie.periodbudget, sie, kontoplan, ar, varningar)]
    if not rorelser:
        vad = f"filen har ingen periodbudget (#PBUDGET) för {budgetar}"
        raise UnderlagFel([Anmarkning(sie.namn, vad, "SIE av typ 2 eller 3 med budget", "Ta med budgeten i exporten")])
    poster = _make_poster(sie, kontoplan, rorelser)
    return Utfall(budgetar, "periodbudget", poster, _sum_capital(sie, kontoplan, ar), (*varningar,))


def _find_ar(sie: SieFil, budgetar: int) -> Rakenskapsar:
    """The accounting year that is the budget year; a file for import (4I) may name none, and then the dates decide."""
    if sie.valuta != "SEK":
        raise UnderlagFel([Anmarkning(sie.namn, f"filens valuta är {sie.valuta}", "SEK", "Exportera i kronor")])
    kalenderar = Rakenskapsar(0, date(budgetar, 1, 1), date(budgetar, 12, 31))
    if not sie.rakenskapsar:
        return kalenderar
    for ar in sie.rakenskapsar:
        if kalenderar.holds(ar.start) and kalenderar.holds(ar.slut):
            return ar
    har = ", ".join(f"{ar.start} till {ar.slut}" for ar in sie.rakenskapsar)
    raise UnderlagFel(
        [Anmarkning(sie.namn, f"filen gäller inte {budgetar}", f"ett räkenskapsår inom {budgetar}", f"Filen har {har}")]
    )


def _choose_dimension(kontoplan: Kontoplan, traff: Traff | None) -> int:
    """Costs are split by insats, everything else by party."""
    d = kontoplan.dimensioner
    return d.insats if traff and traff.huvud in KOSTNADER else d.motpart


def _read_verifikationer(
    sie: SieFil, kontoplan: Kontoplan, ar: Rakenskapsar, varningar: list[Anmarkning]
) -> Iterator[_Rorelse]:
    """The booked rows. A row's own date decides its month; where it has none in the year, the verifikation's does."""
    dimensioner = {konto: _choose_dimension(kontoplan, traff) for konto, traff in _find_heads(sie, kontoplan).items()}
    utanfor = 0
    for ver in sie.verifikationer:
        for t in ver.bokforda if ar.holds(ver.datum) else ():
            dag = t.datum or ver.datum
            utanfor += not ar.holds(dag)
            period = f"{dag if ar.holds(dag) else ver.datum:%Y%m}"
            yield _Rorelse(t.konto, period, dict(t.objekt).get(dimensioner[t.konto], ""), t.belopp_ore)
    if utanfor:
        vad = f"{utanfor} transaktioner har ett eget datum utanför året och räknas på verifikationens datum"
        varningar.append(Anmarkning(sie.namn, vad, allvar="varning"))


def _read_perioder(
    poster: Iterable[Periodsaldo | Periodbudget],
    sie: SieFil,
    kontoplan: Kontoplan,
    ar: Rakenskapsar,
    varningar: list[Anmarkning],
) -> Iterator[_Rorelse]:
    """Period records: the objekt of the dimension, and what is left of the konto's total, which holds them all."""
    grupper: dict[tuple[str, str], dict[Objektlista, int]] = defaultdict(dict)
    for post in poster:
        if post.arsnr == ar.arsnr:
            grupper[post.konto, post.period][post.objekt] = post.belopp_ore
    heads = _find_heads(sie, kontoplan)
    for (konto, period), belopp in grupper.items():
        dimension = _choose_dimension(kontoplan, heads[konto])
        delar = {lista[0][1]: b for lista, b in belopp.items() if len(lista) == 1 and lista[0][0] == dimension}
        yield from (_Rorelse(konto, period, objekt, b) for objekt, b in delar.items())
        if () in belopp:
            yield _Rorelse(konto, period, "", belopp[()] - sum(delar.values()))
        else:
            summa = format_ore(sum(delar.values()))
            vad = f"konto {konto}, {period}: kontots egen post saknas, objektens summa {summa} kr används"
            varningar.append(Anmarkning(sie.namn, vad, allvar="varning"))


def _find_heads(sie: SieFil, kontoplan: Kontoplan) -> dict[str, Traff | None]:
    """The head of every konto that the file has movements on."""
    konton = {p.konto for p in sie.periodsaldon} | {p.konto for p in sie.periodbudget}
    konton |= {t.konto for ver in sie.verifikationer for t in ver.bokforda}
    return {konto: kontoplan.find(konto) for konto in konton}


def _make_poster(sie: SieFil, kontoplan: Kontoplan, rorelser: list[_Rorelse]) -> tuple[Utfallspost, ...]:
    """The movements summed per head, month and objekt, in the head's direction. A konto without head is refused."""
    heads = _find_heads(sie, kontoplan)
    _require_heads(sie, kontoplan, heads, rorelser)
    summor: dict[tuple[Traff, str, str], int] = defaultdict(int)
    for r in rorelser:
        traff = heads[r.konto]
        if traff is None or traff.huvud == "utanfor":
            continue
        if r.objekt and traff.huvud in KOSTNADER and kontoplan.dimensioner.kostnad_med_insats_ar_insats:
            traff = Traff("insatser")
        summor[traff, r.period, r.objekt] += r.belopp_ore if traff.huvud in KOSTNADER else -r.belopp_ore
    poster = (
        Utfallspost(t.huvud, t.finansiar, int(period[:4]), int(period[4:]), objekt, belopp)
        for (t, period, objekt), belopp in summor.items()
        if belopp
    )
    return tuple(sorted(poster, key=lambda p: (p.huvud, p.finansiar or "", p.ar, p.manad, p.objekt)))


def _require_heads(sie: SieFil, kontoplan: Kontoplan, heads: dict[str, Traff | None], rorelser: list[_Rorelse]) -> None:
    """Every konto with money on it has a head."""
    summor: dict[str, int] = defaultdict(int)
    for r in rorelser:
        if heads[r.konto] is None and r.belopp_ore:
            summor[r.konto] += r.belopp_ore
    namn = {k.kontonr: f" ({k.namn})" for k in sie.konton if k.namn}
    if summor:
        raise UnderlagFel(
            [
                Anmarkning(
                    f"{sie.namn}, konto {konto}{namn.get(konto, '')}",
                    f"kontot finns inte i {kontoplan.fil.namn}; {format_ore(belopp)} kr hör till okänt budgethuvud",
                    "varje konto i ett avsnitt",
                    f"Lägg till kontot i {kontoplan.fil.namn}",
                )
                for konto, belopp in sorted(summor.items())
            ]
        )


def _sum_capital(sie: SieFil, kontoplan: Kontoplan, ar: Rakenskapsar) -> int | None:
    """Eget kapital when the year began: the opening balances of its konton, credit turned positive."""
    ib = [
        s.belopp_ore
        for s in sie.saldon
        if s.slag == "IB" and s.arsnr == ar.arsnr and kontoplan.find(s.konto) == Traff("eget_kapital")
    ]
    return -sum(ib) if ib else None
