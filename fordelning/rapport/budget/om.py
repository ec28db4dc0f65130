"""Antaganden (the numbers of method and what is assumed) and Källor (files, model, sources)."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning import __version__
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.planar import INGEN_GRANS
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, make_sida, text
from fordelning.schema import Avsnitt
from fordelning.ursprung import list_assumptions

_PARAMETRAR = (
    Rubrik("namn", "Tal", 34, ar_tal=False),
    Rubrik("text", "Förklaring och källa", 96, ar_tal=False),
    Rubrik("varde", "Värde", 15),
    Rubrik("antagande", "Antagande", 11, ar_tal=False),
)


_TRAPPA = (_PARAMETRAR[0], _PARAMETRAR[1], Rubrik("andel", "Andel", 15), Rubrik("grans", "Gräns, kr", 11))
_TEXTER = (Rubrik("namn", "Var", 34, ar_tal=False), Rubrik("text", "Antagande", 96, ar_tal=False), *_PARAMETRAR[2:])


def make_assumption_sheet(innehall: Innehall) -> Sida:
    """Numbers that the formulas read, by defined name; then the trappa; then every assumption as a sentence."""
    parametrar = [*_list_amounts(innehall), *_list_shares(innehall)]
    namn: dict[str, tuple[str, int | None]] = {namn: ("varde", i) for i, (namn, _) in enumerate(parametrar)}
    bitar = [Bit("ap", _PARAMETRAR, [rad for _, rad in parametrar], definierade=namn)]
    under = len(parametrar) + 6
    if trappa := _list_steps(innehall):
        bitar.append(Bit("tr", _TRAPPA, trappa, rad=under))
        under += len(trappa) + 3
    texter = [
        Tabellrad((text(var), Cell(mening, form="lang"), Cell(None), text("ja")))
        for var, mening in _list_assumptions(innehall)
    ]
    bitar.append(Bit("at", _TEXTER, texter, rad=under))
    return make_sida(
        "Antaganden",
        innehall.name_sheet("Antaganden"),
        "Talen som formlerna läser. Ett antagande är vårt där ingen källa har kunnat läsas. Blå celler kan ändras.",
        bitar,
        slag="om",
        fasta=1,
    )


def _list_amounts(innehall: Innehall) -> Iterator[tuple[str, Tabellrad]]:
    """Amounts and counts: defined name and row."""
    u, finansiarer = innehall.underlag, innehall.budget.finansiarer
    region, kommuner = (sum(f.belopp_kr for f in finansiarer if f.part == part) for part in ("region", "kommun"))
    lokalt = "ROUND(statens_bidrag_kr*(1-stat_andel)/stat_andel,0)"
    regionformel = f"INT({lokalt}*region_andel/(region_andel+kommun_andel)+0.000001)"
    n = len(u.motparter)
    invanareformel = f'SUMIFS({{kf.invanare[0:{n}]}},{{kf.part[0:{n}]}},"Kommun")'
    yield "statens_bidrag_kr", _row("Statens bidrag", f"Enligt {innehall.modell.namn}", Cell(u.statens_bidrag_kr))
    yield "eget_kapital_kr", _row("Eget kapital vid årets början", "Underlaget, forbund", Cell(u.eget_kapital_kr))
    yield "region_kr", _row("Regionernas del", "Avrundad nedåt till hela kronor", Cell(region, regionformel))
    kommunformel = f"{lokalt}-region_kr"
    yield "kommuner_kr", _row("Kommunernas del", "En udda krona faller på kommunerna", Cell(kommuner, kommunformel))
    invanare = Cell(u.invanare_antal, invanareformel, "antal")
    yield "invanare_antal", _row("Invånare i förbundets område", "Summan på Kommunfördelning", invanare)


def _list_shares(innehall: Innehall) -> Iterator[tuple[str, Tabellrad]]:
    """Shares: defined name and row."""
    u, delning, adm = innehall.underlag, innehall.modell.medfinansiering, innehall.metod.administration
    for namn, rubrik, andel in (
        ("stat_andel", "Statens andel", delning.stat_andel),
        ("region_andel", "Regionernas andel", delning.region_andel),
        ("kommun_andel", "Kommunernas andel", delning.kommun_andel),
    ):
        yield namn, _row(rubrik, _source(delning), Cell(andel, form="andel"), delning.antagande)
    yield "styrelse_andel", _row("Styrelsens andel", _source(adm), _plan(u.styrelse_andel), adm.antagande)
    yield "revision_andel", _row("Revisionens andel", _source(adm), _plan(u.revision_andel), adm.antagande)
    if u.regel:
        overskott = Cell(u.regel.statens_andel_av_overskott, form="andel")
        rad = _row("Statens andel av överskott", _source(u.regel), overskott, u.regel.antagande)
        yield "statens_andel_av_overskott", rad


def _list_steps(innehall: Innehall) -> list[Tabellrad]:
    """The trappa."""
    regel = innehall.underlag.regel
    forklaring = "Rimlig nivå som andel av årets bidrag, för bidrag upp till gränsen"
    return [
        Tabellrad(
            (
                text(f"Trappans steg {i}"),
                Cell(forklaring, form="lang"),
                Cell(steg.andel, form="andel"),
                Cell(steg.upp_till_kr or INGEN_GRANS),
            )
        )
        for i, steg in enumerate(regel.trappa if regel else (), start=1)
    ]


def _row(namn: str, forklaring: str, cell: Cell, antagande: bool = False) -> Tabellrad:
    return Tabellrad((text(namn), Cell(forklaring, form="lang"), cell, text("ja" if antagande else "nej")))


def _plan(andel: float) -> Cell:
    return Cell(andel, form="andel", inmatning="plan", krav="andel")


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
