"""The command line: thin commands over the library. Heavy parts are imported inside the commands: help is fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fordelning.kommandon.framsteg import show_progress, show_warnings
from fordelning.kommandon.register import KOMMANDON
from fordelning.kommandon.start import load, load_underlag, show_errors
from fordelning.kommandon.svenska import SvenskGrupp, SvensktKommando
from fordelning.kommandon.utmapp import choose_folder, list_named, make_guard, name_underlag, show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import (
    AntalAr,
    ForbundKod,
    FranKanske,
    Inputs,
    IntaktVal,
    Kontoplansval,
    KostnadVal,
    ModellFran,
    ModellVal,
    RamVal,
    SenareVal,
    SkrivOver,
    StatistikVal,
    Ut,
    Utfallsfiler,
    Version,
)

if TYPE_CHECKING:
    from fordelning.begrepp import Underlag
    from fordelning.kapital.antaganden import Antaganden
    from fordelning.modell import Modell

app = typer.Typer(
    name="fordelning",
    cls=SvenskGrupp,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def start(version: Version = False) -> None:
    """Fördelar statens medel till samordningsförbunden, följer eget kapital och planerar insatser."""


@app.command(cls=SvensktKommando)
@show_errors
def kontrollera(inputs: Inputs, modell: ModellVal = None) -> None:
    """Kontrollera underlaget och modellen, utan att skriva något."""
    vald, underlag = load(inputs, modell)
    from fordelning.berakning import compute

    compute(vald, underlag)
    say(
        f"Underlaget är i ordning: {len(underlag.forbund)} förbund, {len(underlag.omraden)} områden, "
        f"budgetår {underlag.budgetar}. Modell: {vald.namn} ({vald.fil.namn})."
    )


@app.command(cls=SvensktKommando)
@show_errors
def fordela(inputs: Inputs, modell: ModellVal = None, ut: Ut = None, skriv_over: SkrivOver = False) -> None:
    """Beräkna statens tilldelning till varje förbund."""
    vald, underlag = load(inputs, modell)
    with show_progress("Fördelar …"):
        from fordelning.rapport.fordelning.bok import make_fordelning_leverans
        from fordelning.resultat import allocate

        resultat = allocate(vald, underlag)
        skydd = make_guard(skriv_over, inputs, underlag, vald, [modell])
        leverans = make_fordelning_leverans(resultat)
        skrivet = leverans.write(choose_folder(ut, inputs, underlag, vald), skydd)
    show_written([skrivet], leverans.svar)


@app.command(cls=SvensktKommando)
@show_errors
def forklara(
    inputs: Inputs,
    forbund: ForbundKod,
    modell: ModellVal = None,
    fran: FranKanske = None,
    modell_fran: ModellFran = None,
) -> None:
    """Förklara ett förbunds tilldelning steg för steg."""
    if modell_fran and not fran:
        raise typer.BadParameter("Ange också fjolårets underlag med --fran.", param_hint="'--modell-fran'")
    vald, underlag = load(inputs, modell, bland_flera=bool(fran))
    from fordelning.analys.brygga import bridge
    from fordelning.analys.lage import Fall
    from fordelning.modellkontroll import concerns_another
    from fordelning.rapport.forklara.genomgang import explain_grant
    from fordelning.underlag.forbundssok import choose_forbund

    fore = load(fran, modell_fran, "--modell-fran", bland_flera=True) if fran else None
    kod = choose_forbund(underlag.forbund, forbund, fore[1].forbund if fore else ())
    fall, brygga = Fall(underlag, vald), None
    if fore:
        brygga = bridge(Fall(fore[1], fore[0]), fall)
        show_warnings(a for a in brygga.varningar if not concerns_another(a, kod))
    say(explain_grant(fall.allocate(), underlag.koder.index(kod), brygga))


@app.command(cls=SvensktKommando)
@show_errors
def kapital(
    inputs: Inputs,
    ar: AntalAr = 3,
    senare: SenareVal = None,
    statistik: StatistikVal = "konstant",
    kostnader: KostnadVal = "konstant",
    intakter: IntaktVal = "underlag",
    ram: RamVal = None,
    utfall: Utfallsfiler = None,
    kontoplan: Kontoplansval = None,
    modell: ModellVal = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Följ eget kapital år för år, i hela landet."""
    _refuse_kontoplan(kontoplan, utfall)
    underlag = [load(ett, modell, bland_flera=bool(senare))[1] for ett in (inputs, *(senare or ()))]
    with show_progress("Skriver fram …"):
        from fordelning.kapital.framskrivning import roll_forward
        from fordelning.rapport.kapital.bok import make_kapital_leverans

        valj_modell = _make_chooser(modell)
        forst = valj_modell(underlag[0].budgetar)
        underlag[0], planerat = _apply_outcome(utfall or (), kontoplan or (), forst, underlag[0])
        antaganden = _make_assumptions(statistik, kostnader, intakter, ram, planerat)
        leverans = make_kapital_leverans(roll_forward(underlag, valj_modell, ar, antaganden))
        lasta = [modell, *(senare or ()), *list_named([*(utfall or ()), *(kontoplan or ())])]
        skydd = make_guard(skriv_over, inputs, underlag[0], forst, lasta)
        skrivet = leverans.write(choose_folder(ut, inputs, underlag[0], forst), skydd)
    show_written([skrivet], leverans.svar)


def _refuse_kontoplan(kontoplan: Sequence[str] | None, utfall: Sequence[str] | None) -> None:
    if kontoplan and not utfall:
        raise typer.BadParameter("Kontoplanen används när en SIE-fil läses med --utfall.", param_hint="'--kontoplan'")


def _make_assumptions(
    statistik: StatistikVal,
    kostnader: KostnadVal,
    intakter: IntaktVal,
    ram: Sequence[str] | None,
    planerat_kr: Mapping[tuple[str, int], int],
) -> Antaganden:
    if kostnader == "plan" and not planerat_kr:
        raise typer.BadParameter("Planåren läses ur budgetböckerna: ange dem med --utfall.", param_hint="'--kostnader'")
    from fordelning.kapital.antaganden import Antaganden, read_pots

    return Antaganden(statistik, kostnader, intakter, read_pots(ram or ()), planerat_kr)


def _make_chooser(modell: str | None) -> Callable[[int], Modell]:
    """The model of each year: the one that is named, else the one in force; read once."""
    from fordelning.modell import choose_modell
    from fordelning.platser import find_modeller

    return cache(partial(choose_modell, find_modeller(), val=modell))


def _apply_outcome(
    utfall: Sequence[str], kontoplan: Sequence[str], modell: Modell, underlag: Underlag
) -> tuple[Underlag, Mapping[tuple[str, int], int]]:
    """The inputs with each förbund's year as its file says it stands, and what books plan; warnings are printed."""
    if not utfall:
        return underlag, {}
    from fordelning.budgetbok.utfall import list_planned, make_basis, place_outcomes, read_outcomes

    grund = make_basis(modell, underlag, kontoplan)
    lagen, varningar = read_outcomes(utfall, grund)
    show_warnings(varningar)
    return place_outcomes(lagen, grund), list_planned(lagen)


@app.command(cls=SvensktKommando)
@show_errors
def behov(inputs: Inputs, ut: Ut = None, skriv_over: SkrivOver = False) -> None:
    """Räkna behovet per målgrupp, och hur mycket som nås."""
    underlag = load_underlag(inputs)
    from fordelning.behov import compute_need, read_skattning
    from fordelning.platser import find_modeller
    from fordelning.rapport.behov.bok import make_behov_leverans

    skattning = read_skattning(find_modeller() / "behov_skl_2016.toml")
    leverans = make_behov_leverans(compute_need(underlag, skattning), underlag, skattning)
    mapp, skydd = choose_folder(ut, inputs, underlag), make_guard(skriv_over, inputs, underlag)
    show_written([leverans.write(mapp, skydd)], leverans.svar)


@app.command(cls=SvensktKommando)
@show_errors
def mall(
    ut: Annotated[Path, typer.Option("--ut", metavar="FIL", help="Arbetsbok (.xlsx); med --fran även mapp för CSV.")],
    fran: Annotated[
        str | None, typer.Option("--fran", metavar="INPUTS", help="Underlag att fylla mallen från; annars är den tom.")
    ] = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Skriv ett underlag att fylla i, eller gör om det.

    Ett tomt underlag som arbetsbok, ett ifyllt som arbetsbok, eller en arbetsbok som CSV-filer.
    """
    till_bok = ut.suffix.lower() == ".xlsx"
    if not till_bok and (fran is None or ut.suffix):
        text = "Ange en fil som slutar på .xlsx, eller en mapp tillsammans med --fran."
        raise typer.BadParameter(text, param_hint="'--ut'")
    from fordelning.filer import Skydd
    from fordelning.mall.bok import write_mall
    from fordelning.mall.csv import write_underlag
    from fordelning.platser import find_underlag
    from fordelning.underlag import read_checked

    granskat = None if fran is None else read_checked(find_underlag(fran))
    show_warnings(granskat.varningar if granskat else ())
    skydd = (
        Skydd((find_underlag(fran),), skriv_over, ifyllt_fran=name_underlag(fran)) if fran else Skydd((), skriv_over)
    )
    skrivet = write_mall(ut, granskat, skydd) if granskat is None or till_bok else write_underlag(granskat, ut, skydd)
    show_written([skrivet])


for namn, kommando in KOMMANDON.items():
    app.command(namn, cls=SvensktKommando, short_help=(kommando.__doc__ or "").partition("\n")[0])(kommando)
