"""A budget and a förbund's bookkeeping: outcome from a SIE file on the budget's rows, and the budget as a SIE file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from fordelning.bokforing import (
    Budgethuvud,
    Finansiar,
    Kontoplan,
    Sierad,
    Utfall,
    Utfallspost,
    make_budget_sie,
    make_budgetrad,
)
from fordelning.bokforing import Huvud as Sie_huvud
from fordelning.budget.poster import Budget, Budgetrad, Huvud
from fordelning.budget.underlag import EJ_FORDELAT
from fordelning.budget.uppfoljning import TOMT, Ifyllt, round_months
from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.sie import Dimension, Objekt, SieFil

AVSNITT: dict[Huvud, tuple[Sie_huvud, Finansiar | None]] = {
    "stat": ("intakter", "stat"),
    "region": ("intakter", "region"),
    "kommun": ("intakter", "kommun"),
    "ovrigt": ("intakter", "ovrig"),
    "styrelse": ("styrelse", None),
    "administration": ("administration", None),
    "revision": ("revision", None),
    "insatser": ("insatser", None),
}
"""Budget head → the kontoplan's head and finansiär."""


def fill_from_books(utfall: Utfall, budget: Budget) -> tuple[Ifyllt, tuple[Anmarkning, ...]]:
    """The outcome on the budget's rows, whole kronor, and what could not be placed on a row of its own (warnings).

    Months up to the last one with anything are reported. Öre are rounded on the sum so far, so that a row's year is
    right to the krona. Raises nothing: a konto outside the kontoplan has been refused when the file was read.
    """
    varningar: dict[str, Anmarkning] = {}
    ore: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 12)
    poster = [p for p in utfall.poster if p.huvud not in ("eget_kapital", "utanfor")]
    for post in poster:
        kod, varning = _find_row(post, budget)
        ore[kod][post.manad - 1] += post.belopp_ore
        if varning:
            varningar.setdefault(varning.vad, varning)
    sista = max((p.manad for p in poster), default=0)
    rader = {rad.kod: (*round_months(ore[rad.kod][:sista]), *TOMT[sista:]) for rad in budget.rader}
    ifyllda = {kod: varden for kod, varden in rader.items() if any(varden)}
    if sista:
        ifyllda["STAT"] = rader["STAT"]
    return Ifyllt(utfall=ifyllda), (*varningar.values(), *_compare_capital(utfall, budget))


def _compare_capital(utfall: Utfall, budget: Budget) -> Iterator[Anmarkning]:
    """The books' eget kapital when the year began must be the inputs'."""
    bokfort, vantat_kr = utfall.ingaende_kapital_ore, budget.underlag.eget_kapital_kr
    if bokfort is not None and abs(bokfort - 100 * vantat_kr) >= 100:
        vad = (
            f"ingående eget kapital är {format_kr(bokfort / 100)} kr i böckerna, {format_kr(vantat_kr)} kr i underlaget"
        )
        yield _warn(vad, "Rätta forbund.csv eller kontoplanen.")


def _find_row(post: Utfallspost, budget: Budget) -> tuple[str, Anmarkning | None]:
    """The row of a post: by its objekt where it has one, else the head's only row, else its first with a warning."""
    if post.huvud in ("styrelse", "administration", "revision"):
        return post.huvud.upper(), None
    if post.huvud == "insatser":
        kod = f"INSATS-{post.objekt}"
        if any(rad.kod == kod for rad in budget.rader):
            return kod, None
        vad = f"insatskostnader med objektet «{post.objekt}» läggs på {EJ_FORDELAT}"
        return EJ_FORDELAT, _warn(vad, "Använd insatsens kod som objekt.")
    if post.finansiar in (None, "stat", "ovrig"):
        return ("STAT" if post.finansiar == "stat" else "OVRIGT"), None
    egna = [rad.kod for rad in budget.rader if rad.huvud == post.finansiar]
    kod = f"{post.finansiar.upper()}-{post.objekt}"
    if kod in egna or len(egna) == 1:
        return (kod if kod in egna else egna[0]), None
    if not egna:
        return "OVRIGT", _warn(f"intäkter från {post.finansiar} läggs på OVRIGT", "Förbundet har ingen sådan part.")
    vad = f"intäkter från {post.finansiar} med objektet «{post.objekt}» läggs på {egna[0]}"
    return egna[0], _warn(vad, "Använd motpartens kod som objekt.")


def _warn(vad: str, gor: str) -> Anmarkning:
    return Anmarkning("SIE-filen", vad, gor=gor, allvar="varning")


def make_sie(budget: Budget, kontoplan: Kontoplan, skapad: date, orgnr: str = "") -> SieFil:
    """The budget as SIE type 3: #PBUDGET per konto and month, with insatser and parties as objekt.

    Raises ModellFel where the kontoplan names no budgetkonto for a head.
    """
    u, d = budget.underlag, kontoplan.dimensioner
    rader = [rad for budgetrad in budget.rader for rad in _make_rows(kontoplan, budgetrad, u.budgetar)]
    konton = {konto.nr: konto.namn for konto in (kontoplan.find_budgetkonto(*traff) for traff in AVSNITT.values())}
    dimensioner = (Dimension(d.insats, "Insats"), Dimension(d.motpart, "Motpart"))
    objekt = [Objekt(d.insats, i.insats.insats_kod, i.insats.namn) for i in u.insatser]
    objekt += [Objekt(d.motpart, kod, namn) for kod, namn in {m.motpart_kod: m.namn for m in u.motparter}.items()]
    return make_budget_sie(Budgethuvud(u.namn, u.budgetar, skapad, orgnr), rader, konton, "3", dimensioner, objekt)


def _make_rows(kontoplan: Kontoplan, rad: Budgetrad, budgetar: int) -> Iterator[Sierad]:
    """A row's months, those of 0 kr left out. The objekt is the insats' or the party's own code."""
    _, _, kod = rad.kod.partition("-")
    objekt = kod if rad.huvud in ("region", "kommun", "insatser") and rad.kod != EJ_FORDELAT else ""
    huvud, finansiar = AVSNITT[rad.huvud]
    for manad, belopp_kr in enumerate(rad.manader_kr, start=1):
        if belopp_kr:
            yield make_budgetrad(kontoplan, huvud, f"{budgetar}{manad:02d}", 100 * belopp_kr, finansiar, objekt)
