"""behov.xlsx: need, how much of it is reached, the published estimates in both readings, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.behov import Behovslage, Skattning
from fordelning.rapport.behovstext import list_need_assumptions
from fordelning.rapport.excel.arbetsbok import write_workbook
from fordelning.rapport.excel.behov import ANDRA, Behovsrad, Grupprad, make_behov_sheet, make_malgrupper_sheet
from fordelning.rapport.excel.kallor import make_antaganden, make_kallor
from fordelning.rapport.excel.rubriker import Rubrik, Rubriker
from fordelning.rapport.excel.tabell import Blad, Form, Kolumn, Tabell
from fordelning.ursprung import Antaganderad, Kallrad, describe_program, list_data_assumptions, list_data_sources

NAS = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    i_behov=Rubrik("I behov, personer", "Summa på Behov.", 16, True),
    deltagare=Rubrik("Deltagare i dag", "I individinriktade insatser. Tomt = uppgift saknas.", 18, True),
    andel=Rubrik("Nås, andel", "Deltagare ÷ personer i behov.", 16),
    invanare=Rubrik("Invånare", "", 14, True),
    schablon=Rubrik("Behov enligt schablon", "Schablonens andel × invånarna. Andelen står på Publicerat.", 20, True),
)


def write_behov_workbook(b: Behovslage, u: Underlag, s: Skattning, fil: Path) -> None:
    """The need with live formulas: change persons, a share or participants, and sums and reach follow."""
    andelar = map(float, b.andel_i_behov)
    grupper = [Grupprad(*grupp) for grupp in zip(b.malgrupper, b.malgruppsnamn, andelar, strict=True)]
    rader = [
        Behovsrad(kod, forbund.namn, j, float(antal))
        for kod, forbund, personer in zip(b.koder, u.forbund, b.personer_antal, strict=True)
        for j, antal in enumerate(personer)
        if not np.isnan(antal)
    ]
    blad = (
        make_behov_sheet(rader, grupper, b.uppskattat, ANDRA),
        make_malgrupper_sheet(rader, grupper, b.uppskattat, ANDRA),
        _make_reach(b, u),
        _make_published(s),
        make_antaganden(list(_list_assumptions(b, u, s))),
        make_kallor(list(_list_sources(u, s))),
    )
    write_workbook(fil, blad, f"Behov {u.budgetar}")


def _make_reach(b: Behovslage, u: Underlag) -> Blad:
    """One row per förbund: need, participants, the share reached, and the need by rule of thumb."""
    kolumn = NAS.kolumn
    kolumner = (
        kolumn("kod", b.koder),
        kolumn("namn", [f.namn for f in u.forbund]),
        kolumn("i_behov", b.behov_per_forbund_antal, "tal", "SUMIFS({behov.i_behov.alla},{behov.kod.alla},{kod})"),
        kolumn("deltagare", b.deltagare_antal, "antal", inmatning=True),
        kolumn("andel", b.natt_andel, "andel", 'IF(OR({deltagare}="",{i_behov}=0),"",{deltagare}/{i_behov})'),
        kolumn("invanare", b.invanare_antal, "antal", inmatning=True),
        kolumn("schablon", b.schablon_antal, "tal", "schablon_andel*{invanare}"),
    )
    return Blad(
        "Nås",
        "Hur många som nås, per förbund" + " (uppskattning)" * b.uppskattat,
        "Den som deltar i två insatser räknas två gånger. Målgrupper som saknar rad räknas inte.",
        (Tabell("nas", kolumner),),
        fasta=2,
    )


def _make_published(s: Skattning) -> Blad:
    """The published table with its rows recomputed, sums, the rule of thumb, and how many are told to be reached."""
    grupper = Tabell("publicerat", tuple(_list_group_columns(s)), rad=3)
    summor = _make_sums(s, grupper.rubrikrad + grupper.antal + 3)
    schablon = _make_schablon(s, summor.rubrikrad + summor.antal + 3)
    tabeller = [grupper, summor, schablon]
    if s.natt:
        tabeller.append(_make_told(s, schablon.rubrikrad + schablon.antal + 3))
    return Blad(
        "Publicerat",
        f"Publicerat, omräknat: {s.namn}",
        f"{s.kalla.text}. Oavrundat = personer × andel. Tomt i den andra läsningen = källan har bara en.",
        tuple(tabeller),
        slag="om",
        filter=False,
    )


def _list_group_columns(s: Skattning) -> Iterator[Kolumn]:
    """Per målgrupp what was published, what its components give, and what they give in the other reading."""
    andra = [g.annan_lasning_andel for g in s.grupp]
    yield Kolumn("namn", "Målgrupp", [g.namn for g in s.grupp], bredd=44)
    yield Kolumn("personer", "Personer", [g.personer_antal for g in s.grupp], "antal", bredd=14)
    yield Kolumn("andel", "Andel i behov", [g.andel_i_behov for g in s.grupp], "andel", bredd=14)
    egna = [g.compute_need() for g in s.grupp]
    yield Kolumn("oavrundat", "Oavrundat", egna, "tal", "{personer}*{andel}", bredd=14)
    yield Kolumn("publicerat", "Publicerat", [g.publicerat_antal for g in s.grupp], "antal", bredd=14)
    yield Kolumn("andra_andel", "Andra läsningen, andel", andra, "andel", bredd=16)
    annan = [g.compute_need(annan_lasning=True) for g in s.grupp]
    formel = 'IF({andra_andel}="",{oavrundat},{personer}*{andra_andel})'
    yield Kolumn("annan", "Andra läsningen, oavrundat", annan, "tal", formel, bredd=18)


def _make_sums(s: Skattning, rad: int) -> Tabell:
    """The sums in both readings and as published, and their shares of the number that the source compares with."""
    rader = [
        ("Oavrundat", s.sum_need(), "SUM({publicerat.oavrundat.alla})"),
        ("Andra läsningen, oavrundat", s.sum_need(annan_lasning=True), "SUM({publicerat.annan.alla})"),
        ("Publicerade rader", sum(g.publicerat_antal for g in s.grupp), "SUM({publicerat.publicerat.alla})"),
        ("Publicerad summa", s.publicerat_antal, ""),
    ]
    kolumner = (
        Kolumn("vad", "Summa", [vad for vad, _, _ in rader]),
        Kolumn("antal", "Personer", [antal for _, antal, _ in rader], "tal", [formel for _, _, formel in rader]),
        Kolumn("av", "Av", [s.jamforelse_antal] * len(rader), "antal"),
        Kolumn("andel", "Andel", [antal / s.jamforelse_antal for _, antal, _ in rader], "andel_fin", "{antal}/{av}"),
    )
    return Tabell("summor", kolumner, rad=rad)


def _make_schablon(s: Skattning, rad: int) -> Tabell:
    """The rule of thumb, used on Nås, and what it has been published to give."""
    publicerat = s.schablon.publicerat
    former: list[Form] = ["andel" if i == 0 else "antal" for i in range(1 + len(publicerat))]
    kolumner = (
        Kolumn("vad", "Schablon", ["Andel av befolkningen i arbetsför ålder", *(p.vad for p in publicerat)]),
        Kolumn(
            "tal",
            "Tal",
            [s.schablon.andel, *(p.antal for p in publicerat)],
            former,
            inmatning=[True, *([False] * len(publicerat))],
        ),
        Kolumn("kalla", "Källa", [s.schablon.kalla.text, *(p.kalla.text for p in publicerat)]),
    )
    return Tabell("schablon", kolumner, rad=rad, definierade={"schablon_andel": ("tal", 0)})


def _make_told(s: Skattning, rad: int) -> Tabell:
    """Published statements of how many are reached, recomputed."""
    kolumner = (
        Kolumn("vad", "Publicerat om hur många som nås", [n.vad for n in s.natt]),
        Kolumn("natt", "Nådda", [n.natt_antal for n in s.natt], "antal"),
        Kolumn("av", "Av", [n.behov_antal for n in s.natt], "antal"),
        Kolumn("andel", "Andel", [n.andel for n in s.natt], "andel_fin", "{natt}/{av}"),
        Kolumn("publicerad", "Publicerad andel", [n.publicerad_andel for n in s.natt], "andel_fin"),
        Kolumn("kalla", "Källa", [n.kalla.text for n in s.natt]),
    )
    return Tabell("natt", kolumner, rad=rad)


def _list_assumptions(b: Behovslage, u: Underlag, s: Skattning) -> Iterator[Antaganderad]:
    for text in list_need_assumptions(b, s):
        yield Antaganderad("Behovet", "", text)
    if s.antagande:
        yield Antaganderad("Skattningen", s.fil.namn, s.anmarkning or s.kalla.text, s.kalla.text)
    for a in b.anmarkningar:
        yield Antaganderad("Varning", a.plats, a.vad)
    yield from list_data_assumptions(u)


def _list_sources(u: Underlag, s: Skattning) -> Iterator[Kallrad]:
    marke = "antagande" if s.antagande else ""
    yield describe_program(f"Budgetår {u.budgetar}")
    yield Kallrad(
        "Skattning", s.fil.namn, f"{s.namn}: {s.kalla.text}", s.kalla.datum, s.kalla.lank, marke, s.fil.sha256
    )
    yield from list_data_sources(u)
