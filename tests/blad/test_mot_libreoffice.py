"""What an expression says it is worth is what an independent spreadsheet program makes of its formula."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from fordelning.blad.bok import Blad, Bok
from fordelning.blad.excel import write_bok
from fordelning.blad.funktioner import (
    TOMT,
    absolut,
    ar_tal,
    avrunda,
    behall_tomt,
    eller,
    foga,
    hogst,
    inte,
    kvot,
    minst,
    nedat,
    och,
    om,
    rakna_ifyllda,
    summera,
    tom,
    tomt_som_noll,
    uppat,
    valj,
)
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import (
    antal,
    antal_dar,
    antal_tal,
    antal_tal_dar,
    denna_rad,
    nte_minsta,
    nte_storsta,
    sla_upp,
    sok,
    storsta,
    storsta_dar,
    summa,
    summa_dar,
)
from tests.libreoffice import find_differences, recalculate
from tests.sortering import check_sorting

pytestmark = pytest.mark.libreoffice

KODER = ["0114", "114", "A*", "AB", "ab", "=1", "<2", "x~", "Å [#']", ""]
"""Keys that SUMIFS and MATCH would confuse: numbers, patterns, signs, case; and none."""


def make_tables() -> tuple[Tabell, Tabell, Lista]:
    """A table of dangerous keys, one that asks it about them in another order, and a list of single figures."""
    t = Tabell("Källdata")
    kod = t.data("Kod [#'] x", KODER)
    tal = t.data("Tal, kr", [1.5, -2.5, 0, None, 4, 1.005, 7, 8.25, 9, 10], "fin", gul=True)
    grupp = t.data("Grupp", [1, 1, 2, 2, 2, 3, 3, 3, 3, 3], "antal", gul=True)
    andra = t.data("Andra", [2, 2, 1, 7, 3, 3, 0, 0, None, 5], "antal", gul=True)
    ordning = t.data("Ordning", list(range(1, 11)), "antal")
    _add_rows(t, kod, tal, grupp, andra, ordning)

    f = Tabell("Frågor")
    har = f.data("Kod", KODER[:-1][::-1])
    f.rakna("Summa", summa_dar(tal, (kod, har)), "fin")
    f.rakna("Antal", antal_dar((kod, har)), "antal")
    f.rakna("Hittad", sla_upp(grupp, (kod, har)), "antal")
    f.rakna("Hittad eller tomt", behall_tomt(sla_upp(tal, (kod, har))), "fin")
    f.rakna("Två nycklar", sla_upp(ordning, (kod, har), (grupp, 3), annars=0), "antal")
    f.rakna("Summa i grupp", summa_dar(tal, (grupp, sla_upp(grupp, (kod, har)))), "fin")
    i_gruppen = denna_rad(sla_upp(grupp, (kod, har))).lika(grupp)
    f.rakna("Antal större i gruppen", antal(i_gruppen * (tal > 1)), "antal")
    f.rakna("Hållna inom", summa((tal < 3) * tal + (tal >= 3) * denna_rad(sla_upp(andra, (kod, har))) * 2), "fin")
    f.rakna("Antal tal i grupp", antal_tal_dar(tal, (grupp, sla_upp(grupp, (kod, har)))), "antal")
    f.rakna("Antal tal med nyckel", antal_tal_dar(tal, (kod, har)), "antal")
    f.rakna("Antal tal av formel", antal_tal_dar(t.kolumner[5], (kod, har)), "antal")
    f.rakna("Större", antal_dar((tal, ">", sla_upp(tal, (kod, har)))), "antal")
    return t, f, _list_figures(tal, grupp, andra, kod)


def _add_rows(t: Tabell, kod: Kolumn, tal: Kolumn, grupp: Kolumn, andra: Kolumn, ordning: Kolumn) -> None:
    tomt = t.rakna("Tomt ibland", om(grupp > 2, TOMT, tal + 1), "fin")
    uttryck: dict[str, Tal] = {
        "Avrundat": avrunda(tal, 2),
        "Avrundat till heltal": avrunda(tal),
        "Tiotal": avrunda(tal * 7, -1),
        "Nedåt": nedat(tal),
        "Uppåt": uppat(tal),
        "Minst": minst(tal, andra, 0.5),
        "Högst": hogst(tomt, andra),
        "Summerat": summera(tal, tomt, andra),
        "Ifyllda": rakna_ifyllda(tal, tomt, andra),
        "Val": valj([(grupp.lika(1), "ett"), (kod.lika("AB"), "lika")], foga("grupp ", grupp)),
        "Tomt och inte": om(och(inte(tom(tal)), eller(tal < 0, tal >= 4)), 1, 0),
        "Är tal": om(ar_tal(tomt), "ja", "nej"),
        "Kvot": kvot(tal, andra),
        "N": tomt_som_noll(tomt) + 1,
        "Potens": (andra + 1) ** 2 - -tal,
        "Led": (tal - (andra - grupp)) / (grupp * 2) * (1 - (tal + 2)),
        "Nära": om((andra * 0.1 + 0.2).lika(andra / 10 + 0.3 - 0.1), 1, 0),
        "Avvikelse": absolut(tal - andra),
        "Nummer från stort": nte_storsta(hogst(ordning, 9), tal),
        "Nummer från smått": nte_minsta(ordning, grupp, andra),
        "Största i gruppen": storsta_dar(andra, (grupp, grupp)),
        "Plats": antal_dar((andra, ">", andra)) + antal_dar((andra, "=", andra + 0), (ordning, "<", ordning)),
        "Trappa": sok(*_make_steps(), tal * 2),
    }
    for rubrik, u in uttryck.items():
        t.rakna(rubrik, u, "fin")


STEG = Tabell("Steg", sorteras=False)
GRANS = STEG.data("Upp till", [0, 3.0, 15.0, None], "tal", gul=True)
ANDEL = STEG.data("Andel", [0.1, 0.2, 0.3, 0.4], "andel", gul=True)


def _make_steps() -> tuple[Kolumn, Kolumn]:
    return ANDEL, GRANS


def _list_figures(tal: Kolumn, grupp: Kolumn, andra: Kolumn, kod: Kolumn) -> Lista:
    x = Lista("Enskilda", ("Vad", "Värde"), ("Anm",), (30, 16, 20))
    ram = x.data("Ram", 12.5, "fin", ("given",), namn="ram_kr", gul=True)
    summan = x.rakna("Summa", summa(tal), "fin")
    x.rakna("Ram minus summan", ram - summan, "fin", lika=12.5 - np.nansum(tal.varden))
    x.rakna("Summa av produkter", summa(tal * grupp), "fin")
    x.rakna("Antal där", antal((tal > 1) * (andra > 1)), "antal")
    x.rakna("Största", storsta(tal), "fin")
    x.rakna("Största avvikelse", storsta(absolut(tal - andra)), "fin")
    x.rakna("Antal tal", antal_tal(tal), "antal")
    x.rakna("Inte tomma", antal_dar((kod, "<>", "")), "antal")
    x.rakna("Text", foga(antal_dar((grupp, 3)), " fel"), "text")
    return x


def make_ordered() -> Tabell:
    """Rows that follow from the one above, and cells of their own."""
    t = Tabell("Följd", sorteras=False)
    steg = t.data("Steg", [3, 1, 4, 1, 5], "antal", gul=True)
    t.foljd("Hittills", steg, lambda fore: fore + steg)
    t.foljd("Ändring", TOMT, lambda _: steg - t.fore(steg))
    t.rader("Eget", [steg * 2, t.cell(steg, 0) + 1, t.summa_av(steg, 0, 3), 7, None])
    t.rader("Med summor", [3, steg + 1, lambda k: t.summa_av(k, 0, 2), 4, lambda k: t.cell(k, 2) - t.cell(k, 3)])
    return t


@pytest.fixture(scope="module")
def bocker(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    mapp = tmp_path_factory.mktemp("blad")
    t, f, x = make_tables()
    tomma = Tabell("Tomma")
    inga = tomma.data("Belopp", [], "kr")
    tomma.rakna("Dubbelt", inga * 2)
    y = Lista("Utan_rader")
    y.rakna("Summa utan rader", summa(inga))
    blad = [Blad("Källdata", "Källdata", "", [t]), Blad("It's här", "Frågor", "", [f, (x, STEG), make_ordered()])]
    blad.append(Blad("Tomt", "Tomt", "", [tomma, y]))
    write_bok(Bok("Prov", blad), mapp / "prov.xlsx")
    return mapp / "prov.xlsx", recalculate([(mapp / "prov.xlsx", {})], mapp)[0]


def test_every_function_is_worth_what_libreoffice_says(bocker: tuple[Path, Path]) -> None:
    assert find_differences(*bocker) == []


def test_no_cell_is_an_error(bocker: tuple[Path, Path]) -> None:
    for blad in load_workbook(bocker[1], data_only=True).worksheets:
        assert [c.coordinate for rad in blad.iter_rows() for c in rad if str(c.value).startswith("#")] == []


def test_libreoffice_keeps_tables_and_their_references(bocker: tuple[Path, Path]) -> None:
    """What LibreOffice 7.4 keeps when it saves: the tables' names and ranges; references become its own, by heading."""
    ena, andra = (load_workbook(bok) for bok in bocker)
    for blad in ena.worksheets:
        assert {t.name: t.ref for t in blad.tables.values()} == {
            t.name: t.ref for t in andra[blad.title].tables.values()
        }
    assert "Källdata[[#This Row],[Tal, kr]]" in str(andra["Källdata"]["G6"].value)


def test_tables_with_filter_arrows_can_be_sorted_by_any_column(bocker: tuple[Path, Path], tmp_path: Path) -> None:
    assert check_sorting(bocker[0], tmp_path) == []
