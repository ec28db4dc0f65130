"""A förbund's books on the budget's rows: the outcome of a SIE file, and what could not be placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fordelning.bokforing import Utfall, Utfallspost
from fordelning.budget.poster import Budget
from fordelning.budget.underlag import EJ_FORDELAT
from fordelning.budget.uppfoljning import TOMT, Ifyllt, round_months
from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr


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
    if post.huvud not in ("region", "kommun", "insatser"):
        return post.huvud.upper(), None
    if post.huvud == "insatser":
        kod = f"INSATS-{post.objekt}"
        if any(rad.kod == kod for rad in budget.rader):
            return kod, None
        vad = f"insatskostnader med objektet «{post.objekt}» läggs på {EJ_FORDELAT}"
        return EJ_FORDELAT, _warn(vad, "Använd insatsens kod som objekt.")
    egna = [rad.kod for rad in budget.rader if rad.huvud == post.huvud]
    kod = f"{post.huvud.upper()}-{post.objekt}"
    if kod in egna or len(egna) == 1:
        return (kod if kod in egna else egna[0]), None
    if not egna:
        return "OVRIGT", _warn(f"intäkter från {post.huvud} läggs på OVRIGT", "Förbundet har ingen sådan part.")
    vad = f"intäkter från {post.huvud} med objektet «{post.objekt}» läggs på {egna[0]}"
    return egna[0], _warn(vad, "Använd motpartens kod som objekt.")


def _warn(vad: str, gor: str) -> Anmarkning:
    return Anmarkning("SIE-filen", vad, gor=gor, allvar="varning")
