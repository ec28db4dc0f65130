"""Following up a budget: outcome, forecast and deviation by row and month, and what they do to eget kapital."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fordelning.begrepp import Kapitalar, Planering, Underlag
from fordelning.bokforing import Huvud
from fordelning.budget.berakning import compute_reasonable
from fordelning.budget.poster import Arsbudget, Budget, Budgetrad
from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr

Manadsvarden = tuple[int | None, ...]
"""Whole kronor per month, (12,); None = not filled in."""

MANADSNAMN = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

TOMT: Manadsvarden = (None,) * 12


@dataclass(frozen=True, slots=True)
class Ifyllt:
    """What a förbund has filled in, by row code: outcome, own forecast, and new participants per tertial and insats."""

    utfall: Mapping[str, Manadsvarden] = field(default_factory=dict)
    egen_prognos: Mapping[str, Manadsvarden] = field(default_factory=dict)
    deltagare: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)


class Aret(NamedTuple):
    """What a year sums to; `avvikelse_kr` is of the reported months, `prognosavvikelse_kr` of the whole year."""

    budget_kr: int
    prognos_kr: int
    utfall_kr: int
    avvikelse_kr: int
    prognosavvikelse_kr: int


INGET = Aret(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Radlage:
    """Where a row stands, kronor per month (12,). A deviation is positive when it is good for the förbund."""

    rad: Budgetrad
    utfall_kr: tuple[int, ...]
    prognos_kr: tuple[int, ...]
    avvikelse_kr: tuple[int, ...]
    """Of the reported months only."""

    @property
    def aret(self) -> Aret:
        """The year's sums."""
        budget_kr, prognos_kr = self.rad.belopp_kr, sum(self.prognos_kr)
        mer_kr = _turn(self.rad, prognos_kr - budget_kr)
        return Aret(budget_kr, prognos_kr, sum(self.utfall_kr), sum(self.avvikelse_kr), mer_kr)


@dataclass(frozen=True, slots=True)
class Uppfoljning:
    """A budget and where it stands. `rapporterade`: (12,) months in which any outcome has been filled in.

    Of the book that it was read from: `planerat_kr`, what it says that each plan year costs, and `varningar`, what is
    worth knowing; neither is part of where it stands.
    """

    budget: Budget
    ifyllt: Ifyllt
    rapporterade: tuple[bool, ...]
    lagen: tuple[Radlage, ...]
    planerat_kr: Mapping[int, int] = field(default_factory=dict, compare=False)
    varningar: tuple[Anmarkning, ...] = field(default=(), compare=False)

    @property
    def prognos(self) -> Arsbudget:
        """The budget year as it is now expected to be."""
        u, rader = self.budget.underlag, [(lage.rad.huvud, lage.aret.prognos_kr) for lage in self.lagen]
        insatser_kr = tuple(kr for huvud, kr in rader if huvud == "insatser")

        def add(*huvuden: Huvud) -> int:
            return sum(kr for huvud, kr in rader if huvud in huvuden)

        bidrag_kr = add("stat", "region", "kommun")
        return replace(
            self.budget.budgetaret,
            bidrag_fore_avdrag_kr=bidrag_kr,
            ovriga_intakter_kr=add("ovrigt"),
            styrelse_kr=add("styrelse"),
            administration_kr=add("administration"),
            revision_kr=add("revision"),
            insatser_kr=insatser_kr,
            struktur_kr=sum(kr for kr, i in zip(insatser_kr, u.insatser, strict=False) if i.ar_struktur),
            rimlig_kr=compute_reasonable(u.regel, bidrag_kr),
        )

    def tell(self, *varningar: Anmarkning) -> Uppfoljning:
        """The same, with what is worth knowing of its file."""
        return replace(self, varningar=varningar)

    def make_kapitalar(self) -> Kapitalar:
        """The year in the ledger of eget kapital: utfall when every month of the förbund is reported, else prognos."""
        u, ar = self.budget.underlag, self.prognos
        alla = all(klar or not vikt for klar, vikt in zip(self.rapporterade, u.manadsvikter, strict=True))
        return Kapitalar(
            u.forbund_kod,
            u.budgetar,
            u.eget_kapital_kr,
            ar.intakter_kr,
            ar.kostnader_kr,
            "utfall" if alla else "prognos",
        )


def follow_up(budget: Budget, ifyllt: Ifyllt | None = None) -> Uppfoljning:
    """The budget with what has been filled in. In a reported month an empty cell is 0 kr."""
    ifyllt = ifyllt or Ifyllt()
    utfall = [ifyllt.utfall.get(rad.kod, TOMT) for rad in budget.rader]
    rapporterade = tuple(any(rad[m] is not None for rad in utfall) for m in range(12))
    lagen = (
        _find_position(rad, varden, ifyllt.egen_prognos.get(rad.kod, TOMT), rapporterade)
        for rad, varden in zip(budget.rader, utfall, strict=True)
    )
    return Uppfoljning(budget, ifyllt, rapporterade, tuple(lagen))


def round_months(ore: Sequence[int | None]) -> Manadsvarden:
    """Whole kronor per month from öre, (12,). Rounded on the sum so far, so that a row's year is right to the krona."""
    hittills = [(2 * sum(varde or 0 for varde in ore[: m + 1]) + 100) // 200 for m in range(len(ore))]
    par = zip(ore, hittills, [0, *hittills], strict=False)
    return tuple(None if varde is None else nu - fore for varde, nu, fore in par)


def check_reported(lage: Uppfoljning, plats: str) -> Iterator[Anmarkning]:
    """Warnings: no outcome at all, or months without any before one that has."""
    if not any(lage.rapporterade):
        gor = "Fyll i utfallet om det finns."
        yield Anmarkning(plats, "inget utfall är ifyllt; hela året är budget eller egen prognos", "", gor, "varning")
        return
    forst, sist = lage.rapporterade.index(True), 11 - lage.rapporterade[::-1].index(True)
    if tomma := [MANADSNAMN[m] for m in range(forst, sist) if not lage.rapporterade[m]]:
        vad = f"{', '.join(tomma)} saknar utfall fast {MANADSNAMN[sist]} har det, och räknas som budget eller prognos"
        yield Anmarkning(plats, vad, "", "Fyll i månaden; skriv 0 om inget hände.", "varning")


def compare_with_kapital(lage: Uppfoljning, kapital: Iterable[Kapitalar], plats: str) -> Iterator[Anmarkning]:
    """A year that is reported in full, against the year's utfall in kapital: rows that sum to another are told."""
    eget = lage.make_kapitalar()
    for rad in kapital:
        if eget.typ == "utfall" and (rad.forbund_kod, rad.ar, rad.typ) == (eget.forbund_kod, eget.ar, "utfall"):
            for vad, egna_kr, sagt_kr in (
                ("kostnaderna", eget.kostnader_kr, rad.kostnader_kr),
                ("intäkterna", eget.intakter_kr, rad.intakter_kr),
            ):
                if egna_kr != sagt_kr:
                    text = f"{vad} är tillsammans {format_kr(egna_kr)} kr, men utfallet {rad.ar} i kapital är "
                    text += f"{format_kr(sagt_kr)} kr: {format_kr(abs(egna_kr - sagt_kr))} kr skiljer"
                    yield Anmarkning(plats, text, gor="Är något räknat två gånger? Raderna används.", allvar="varning")


def _find_position(rad: Budgetrad, utfall: Manadsvarden, egen: Manadsvarden, rapporterade: Sequence[bool]) -> Radlage:
    utfall_kr = tuple(varde or 0 for varde in utfall)
    vantat_kr = [budget if e is None else e for budget, e in zip(rad.manader_kr, egen, strict=True)]
    manader = range(12)
    return Radlage(
        rad,
        utfall_kr,
        tuple(utfall_kr[m] if rapporterade[m] else vantat_kr[m] for m in manader),
        tuple(_turn(rad, utfall_kr[m] - rad.manader_kr[m]) if rapporterade[m] else 0 for m in manader),
    )


def _turn(rad: Budgetrad, mer_kr: int) -> int:
    """More income is good, more cost is not."""
    return mer_kr if rad.ar_intakt else -mer_kr


def apply_outcomes(underlag: Underlag, lagen: Sequence[Uppfoljning]) -> Underlag:
    """The inputs with each förbund's budget year as it stands: its costs in kapital, its contributions in planering.

    A year that is reported in full is utfall; one that is not is prognos (outcome of reported months, and the forecast
    of the others). Earlier rows of that förbund and year are replaced.
    """
    for lage in lagen:
        rad = lage.make_kapitalar()
        kapital = [k for k in underlag.kapital if (k.forbund_kod, k.ar) != (rad.forbund_kod, rad.ar)]
        planering = _set_contributions(underlag.planering, rad)
        underlag = replace(underlag, kapital=tuple(sorted([*kapital, rad], key=_key)), planering=planering)
    return underlag


def _key(rad: Kapitalar) -> tuple[str, int, str]:
    return rad.forbund_kod, rad.ar, rad.typ


def _set_contributions(planering: Sequence[Planering], rad: Kapitalar) -> tuple[Planering, ...]:
    """The planning rows with what the year brings in; the year gets a row like the one before it when it has none."""
    egna = sorted((p for p in planering if p.forbund_kod == rad.forbund_kod and p.ar <= rad.ar), key=lambda p: p.ar)
    mall = egna[-1] if egna else Planering(rad.forbund_kod, rad.ar, 0.0, 0.0, 0.0, 1.0)
    ny = replace(mall, ar=rad.ar, bidrag_kr=float(rad.intakter_kr))
    andra = [p for p in planering if (p.forbund_kod, p.ar) != (rad.forbund_kod, rad.ar)]
    return tuple(sorted([*andra, ny], key=lambda p: (p.forbund_kod, p.ar)))
