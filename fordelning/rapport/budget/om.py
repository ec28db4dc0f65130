"""Antaganden (the numbers of method and what is assumed) and Källor (files, model, sources)."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning import __version__
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.sida import Bit, Cell, Krav, Rubrik, Sida, Tabellrad, make_sida, text
from fordelning.rapport.tabeller import list_assumptions
from fordelning.schema import Avsnitt

_PARAMETRAR = (
    Rubrik("namn", "Tal", 34, ar_tal=False),
    Rubrik("text", "Förklaring och källa", 96, ar_tal=False),
    Rubrik("varde", "Värde", 15),
    Rubrik("antagande", "Antagande", 11, ar_tal=False),
)


def make_assumption_sheet(innehall: Innehall) -> Sida:
    """Numbers that the formulas read, by defined name; then the trappa; then every assumption as a sentence."""
    parametrar = list(_list_parameters(innehall))
    rader = [rad for _, rad in parametrar]
    namn = {namn: ("varde", i) for i, (namn, _) in enumerate(parametrar)}
    regel = innehall.underlag.regel
    trappa = [
        Tabellrad(
            (
                text(f"Trappans steg {i}"),
                Cell(
                    "Rimlig nivå som andel av årets bidrag, upp till gränsen"
                    if steg.upp_till_kr
                    else "Rimlig nivå som andel av årets bidrag",
                    form="lang",
                ),
                Cell(steg.andel, form="andel"),
                Cell(steg.upp_till_kr if steg.upp_till_kr else "ingen gräns", form="kr"),
            )
        )
        for i, steg in enumerate(regel.trappa if regel else (), start=1)
    ]
    rubriker_trappa = (_PARAMETRAR[0], _PARAMETRAR[1], Rubrik("andel", "Andel", 15), Rubrik("grans", "Gräns, kr", 11))
    texter = [
        Tabellrad((text(var), Cell(mening, form="lang"), Cell(None), text("ja")))
        for var, mening in _list_assumptions(innehall)
    ]
    bitar = [Bit("ap", _PARAMETRAR, rader, definierade=namn)]
    rad = 3 + len(rader) + 3
    if trappa:
        bitar.append(Bit("tr", rubriker_trappa, trappa, rad=rad))
        rad += len(trappa) + 3
    bitar.append(
        Bit(
            "at",
            (
                Rubrik("namn", "Var", 34, ar_tal=False),
                Rubrik("text", "Antagande", 96, ar_tal=False),
                _PARAMETRAR[2],
                _PARAMETRAR[3],
            ),
            texter,
            rad=rad,
        )
    )
    beskrivning = (
        "Talen som formlerna läser. Ett antagande är vårt eget där ingen källa har kunnat läsas. Blå celler kan ändras."
    )
    return make_sida("Antaganden", innehall.name_sheet("Antaganden"), beskrivning, bitar, slag="om", fasta=1)


def _list_parameters(innehall: Innehall) -> Iterator[tuple[str, Tabellrad]]:
    """Defined name and row."""
    u, m, metod = innehall.underlag, innehall.modell, innehall.metod
    delning, adm = m.medfinansiering, metod.administration
    finansiarer = innehall.budget.finansiarer
    region, kommuner = (sum(f.belopp_kr for f in finansiarer if f.part == part) for part in ("region", "kommun"))
    yield "statens_bidrag_kr", _row("Statens bidrag", f"Tilldelning enligt {m.namn}", Cell(u.statens_bidrag_kr))
    yield "eget_kapital_kr", _row("Eget kapital vid årets början", "Underlaget, forbund", Cell(u.eget_kapital_kr))
    yield (
        "stat_andel",
        _row("Statens andel", _source(delning), Cell(delning.stat_andel, form="andel"), delning.antagande),
    )
    yield (
        "region_andel",
        _row("Regionernas andel", _source(delning), Cell(delning.region_andel, form="andel"), delning.antagande),
    )
    yield (
        "kommun_andel",
        _row("Kommunernas andel", _source(delning), Cell(delning.kommun_andel, form="andel"), delning.antagande),
    )
    lokalt = "ROUND(statens_bidrag_kr*(1-stat_andel)/stat_andel,0)"
    yield (
        "region_kr",
        _row(
            "Regionernas del",
            "Avrundad nedåt till hela kronor",
            Cell(region, f"INT({lokalt}*region_andel/(region_andel+kommun_andel)+0.000001)"),
        ),
    )
    yield (
        "kommuner_kr",
        _row("Kommunernas del", "Resten: en udda krona faller på kommunerna", Cell(kommuner, f"{lokalt}-region_kr")),
    )
    yield "styrelse_andel", _row("Styrelsens andel", _source(adm), _plan(u.styrelse_andel, "andel"), adm.antagande)
    yield "revision_andel", _row("Revisionens andel", _source(adm), _plan(u.revision_andel, "andel"), adm.antagande)
    if u.regel:
        yield (
            "statens_andel_av_overskott",
            _row(
                "Statens andel av överskott",
                _source(u.regel),
                Cell(u.regel.statens_andel_av_overskott, form="andel"),
                u.regel.antagande,
            ),
        )
    n = len(u.motparter)
    invanare = Cell(u.invanare_antal, f'SUMIFS({{kf.invanare[0:{n}]}},{{kf.part[0:{n}]}},"Kommun")', "antal")
    yield "invanare_antal", _row("Invånare i förbundets område", "Summan på Kommunfördelning", invanare)


def _row(namn: str, forklaring: str, cell: Cell, antagande: bool = False) -> Tabellrad:
    return Tabellrad((text(namn), Cell(forklaring, form="lang"), cell, text("ja" if antagande else "nej")))


def _plan(andel: float, krav: Krav) -> Cell:
    return Cell(andel, form="andel", inmatning="plan", krav=krav)


def _source(avsnitt: Avsnitt) -> str:
    return avsnitt.anmarkning or avsnitt.kalla.text


def _list_assumptions(innehall: Innehall) -> Iterator[tuple[str, str]]:
    for mening in innehall.metod.texter:
        yield f"Budgetmetoden ({innehall.metod.fil.namn})", mening
    for mening in list_assumptions(innehall.modell):
        yield f"Modellen ({innehall.modell.fil.namn})", mening
    for namn, kalla in innehall.kallor.items():
        if kalla.uppskattning:
            yield f"Underlaget ({namn})", f"Uppskattning: {kalla.metod or kalla.text}"


_KALLOR = (
    Rubrik("slag", "Slag", 12, ar_tal=False),
    Rubrik("namn", "Namn", 30, ar_tal=False),
    Rubrik("text", "Uppgift", 96, ar_tal=False),
    Rubrik("datum", "Datum", 22, ar_tal=False),
)


def make_source_sheet(innehall: Innehall) -> Sida:
    """What the workbook is made of: program, model, method, files with fingerprints, and where the figures are from."""
    rader = [
        ("Program", "fordelning", f"version {__version__}", ""),
        (
            "Modell",
            innehall.modell.namn,
            f"{innehall.modell.fil.namn}, SHA-256 {innehall.modell.fil.sha256}",
            str(innehall.modell.galler_fran),
        ),
        ("Metod", "Budgetmetod", f"{innehall.metod.fil.namn}, SHA-256 {innehall.metod.fil.sha256}", ""),
        *(("Fil", fil.namn, f"SHA-256 {fil.sha256}", "") for fil in innehall.filer),
        *(("Källa", namn, f"{k.text} {k.lank}".strip(), k.datum) for namn, k in innehall.kallor.items()),
    ]
    celler = [Tabellrad((text(a), text(b), Cell(c, form="lang"), text(d))) for a, b, c, d in rader]
    beskrivning = "Filerna med fingeravtryck, modellen och var uppgifterna kommer ifrån."
    return make_sida("Källor", innehall.name_sheet("Källor"), beskrivning, [Bit("ka", _KALLOR, celler)], slag="om")
