"""Outcome of a SIE file per budget head, month and objekt.

Sign: SIE has credit negative. Here every head counts in its own direction, so that a normal amount is positive: costs
as debit (+), income and eget kapital as credit turned (−saldo).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from fordelning.bokforing.kontoplan import KOSTNADER, Huvud, Kontoplan
from fordelning.bokforing.kontroll_kontoplan import check_chart, check_types, sum_capital
from fordelning.bokforing.rorelser import Rorelse, find_heads, read_perioder, read_verifikationer
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.sie.poster import Rakenskapsar, SieFil
from fordelning.sie.rader import format_ore

Utfallskalla = Literal["verifikationer", "periodsaldon"]


@dataclass(frozen=True, slots=True)
class Utfallspost:
    """What a head had in a month. `objekt` is the insats of a cost or the party of an income, "" when not given."""

    huvud: Huvud
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
    varningar: tuple[Anmarkning, ...] = field(default=(), compare=False)


def compute_utfall(sie: SieFil, kontoplan: Kontoplan, budgetar: int) -> Utfall:
    """The year's outcome: from the verifikationer of each accounting year that has any, else from its #PSALDO.

    Every accounting year that shares days with the budget year is read, and of it the budget year's months alone. A
    current year in which nothing is booked is 0 kr with a warning. Raises UnderlagFel for a konto outside the
    kontoplan, another currency than SEK, a fault in the years that are read, or a file without the year or its months.
    """
    aren = _find_years(sie, budgetar)
    varningar = [*check_chart(sie, kontoplan), *_check_coverage(sie, aren, budgetar)]
    kalla: Utfallskalla = "verifikationer" if sie.sietyp in ("4E", "4I") else "periodsaldon"
    rorelser: list[Rorelse] = []
    for ar in aren:
        ur_ar = [*read_verifikationer(sie, kontoplan, ar, varningar)]
        if ur_ar:
            kalla = "verifikationer"
        elif ur_ar := [*read_perioder(sie, kontoplan, ar, varningar)]:
            kalla = "periodsaldon"
        else:
            varningar.append(_require_nothing_booked(sie, ar, budgetar, len(aren) > 1))
        rorelser += ur_ar
    rorelser = [r for r in rorelser if r.period[:4] == str(budgetar)]
    poster = _make_poster(sie, kontoplan, rorelser)
    varningar += check_types(sie, kontoplan, {r.konto for r in rorelser if r.belopp_ore})
    return Utfall(budgetar, kalla, poster, sum_capital(sie, kontoplan, aren[0], budgetar), (*varningar,))


def _find_years(sie: SieFil, budgetar: int) -> list[Rakenskapsar]:
    """The accounting years with days in the budget year, first to last; a file that names none goes by its dates.

    Raises UnderlagFel for a fault that concerns them.
    """
    if sie.valuta != "SEK":
        raise UnderlagFel([Anmarkning(sie.namn, f"filens valuta är {sie.valuta}", "SEK", "Exportera i kronor")])
    aren = [ar for ar in sie.rakenskapsar if ar.shares(budgetar)]
    if sie.rakenskapsar and not aren:
        har = ", ".join(f"{ar.start} till {ar.slut}" for ar in sie.rakenskapsar)
        vantat = f"ett räkenskapsår med månader i {budgetar}"
        raise UnderlagFel([Anmarkning(sie.namn, f"filen gäller inte {budgetar}", vantat, f"Filen har {har}")])
    aren = aren or [Rakenskapsar(0, date(budgetar, 1, 1), date(budgetar, 12, 31))]
    arsnr = {ar.arsnr for ar in aren}
    if fel := [brist.anmarkning for brist in sie.brister if brist.galler.stops(arsnr)]:
        raise UnderlagFel(fel)
    return sorted(aren, key=lambda ar: ar.start)


def _check_coverage(sie: SieFil, aren: list[Rakenskapsar], budgetar: int) -> Iterator[Anmarkning]:
    """An accounting year that is not the calendar year is told, and a budget year that is not whole."""
    if len(aren) == 1 and (aren[0].start, aren[0].slut) == (date(budgetar, 1, 1), date(budgetar, 12, 31)):
        return
    perioder = [f"{budgetar}{manad:02d}" for manad in range(1, 13)]
    antal = sum(any(ar.holds_period(period) for ar in aren) for period in perioder)
    har = ", ".join(f"{ar.start} till {ar.slut}" for ar in aren)
    vad = f"filens räkenskapsår är {har}; {antal} av månaderna i {budgetar} ligger i det och läses"
    yield Anmarkning(sie.namn, vad, allvar="varning")


def _require_nothing_booked(sie: SieFil, ar: Rakenskapsar, budgetar: int, fler_ar: bool) -> Anmarkning:
    """The warning that nothing is booked in the year. Raises UnderlagFel where that is not what the file says.

    A file holds the movements of its current year alone, and type 1 not even those; a result, or a konto that closes
    on another balance than it opened on, has moved.
    """
    saldon = {(s.slag, s.konto): s.belopp_ore for s in sie.saldon if s.arsnr == ar.arsnr}
    rort = any(
        belopp and (slag == "RES" or (slag == "UB" and belopp != saldon.get(("IB", konto), belopp)))
        for (slag, konto), belopp in saldon.items()
    )
    if fler_ar and ar.arsnr:
        vad = f"räkenskapsåret {ar.start} till {ar.slut} har inga rörelser i filen; dess månader i {budgetar} är 0 kr"
        return Anmarkning(sie.namn, vad, gor="Läs en export som har dem", allvar="varning")
    if rort or ar.arsnr or sie.sietyp in ("1", "4I"):
        vad = f"filen har varken verifikationer eller periodsaldon för {budgetar}"
        raise UnderlagFel([Anmarkning(sie.namn, vad, "SIE av typ 2, 3 eller 4", "Exportera som en av dem")])
    vad = f"inget är bokfört {budgetar}: utfallet är 0 kr"
    return Anmarkning(sie.namn, vad, gor="Kontrollera att exporten har hela året", allvar="varning")


def _make_poster(sie: SieFil, kontoplan: Kontoplan, rorelser: list[Rorelse]) -> tuple[Utfallspost, ...]:
    """The movements summed per head, month and objekt, in the head's direction. A konto without head is refused."""
    heads = find_heads(sie, kontoplan)
    _require_heads(sie, kontoplan, heads, rorelser)
    summor: dict[tuple[Huvud, int, str], int] = defaultdict(int)
    for r in rorelser:
        huvud = heads[r.konto]
        if huvud is None or huvud == "utanfor":
            continue
        if r.objekt and huvud in KOSTNADER and kontoplan.dimensioner.kostnad_med_insats_ar_insats:
            huvud = "insatser"
        summor[huvud, int(r.period[4:]), r.objekt] += r.belopp_ore if huvud in KOSTNADER else -r.belopp_ore
    return tuple(Utfallspost(*nyckel, belopp) for nyckel, belopp in sorted(summor.items()) if belopp)


def _require_heads(sie: SieFil, kontoplan: Kontoplan, heads: dict[str, Huvud | None], rorelser: list[Rorelse]) -> None:
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
                    f"Lägg till kontot i en egen kopia av {kontoplan.fil.namn} och ange den: --kontoplan FIL",
                )
                for konto, belopp in sorted(summor.items())
            ]
        )
