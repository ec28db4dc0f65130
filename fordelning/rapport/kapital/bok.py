"""The files of `kapital`: kapital.xlsx with its sheets in order, and kapital.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fordelning.blad import Bok
from fordelning.blad.csv import make_records
from fordelning.kapital.framskrivning import Framskrivning, find_return_years
from fordelning.modell import Modell
from fordelning.rapport.kapital.blad_kapital import make_kapital_blad
from fordelning.rapport.kapital.blad_sammanfattning import make_sammanfattning_blad
from fordelning.rapport.kapital.blad_tillbaka import make_tillbaka, make_tillbaka_blad
from fordelning.rapport.kapital.tabeller import Kapitalgrund
from fordelning.rapport.kapital.text import list_model_assumptions, list_roll_assumptions, summarize_kapital
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.ursprung import Antaganderad, describe_file, describe_modell, describe_program, make_head


def make_kapital_bok(t: Kapitalgrund) -> Bok:
    """The ledger with live formulas: change a year's figures and every later year follows, the country's too."""
    f, tillbaka = t.f, make_tillbaka(t.f, t.kapital)
    ar = ", ".join(str(u.budgetar) for u in f.underlag)
    program = describe_program(f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}, underlag för budgetår {ar}")
    blad = (
        make_sammanfattning_blad(f, t.riket, tillbaka and tillbaka[1]),
        make_kapital_blad(f, t.kapital),
        *(() if tillbaka is None else (make_tillbaka_blad(f, tillbaka[0]),)),
        *make_om_blad(_list_assumptions(f), [program], _list_models(f), f.underlag),
    )
    return Bok(f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}", blad)


def make_kapital_leverans(f: Framskrivning) -> Leverans:
    """The files of `kapital`, and its answer."""
    t = Kapitalgrund(f)
    return Leverans(
        {"kapital.xlsx": make_kapital_bok(t), "kapital.csv": t.kapital, "kapital.json": make_kapital_json(t)},
        summarize_kapital(t),
    )


def make_kapital_json(t: Kapitalgrund) -> dict[str, Any]:
    """kapital.json: the years with their models and concentration, every förbund's ledger, findings and assumptions."""
    f, tillbaka = t.f, find_return_years(t.f)
    per_forbund: dict[str, list[dict[str, Any]]] = {}
    for rad in make_records(t.kapital):
        egna = {nyckel: varde for nyckel, varde in rad.items() if nyckel not in ("forbund_kod", "namn")}
        per_forbund.setdefault(rad["forbund_kod"], []).append(egna)
    return {
        **make_head(f.underlag[0].budgetar, ()),
        "filer": [{"budgetar": u.budgetar, **describe_file(fil)} for u in f.underlag for fil in u.filer],
        "ar": list(_list_years(t)),
        "forbund": [
            {
                "forbund_kod": kod,
                "over_rimlig_niva_vid_start": kod in tillbaka,
                "tillbaka_pa_rimlig_niva_ar": tillbaka.get(kod),
                "kapital": rader,
            }
            for kod, rader in sorted(per_forbund.items())
        ],
        "antaganden": [*list_roll_assumptions(f), *list_model_assumptions(f)],
        "anmarkningar": [str(a) for u in f.underlag for a in u.varningar] + [str(a) for a in (*f.avbrott, *f.brister)],
    }


def _list_years(t: Kapitalgrund) -> Iterator[dict[str, Any]]:
    """The country year by year, and the allocation of the years that have one."""
    framat = {a.kapital.ar: a.resultat for a in t.f.ar}
    for rad in make_records(t.riket):
        if r := framat.get(rad["ar"]):
            rad |= {
                "modell": describe_modell(r.modell),
                "underlag_ar": max(u.budgetar for u in t.f.underlag if u.budgetar <= rad["ar"]),
                "ram_kr": int(r.underlag.ram_kr),
                "fordelat_kr": int(r.tilldelning_kr.sum()),
                "ej_fordelat_kr": int(r.ej_fordelat_kr),
            }
        yield rad


def _list_models(f: Framskrivning) -> list[Modell]:
    """Every model that a year was allocated by, each once."""
    return list({r.modell.fil.namn: r.modell for r in (ar.resultat for ar in f.ar)}.values())


def _list_assumptions(f: Framskrivning) -> Iterator[Antaganderad]:
    for text in list_roll_assumptions(f):
        yield Antaganderad("Åren framåt", "", text)
    for avbrott in f.avbrott:
        yield Antaganderad("Varning", avbrott.plats, f"Kedjan av år hänger inte ihop: {avbrott.vad}.")
