"""The input workbook: a sheet per table with validation and explanations, empty or filled from a data set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

from fordelning.blad import Blad, Bok, Tabell
from fordelning.blad.excel import write_bok
from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.mall.blad_nycklar import make_nyckel_blad
from fordelning.mall.blad_tabell import make_bladtabell
from fordelning.mall.csv import write_text
from fordelning.underlag.arbetsbok import INSTALLNINGAR
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Skrivbart, list_texts

ANVISNINGAR = (
    "Fyll i bladet underlag: budgetår och ram krävs. Skriv värdet i kolumnen varde.",
    "Fyll i bladen forbund, omraden och regioner. De krävs; övriga blad fylls i när de behövs.",
    "Kolumner med mörk rubrik krävs, de med ljus rubrik får vara tomma. En tom cell betyder att uppgiften inte är "
    "given. Håll pekaren över rubriken för att se vad kolumnen är.",
    "Koder är text: 0114 behåller sin nolla. Klistra in som värden (Klistra in special, Värden), annars följer "
    "formatet med från källan.",
    "Belopp är hela kronor, utan enhet. Andelar skrivs som 0,25. Formler går bra när boken är sparad i Excel.",
    "Rubrikraden ska stå överst. Inga summor, anteckningar eller sammanfogade celler på bladen; skriv sådant här.",
    "Spara och kontrollera: fordelning kontrollera underlag.xlsx. Alla fel visas på en gång, med blad och cell. "
    "Inget beräknas förrän allt är rätt.",
    "Boken används som den är av alla kommandon. Till CSV: fordelning mall --fran underlag.xlsx --ut mapp.",
)


def write_mall(
    fil: Path, underlag: Skrivbart | None, skydd: Skydd = STRANGT, vid_sidan: Mapping[str, str] | None = None
) -> Skrivet:
    """The workbook, with the rows of a data set or empty. Raises FilFel when it cannot be written.

    `vid_sidan`: files of text, by name, that belong to the same set.
    """
    andra = {fil.with_name(namn): partial(write_text, text) for namn, text in (vid_sidan or {}).items()}
    return write_all({**andra, fil: partial(write_bok, make_mall(underlag))}, skydd)


def make_mall(underlag: Skrivbart | None) -> Bok:
    """The sheets: how to fill in, the settings, and one per table. Codes are chosen among those of their own table."""
    texter = underlag.texter if underlag else None
    tabeller: dict[str, Tabell] = {}
    horda = {namn: {k.hor_till for k in t.kolumner if k.hor_till} for namn, t in TABELLER.items()}
    for namn in TopologicalSorter(horda).static_order():
        tabeller[namn] = make_bladtabell(TABELLER[namn], list_texts(TABELLER[namn], texter), tabeller)
    blad = [
        Blad(namn, "", "", [tabeller[namn]], "inmatning", fasta=len(tabell.nyckel), kommentarer=True)
        for namn, tabell in TABELLER.items()
    ]
    nycklar = make_nyckel_blad(texter.nycklar if texter else {})
    return Bok("Underlag till fördelningen", [_make_instructions(), nycklar, *blad], innehall=False)


def _make_instructions() -> Blad:
    """The sheet Anvisningar: how to fill in, and what every sheet is."""
    hur = Tabell("Anvisningar", sorteras=False)
    hur.data("Steg", range(1, len(ANVISNINGAR) + 1), "antal")
    hur.data("Så här gör du", ANVISNINGAR, "lang")
    vad = Tabell("Bladen", sorteras=False)
    vad.data("Blad", [INSTALLNINGAR, *TABELLER], lank=True)
    allmant = "Budgetår, ram, statistikens år, kontrollsummor och källor."
    vad.data("Innehåll", [allmant, *(t.beskrivning for t in TABELLER.values())], "lang")
    vad.data("Fylls i", ["krävs", *("krävs" if t.kravs else "frivilligt" for t in TABELLER.values())])
    beskrivning = "Här fyller du i underlaget till fördelningen: ett blad per tabell, samma kolumner som i CSV-filerna."
    return Blad("Anvisningar", "Underlag till fördelningen", beskrivning, [hur, vad], "om")
