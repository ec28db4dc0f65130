"""The commands that answer the meeting's questions; each writes analys.xlsx and a CSV file, and tells the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fordelning.kommandon.framsteg import show_progress, show_warnings
from fordelning.kommandon.start import load, show_errors
from fordelning.kommandon.utmapp import choose_folder, make_guard, show_written
from fordelning.kommandon.val import FranVal, Inputs, ModellFran, ModellVal, SkrivOver, Ut

if TYPE_CHECKING:
    from fordelning.analys.lage import Fall
    from fordelning.filer import Skrivet
    from fordelning.rapport.analys.bok import Analysdel


def load_case(inputs: str, modell: str | None, flagga: str = "--modell", bland_flera: bool = False) -> Fall:
    """The checked inputs with their model, as `load`; warnings are printed."""
    from fordelning.analys.lage import Fall

    vald, underlag = load(inputs, modell, flagga, bland_flera)
    return Fall(underlag, vald)


@show_errors
def brygga(
    inputs: Inputs,
    fran: FranVal,
    modell: ModellVal = None,
    modell_fran: ModellFran = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Dela upp varje förbunds ändring från i fjol på orsaker."""
    fore = load_case(fran, modell_fran, "--modell-fran", bland_flera=True)
    fall = load_case(inputs, modell, bland_flera=True)
    with show_progress("Bygger bryggan …"):
        from fordelning.analys.brygga import bridge
        from fordelning.platser import find_underlag
        from fordelning.rapport.analys.blad_brygga import make_brygga_del
        from fordelning.rapport.analys.bok import write_analysis

        b = bridge(fore, fall)
        lasta = [modell, modell_fran, find_underlag(fran)]
        skydd = make_guard(skriv_over, inputs, fall.underlag, fall.modell, lasta)
        titel = f"Från {fore.underlag.budgetar} till {fall.underlag.budgetar}, orsak för orsak"
        mapp = choose_folder(ut, inputs, fall.underlag, fall.modell)
        skrivet = write_analysis(titel, [del_ := make_brygga_del(b)], [b.fran, b.till], mapp, skydd)
    show_warnings(b.varningar)
    show_written([skrivet], del_.svar)


@show_errors
def regelpris(inputs: Inputs, modell: ModellVal = None, ut: Ut = None, skriv_over: SkrivOver = False) -> None:
    """Visa vem som får av varje regel och vem som betalar."""
    fall = load_case(inputs, modell)
    with show_progress("Prövar reglerna …"):
        from fordelning.analys.regelpris import price_rules
        from fordelning.rapport.analys.blad_regelpris import make_regelpris_del

        r = price_rules(fall)
        skrivet = _write("Regelpris", del_ := make_regelpris_del(r), fall, inputs, modell, ut, skriv_over)
    show_warnings(r.varningar)
    show_written([skrivet], del_.svar)


@show_errors
def trosklar(inputs: Inputs, modell: ModellVal = None, ut: Ut = None, skriv_over: SkrivOver = False) -> None:
    """Hitta trösklar: hopp, omvänd ordning och vinster av att dela eller slå ihop."""
    fall = load_case(inputs, modell)
    with show_progress("Söker trösklar …"):
        from fordelning.analys.trosklar import find_thresholds
        from fordelning.rapport.analys.blad_trosklar import make_trosklar_del

        t = find_thresholds(fall)
        skrivet = _write("Trösklar", del_ := make_trosklar_del(t), fall, inputs, modell, ut, skriv_over)
    show_written([skrivet], del_.svar)


@show_errors
def rattvisa(inputs: Inputs, modell: ModellVal = None, ut: Ut = None, skriv_over: SkrivOver = False) -> None:
    """Mät hur jämnt pengarna ligger, per invånare och per enhet behov."""
    fall = load_case(inputs, modell)
    from fordelning.analys.rattvisa import measure_equity
    from fordelning.rapport.analys.blad_rattvisa import make_rattvisa_del

    r = measure_equity(fall)
    skrivet = _write("Rättvisa", del_ := make_rattvisa_del(r), fall, inputs, modell, ut, skriv_over)
    show_written([skrivet], del_.svar)


def _write(
    vad: str, del_: Analysdel, fall: Fall, inputs: str, modell: str | None, ut: Path | None, skriv_over: bool
) -> Skrivet:
    """The book and the CSV files of an analysis of one case."""
    from fordelning.rapport.analys.bok import write_analysis

    skydd = make_guard(skriv_over, inputs, fall.underlag, fall.modell, [modell])
    mapp = choose_folder(ut, inputs, fall.underlag, fall.modell)
    return write_analysis(f"{vad} {fall.underlag.budgetar}", [del_], [fall.allocate()], mapp, skydd)
