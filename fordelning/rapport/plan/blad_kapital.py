"""The sheet Eget kapital: the path year by year, live from contributions and the plan's costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.blad import Blad, Diagram, Kolumn, Tabell, Tal
from fordelning.blad.formler import behall_tomt, hogst, minst, om, sla_upp, summa_dar, tom
from fordelning.plan.bild import Planering
from fordelning.rapport.plan.blad_parametrar import Parametrar
from fordelning.rapport.plan.blad_plan import Planval
from fordelning.rapport.plan.urval import ANDRA, add_owner, name_year, same_owner

NARA_KR = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Kapitaltabell:
    """The path in the order of the years, and the columns that others stand on."""

    vag: Tabell
    forbund: Kolumn
    nummer: Kolumn
    ar: Kolumn
    borjar: Kolumn
    bidrag: Kolumn
    utgaende: Kolumn


def make_kapital(pl: Planering, v: Planval, kostnad: Kolumn, par: Parametrar) -> Kapitaltabell:
    """Last year's + contributions − what an excess cuts − administration − insatser = this year's."""
    rader = [(bild.kod, rad) for bild in pl.med_plan for rad in bild.plan.kapital]
    t, gul, forsta = Tabell("Kapital" if pl.enskild else "Kapitalväg", sorteras=False), pl.enskild, pl.budgetar[0]

    def of(falt: str) -> list[float]:
        return [getattr(rad, falt) for _, rad in rader]

    forbund = add_owner(t, pl, [kod for kod, _ in rader])
    nummer = t.data("" if gul else "Rad", range(1, len(rader) + 1), "antal")
    ar = t.data("År", of("ar"), "ar", bredd=8, nyckel="ar")
    aret = t.data("Året är", [name_year(pl, rad.ar) for _, rad in rader], bredd=12, nyckel="lage")
    borjar = t.data("Vid planens början, kr", [rad.ingaende_kr if rad.ar == forsta else None for _, rad in rader], "kr",
                    gul=[gul and rad.ar == forsta for _, rad in rader], bredd=13)  # fmt: skip
    bidrag = t.data("Bidrag, kr", of("bidrag_kr"), "kr", gul=gul, summa=True, forklaring="Alla parter, före avdrag.",
                    nyckel="bidrag_kr")  # fmt: skip
    t.data("", of("tillskott_kr"), nyckel="tillskott_kr")
    adm = t.data("Administration, kr", of("administration_kr"), "kr", gul=gul, summa=True, nyckel="administration_kr")
    insatser = t.rakna("Insatser, kr", summa_dar(kostnad, *same_owner(v.forbund, forbund), (v.ar, ar)), summa=True,
                       lika=of("insatser_kr"), inom=NARA_KR, nyckel="insatser_kr")  # fmt: skip
    rimlig = _add_level(t, of("rimlig_niva_kr"), bidrag, par)
    utgaende = _add_path(t, ar.lika(forsta), borjar, (bidrag, adm, insatser, rimlig), par.avdrag_andel)
    overskott = t.rakna("Överskott, kr", om(tom(rimlig), 0, minst(0, utgaende - rimlig)), lika=of("overskott_kr"),
                        inom=NARA_KR, bredd=14, nyckel="overskott_kr")  # fmt: skip
    ingaende = t.rakna("Ingående, kr", om(ar.lika(forsta), borjar, t.fore(utgaende)), lika=of("ingaende_kr"),
                       inom=NARA_KR, nyckel="ingaende_kr")  # fmt: skip
    avdrag = t.rakna("Avdrag för överskott, kr",
                     om(ar.lika(forsta), 0, hogst(bidrag, par.avdrag_andel * t.fore(overskott))),
                     lika=of("avdrag_kr"), inom=NARA_KR, summa=True, forklaring="Året efter ett överskott.",
                     nyckel="avdrag_kr")  # fmt: skip
    lagsta = t.data("Lägsta nivå, kr", of("lagsta_kr"), "kr", gul=gul, forklaring="Förbundets eget golv.",
                    nyckel="lagsta_kr")  # fmt: skip
    t.rakna("Över lägsta, kr", utgaende - lagsta, bredd=14)
    t.ordna(*t.kolumner[:2], ar, aret, borjar, ingaende, bidrag, avdrag, t.kolumner[6], adm, insatser, utgaende, rimlig)
    return Kapitaltabell(t, forbund, nummer, ar, borjar, bidrag, utgaende)


def _add_level(t: Tabell, niva_kr: list[float], bidrag: Kolumn, par: Parametrar) -> Kolumn:
    """The reasonable level; empty where no rule has one."""
    text = "Enligt modellen, på årets bidrag."
    if par.rimlig_andel is None:
        egna = [kr if np.isfinite(kr) else None for kr in niva_kr]
        return t.data("Rimlig nivå, kr", egna, "kr", forklaring=text, nyckel="rimlig_niva_kr")
    return t.rakna("Rimlig nivå, kr", par.rimlig_andel * bidrag, lika=niva_kr, inom=NARA_KR, forklaring=text,
                   nyckel="rimlig_niva_kr")  # fmt: skip


def _add_path(
    t: Tabell, forst: Tal, borjar: Kolumn, led: tuple[Kolumn, Kolumn, Kolumn, Kolumn], avdrag_andel: Tal
) -> Kolumn:
    """Utgående: from the year above, whose excess cuts this year's contributions; a first year begins anew."""
    bidrag, adm, insatser, rimlig = led
    eget = borjar + bidrag - adm - insatser

    def follow(fore: Tal) -> Tal:
        over = om(tom(t.fore(rimlig)), 0, minst(0, fore - t.fore(rimlig)))
        return om(forst, eget, fore + bidrag - hogst(bidrag, avdrag_andel * over) - adm - insatser)

    return t.foljd("Utgående, kr", eget, follow, bredd=15, nyckel="utgaende_kr",
                   forklaring="Ingående + bidrag − avdrag − administration − insatser.")  # fmt: skip


def make_kapital_blad(pl: Planering, k: Kapitaltabell) -> list[Blad]:
    """The sheet, and with several förbund the one that counts it in the order of the years."""
    titel = f"Eget kapital {pl.budgetar[0]}–{pl.budgetar[-1]}"
    if pl.enskild:
        diagram = Diagram("Eget kapital vid årets slut, kr", k.ar, [k.utgaende], "kr", bredd=620, hojd=300)
        return [Blad("Eget kapital", titel, ANDRA, [k.vag, diagram], fasta=1, frys=True)]
    t = Tabell("Kapital")
    nummer = t.data("Rad", k.nummer.varden, "antal", bredd=8)
    for kolumn in k.vag.synliga:
        if kolumn in (k.forbund, k.ar) or kolumn.form == "text":
            t.data(kolumn.rubrik, kolumn.varden, kolumn.form, bredd=kolumn.bredd)
        elif kolumn not in (k.nummer, k.borjar):
            hamtat = behall_tomt(sla_upp(kolumn, (k.nummer, nummer)))
            t.rakna(kolumn.rubrik, hamtat, kolumn.form, bredd=kolumn.bredd, summa=kolumn.summa)
    t.ordna(*t.kolumner[1:])
    text = "Filtrera på förbund. Bidragen är före avdrag för överskott. Räknas på bladet Kapitalväg."
    return [
        Blad("Eget kapital", titel, text, [t], fasta=2),
        Blad("Kapitalväg", titel, "Åren i följd, ett förbund i taget.", [k.vag], "rakning", fasta=2),
    ]
