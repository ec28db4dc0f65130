"""What the commands do, for a case in Python: years ahead, need, and a grant in words. `fordelning` hands these on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fordelning.analys.brygga import bridge
from fordelning.analys.lage import Fall, choose_for_years, refuse_scenarios, take_decision
from fordelning.analys.parametrar import AndringFel
from fordelning.behov import Behovslage, compute_need, read_skattning
from fordelning.fel import Anmarkning
from fordelning.kapital.antaganden import Antaganden
from fordelning.kapital.framskrivning import Framskrivning
from fordelning.kapital.framskrivning import roll_forward as roll_years
from fordelning.modell import choose_modell
from fordelning.platser import find_modeller, find_underlag
from fordelning.rapport.forklara.genomgang import explain_grant, find_forbund
from fordelning.resultat import Resultat
from fordelning.svep.resultat import Svepresultat, allocate_sweep
from fordelning.svep.scenariofil import read_scenariofil
from fordelning.underlag import read_checked


def roll_forward(
    fall: Fall, antal_ar: int = 3, senare: Sequence[Fall] = (), antaganden: Antaganden | None = None
) -> Framskrivning:
    """Eget kapital and grants, `antal_ar` years from the case's budget year, as the command `kapital`.

    `senare`: cases of later budget years, whose figures are used from their year on. `antaganden`: what is assumed
    where no file says it (`fordelning.kapital.antaganden.Antaganden`). A model that was chosen or changed holds every
    year, otherwise each year has the one in force.
    Returns the years: `.ar` ahead, each with `.resultat` (a Resultat) and `.kapital`; `.bok`, every year of eget
    kapital with vectors (F,) in kr: `ingaende_kr`, `intakter_kr`, `kostnader_kr`, `utgaende_kr`, `overskott_kr`.
    Raises FordelningFel with the year when a year cannot be allocated, UnderlagFel for a case with scenarios.
    """
    for ett in (fall, *senare):
        refuse_scenarios(ett, "roll_forward")
    if not isinstance(antal_ar, int) or antal_ar < 1:
        vad = f"«{antal_ar}» går inte att använda"
        raise AndringFel([Anmarkning("roll_forward, antal_ar", vad, "ett heltal, minst 1")])
    underlag = [ett.underlag for ett in (fall, *senare)]
    return roll_years(underlag, choose_for_years(fall), antal_ar, antaganden or Antaganden())


def need(fall: Fall) -> Behovslage:
    """Persons in need per förbund and målgrupp, and how many are reached, as the command `behov`.

    Arrays: `personer_antal`, `behov_antal` (F, G); `behov_per_forbund_antal`, `deltagare_antal`, `natt_andel` (F,); nan
    where it is not known. Without behov.csv the published estimate is shared out, and `utdelat` says so.
    Raises UnderlagFel for a case with scenarios.
    """
    refuse_scenarios(fall, "need")
    return compute_need(fall.underlag, read_skattning(find_modeller() / "behov_skl_2016.toml"))


def sweep(underlag: str | Path, scenarier: str | Path, modell: str | Path | None = None) -> Svepresultat:
    """Every scenario of a SCENARIER.toml allocated, as the command `scenarier`: grids, draws and other divisions.

    `underlag` and `modell` as `read` takes them by path or name: divisions are made in the data set's own rows.
    Returns `.spann`, a row per förbund in code order (`pandas.DataFrame(s.spann)` is a table): kr and shares over the
    scenarios where it exists; `.antal` scenarios, `.obetalbara` of them with floors above the pot; `.rum`, per
    alternative every grant `tilldelning_kr` (S, F). Plans are made by the command.
    Raises ScenarieFel or UnderlagFel with every fault found.
    """
    granskat = read_checked(find_underlag(underlag))
    vald = choose_modell(find_modeller(), granskat.installningar.budgetar, None if modell is None else str(modell))
    return allocate_sweep(granskat, vald, read_scenariofil(Path(scenarier)), Path(scenarier))


def explain(vad: Fall | Resultat, forbund: str, fran: Fall | None = None) -> str:
    """One förbund's grant from the first krona to the last, as the command `forklara` writes it (Swedish text).

    `fran`: the case of the year before; then the change begins in what it gives, and its causes are told.
    Every numbered line can be worked by hand; amounts in kr. Raises an error of ours, with the nearest code, for a
    förbund that does not exist, and UnderlagFel for scenarios.
    """
    r = take_decision(vad, "explain")
    brygga = None if fran is None else bridge(fran, Fall(r.underlag, r.modell))
    return explain_grant(r, find_forbund(r.koder, forbund), brygga)
