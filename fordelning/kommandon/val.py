"""The arguments and options of the commands, with their help in Swedish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from fordelning.kommandon.utskrift import say
from fordelning.version import __version__

Inputs = Annotated[str, typer.Argument(metavar="INPUTS", help="Mapp med CSV-filer, eller en arbetsbok (.xlsx).")]
ModellVal = Annotated[
    str | None, typer.Option("--modell", metavar="MODELL", help="Modellfil eller namn; annars budgetårets.")
]


def _show_version(visa: bool) -> None:
    if visa:
        say(f"fordelning {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Visa programmets version.")
]
Ut = Annotated[
    Path | None, typer.Option("--ut", metavar="MAPP", help="Mapp för resultatet. Annars ut/ och underlagets namn.")
]
SkrivOver = Annotated[
    bool, typer.Option("--skriv-over", help="Ersätt också filer som är ifyllda, ändrade, lästa eller någon annans.")
]
AntalAr = Annotated[int, typer.Option("--ar", metavar="N", min=1, max=50, help="Antal år från budgetåret.")]
SenareVal = Annotated[
    list[str] | None, typer.Option("--senare", metavar="INPUTS", help="Underlag för ett senare år. Kan upprepas.")
]
StatistikVal = Annotated[
    Literal["konstant", "trend"],
    typer.Option(
        "--statistik",
        show_default=False,
        help="Senare års statistik: oförändrad (annars), eller som senaste ändringen.",
    ),
]
KostnadVal = Annotated[
    Literal["konstant", "trend", "bidrag", "plan"],
    typer.Option(
        "--kostnader",
        show_default=False,
        help="Där kapital.csv inget säger: som i fjol (annars), som senaste ändringen, som bidragen, eller som "
        "planåren i böckerna.",
    ),
]
IntaktVal = Annotated[
    Literal["underlag", "tilldelning"],
    typer.Option(
        "--intakter",
        show_default=False,
        help="År med budget eller prognos: det som står i kapital.csv (annars), eller det som fördelas.",
    ),
]
RamVal = Annotated[
    list[str] | None, typer.Option("--ram", metavar="ÅR=KR", help="Ram från ett år: 2027=345000000. Kan upprepas.")
]
Metodfil = Annotated[
    Path | None, typer.Option("--metod", metavar="FIL", help="Egen metod för planen, som models/insatsplan.toml.")
]
Motfil = Annotated[
    Path | None, typer.Option("--mot", metavar="FIL", help="En tidigare plan.json att jämföra med, insats för insats.")
]
Beslutas = Annotated[
    list[str] | None,
    typer.Option("--besluta", metavar="KOD", help="Pröva insatsen som om den var beslutad. Kan upprepas."),
]
TidPerPlan = Annotated[
    float | None, typer.Option("--tid", metavar="S", min=0, help="Längsta tid per plan, sekunder; annars obegränsad.")
]
ForbundKod = Annotated[str, typer.Option("--forbund", metavar="KOD", help="Förbundets kod eller namn.")]
EttForbund = Annotated[str | None, typer.Option("--forbund", metavar="KOD", help="Förbundets kod eller namn.")]
AllaForbund = Annotated[bool, typer.Option("--alla", help="En arbetsbok för varje förbund.")]
Utfallsfil = Annotated[
    str | None, typer.Option("--utfall", metavar="FIL", help="Utfall till boken: en ifylld budgetbok eller en SIE-fil.")
]
Utfallsfiler = Annotated[
    list[str] | None,
    typer.Option(
        "--utfall", metavar="FIL", help="Ifylld budgetbok, mapp med böcker, eller KOD=FIL för SIE. Kan upprepas."
    ),
]
SieVal = Annotated[bool, typer.Option("--sie", help="Skriv också budgeten som SIE-fil (typ 3).")]
Kontoplansval = Annotated[
    list[str] | None,
    typer.Option("--kontoplan", metavar="FIL", help="Egen kontoplan för SIE, eller KOD=FIL. Kan upprepas."),
]
Planval = Annotated[
    Path | None, typer.Option("--plan", metavar="FIL", help="En plan.json som budgeten och planåren byggs av.")
]
FranVal = Annotated[str, typer.Option("--fran", metavar="INPUTS", help="Fjolårets underlag, som bryggan börjar i.")]
FranKanske = Annotated[
    str | None, typer.Option("--fran", metavar="INPUTS", help="Fjolårets underlag: visa också ändringens orsaker.")
]
ModellFran = Annotated[
    str | None, typer.Option("--modell-fran", metavar="MODELL", help="Fjolårets modell; annars det årets.")
]
