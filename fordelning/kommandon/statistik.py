"""The commands of statistics: downloaded figures into a data set, and the download itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from fordelning.kommandon.ar import check_target, write_new
from fordelning.kommandon.framsteg import show_progress, show_warnings
from fordelning.kommandon.start import show_errors
from fordelning.kommandon.utmapp import show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import ModellVal, SkrivOver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fordelning.modell import Modell
    from fordelning.statistik.figurer import Figurer
    from fordelning.statistik.insattning import Insatt
    from fordelning.statistik.metod import Statistikmetod
    from fordelning.statistik.utkast import Kolumn, Utkast
    from fordelning.statistik.val import Val

T = TypeVar("T")
Filer = Annotated[list[str], typer.Argument(metavar="FIL", help="Nedladdad statistik: json-stat, px, xlsx, csv, ods …")]
VariabelVal = Annotated[
    list[str] | None,
    typer.Option("--variabel", metavar="NAMN=VÄRDE", help="Val ur tabellen: kön=1+2, ålder=16-64. Kan upprepas."),
]


Till = Annotated[str, typer.Option("--till", metavar="INPUTS", help="Underlaget som talen ska in i.")]
KolumnVal = Annotated[
    Literal["invanare_antal", "forsorjningsmatt"], typer.Option("--kolumn", help="Kolumnen i omraden.")
]
NyttVal = Annotated[
    Path | None, typer.Option("--ut", metavar="NY", help="Det nya underlaget: en mapp, eller en arbetsbok (.xlsx).")
]
ArVal = Annotated[int | None, typer.Option("--ar", metavar="ÅR", help="Vilket år ur tabellen.")]
BladVal = Annotated[str | None, typer.Option("--blad", metavar="NAMN", help="Vilket blad ur en arbetsbok.")]
MotVal = Annotated[
    str | None, typer.Option("--mot", metavar="FIL", help="Ett tidigare uttag: vad har reviderats sedan dess?")
]
FlyttaVal = Annotated[bool, typer.Option("--flytta", help="Flytta kolumnens tidigare tal till fjolårets.")]


@show_errors
def statistik(
    filer: Filer,
    till: Till,
    kolumn: KolumnVal,
    ut: NyttVal = None,
    variabel: VariabelVal = None,
    ar: ArVal = None,
    blad: BladVal = None,
    mot: MotVal = None,
    flytta: FlyttaVal = False,
    modell: ModellVal = None,
    skriv_over: SkrivOver = False,
) -> None:
    """För in nedladdad statistik i ett underlag."""
    if ut is None and mot is None:
        raise typer.BadParameter("Ange --ut för att skriva, eller --mot för att jämföra.", param_hint="'--ut'")
    som_bok = ut is not None and check_target(ut)
    with show_progress("Läser statistiken …"):
        from fordelning.statistik.insattning import put_in

        lasare = _make_reader(till, kolumn, variabel or (), ar, blad)
        figurer = lasare.read(filer)
        insatt = put_in(lasare.utkast, kolumn, figurer, lasare.metod.decimaler_antal, flytta, som_bok)
        tidigare = None if mot is None else lasare.read([mot])
    _tell(insatt, figurer, kolumn, flytta, som_bok)
    vald = None if insatt.granskat is None else _choose_model(insatt.granskat.installningar.budgetar, modell)
    if tidigare is not None and mot is not None:
        _tell_drift(lasare, tidigare, figurer, insatt, vald, Path(mot).name)
    _tell_noise(figurer, insatt, lasare, vald)
    if ut is not None:
        _write(insatt, ut, till, [*filer, mot], skriv_over)


def _write(insatt: Insatt, ut: Path, till: str, lasta: list[str | None], skriv_over: bool) -> None:
    """The new data set, and which files it is."""
    skrivet = write_new(insatt.texter, ut, till, lasta, skriv_over)
    say("")
    show_written([skrivet])


@dataclass(frozen=True, slots=True)
class _Lasare:
    """How every file of a run is read: for which data set and column, and by which choices."""

    utkast: Utkast
    kolumn: Kolumn
    val: Val
    blad: str | None
    metod: Statistikmetod

    def read(self, filer: Sequence[str]) -> Figurer:
        """The figures of the files. Raises StatistikFel with the findings of all of them."""
        from fordelning.fel import Anmarkning
        from fordelning.statistik.figurer import add_figures, make_figures
        from fordelning.statistik.kub import StatistikFel
        from fordelning.statistik.lasning import read_download
        from fordelning.statistik.val import keep_own

        fel, indelning = list[Anmarkning](), self.utkast.indelning

        def attempt(las: Callable[[], T]) -> list[T]:
            try:
                return [las()]
            except StatistikFel as ett:
                fel.extend(ett.anmarkningar)
                return []

        kuber = [k for fil in filer for k in attempt(partial(read_download, Path(fil), indelning, self.blad))]
        uppdrag = [partial(make_figures, k, keep_own(self.val, k, kuber), indelning, self.metod.brus) for k in kuber]
        delar = [figurer for ett in uppdrag for figurer in attempt(ett)]
        if fel:
            raise StatistikFel(fel)
        return add_figures(delar, self.kolumn)


def _make_reader(till: str, kolumn: Kolumn, variabler: Sequence[str], ar: int | None, blad: str | None) -> _Lasare:
    from fordelning.platser import find_modeller, find_underlag
    from fordelning.statistik.metod import read_statistikmetod
    from fordelning.statistik.utkast import read_draft
    from fordelning.statistik.val import parse_choices

    metod = read_statistikmetod(find_modeller() / "statistik.toml")
    val = parse_choices(variabler, ar)
    return _Lasare(read_draft(find_underlag(till), kolumn), kolumn, val, blad, metod)


def _tell(insatt: Insatt, figurer: Figurer, kolumn: Kolumn, flytta: bool, som_bok: bool) -> None:
    from fordelning.statistik.text import summarize_figures

    show_warnings((*figurer.varningar, *insatt.varningar))
    say(summarize_figures(figurer, insatt, kolumn, flytta, som_bok))


def _tell_drift(
    lasare: _Lasare, fore: Figurer, efter: Figurer, insatt: Insatt, modell: Modell | None, namn: str
) -> None:
    """What was revised since an earlier download, and what that moves in the grants."""
    from fordelning.statistik.insattning import put_in
    from fordelning.statistik.text import summarize_drift
    from fordelning.statistik.verkan import compare_grants, find_revised

    utkast = lasare.utkast
    tidigare = put_in(utkast, lasare.kolumn, fore, lasare.metod.decimaler_antal)
    andring = None
    if modell is not None and tidigare.granskat is not None and insatt.granskat is not None:
        andring = compare_grants(tidigare.granskat, insatt.granskat, modell)
    say(summarize_drift(find_revised(fore, efter), andring, utkast.indelning, namn))


def _tell_noise(figurer: Figurer, insatt: Insatt, lasare: _Lasare, modell: Modell | None) -> None:
    """What the noise of SCB's method can move in each grant; nothing where the figures have none."""
    from fordelning.statistik.text import summarize_noise
    from fordelning.statistik.verkan import measure_noise

    if not figurer.brus:
        return
    effekt = None
    if modell is not None and insatt.granskat is not None:
        effekt = measure_noise(insatt.granskat, modell, lasare.kolumn, figurer, lasare.metod.brus)
    say(summarize_noise(effekt, lasare.metod.brus))


def _choose_model(budgetar: int, val: str | None) -> Modell:
    from fordelning.modell import choose_modell
    from fordelning.platser import find_modeller

    return choose_modell(find_modeller(), budgetar, val)


@show_errors
def hamta(
    namn: Annotated[str | None, typer.Argument(metavar="NAMN", help="Tabellens namn; utan namn listas de.")] = None,
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPP", help="Mapp för svaret.")] = Path("ut", "statistik"),
    variabel: VariabelVal = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Hämta en tabell från SCB. Det enda kommandot som använder nätet."""
    from fordelning.platser import find_modeller
    from fordelning.statistik.metod import read_statistikmetod
    from fordelning.statistik.text import list_tables

    metod = read_statistikmetod(find_modeller() / "statistik.toml")
    if namn is None:
        say(list_tables(metod.tabell))
        return
    from fordelning.statistik.hamtning import fetch, find_table, make_writers
    from fordelning.statistik.val import split_choices

    tabell = find_table(metod.tabell, namn)
    with show_progress(f"Hämtar {tabell.namn} …"):
        hamtat = fetch(tabell, split_choices(variabel or ()), metod.granser)
    from fordelning.filer import Skydd, write_all

    skrivet = write_all({ut / fil: skriv for fil, skriv in make_writers(tabell, hamtat).items()}, Skydd((), skriv_over))
    say(f"{tabell.beskrivning}\n  uppdaterad {hamtat.uppdaterad or 'okänt när'}, SHA-256 {hamtat.sha256[:16]}…\n")
    show_written([skrivet])
    say(f"För in den: fordelning statistik {skrivet.filer[0]} --till INPUTS --kolumn {tabell.kolumn} --ut NY")
