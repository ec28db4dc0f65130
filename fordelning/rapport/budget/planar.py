"""Treårsplan and Eget kapital: what is carried from year to year, judged against the reasonable level."""

from __future__ import annotations

from collections.abc import Callable

from fordelning.budget.poster import Arsbudget
from fordelning.budget.underlag import Budgetunderlag
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.sida import Bit, Cell, Diagram, Rubrik, Serie, Sida, Tabellrad, Villkor, make_sida, text

BIDRAG, INTAKTER, INSATSER, KOSTNADER, RESULTAT = 2, 4, 11, 12, 13
"""Rows of the table tp, from 0; styrelse, administration and revision are 5, 6, 7."""

SUMMARADER = (BIDRAG, INTAKTER, INSATSER, KOSTNADER, RESULTAT)

_Rad = tuple[str, str, Callable[[Arsbudget], float | None], str, str]
"""Code, text, value, formula of the budget year, formula of a plan year ("{t}" = the year's number)."""


def _list_rows(u: Budgetunderlag) -> tuple[_Rad, ...]:
    n, sist = len(u.motparter) + 1, len(u.insatser)
    return (
        ("BIDRAG-FORE", "Bidrag från alla parter före avdrag", lambda a: a.bidrag_fore_avdrag_kr,
         f"SUM({{me.budget[0:{n}]}})", "{pf.a%t[0]}"),
        ("AVDRAG", "Avdrag för eget kapital över rimlig nivå året före", lambda a: a.avdrag_kr, "0",
         "MIN({a%t[0]},ROUND(2*{ek.minskning[%f]},0))"),
        ("BIDRAG", "Bidrag från alla parter", lambda a: a.bidrag_kr, "{a%t[0]}-{a%t[1]}", "{a%t[0]}-{a%t[1]}"),
        ("OVRIGT", "Övriga intäkter", lambda a: a.ovriga_intakter_kr, f"{{me.budget[{n}]}}", ""),
        ("SUMMA-INTAKTER", "Summa intäkter", lambda a: a.intakter_kr, "{a%t[2]}+{a%t[3]}", "{a%t[2]}+{a%t[3]}"),
        ("STYRELSE", "Styrelse", lambda a: a.styrelse_kr, *(("ROUND({pf.a%t[1]}*styrelse_andel,0)",) * 2)),
        ("ADMINISTRATION", "Administration", lambda a: a.administration_kr, *(("{pf.a%t[1]}-{a%t[5]}-{a%t[7]}",) * 2)),
        ("REVISION", "Revision", lambda a: a.revision_kr, *(("ROUND({pf.a%t[1]}*revision_andel,0)",) * 2)),
        ("INSATSER-INDIVID", "Individinriktade insatser", lambda a: sum(a.insatser_kr[:-1]) - a.struktur_kr,
         *((f"{{ti.c%t[{sist}]}}",) * 2)),
        ("INSATSER-STRUKTUR", "Strukturövergripande insatser", lambda a: a.struktur_kr, *((f"{{ti.c%t[{sist + 1}]}}",) * 2)),
        ("EJ-FORDELAT", "Insatsmedel, ej fördelade", lambda a: a.insatser_kr[-1], *(("{pf.a%t[2]}",) * 2)),
        ("SUMMA-INSATSER", "Summa insatser", lambda a: sum(a.insatser_kr), *(("SUM({a%t[8:11]})",) * 2)),
        ("SUMMA-KOSTNADER", "Summa kostnader", lambda a: a.kostnader_kr, *(("SUM({a%t[5:8]})+{a%t[11]}",) * 2)),
        ("RESULTAT", "Resultat", lambda a: a.resultat_kr, *(("{a%t[4]}-{a%t[12]}",) * 2)),
        ("INGAENDE", "Eget kapital vid årets början", lambda a: a.ingaende_kr, *(("{ek.ingaende[%e]}",) * 2)),
        ("UTGAENDE", "Eget kapital vid årets slut", lambda a: a.utgaende_kr, *(("{ek.utgaende[%e]}",) * 2)),
        ("RIMLIG", "Rimlig nivå på eget kapital", lambda a: a.rimlig_kr, *(("{ek.rimlig[%e]}",) * 2)),
        ("OVERSKOTT", "Eget kapital över rimlig nivå", lambda a: a.overskott_kr, *(("{ek.overskott[%e]}",) * 2)),
        ("MINSKNING", "Minskning av statens bidrag nästa år", lambda a: a.minskning_nasta_ar_kr, *(("{ek.minskning[%e]}",) * 2)),
    )  # fmt: skip


def _find_ek_row(u: Budgetunderlag, t: int) -> int:
    """The row of year t in the table ek: history, the budget year, its forecast, the plan years."""
    return len(u.historik) + (t + 1 if t else 0)


def _fill(mall: str, u: Budgetunderlag, t: int) -> str:
    """The template with year number, row of the year and row of the year before in the table ek put in."""
    fore = str(_find_ek_row(u, t - 1)) if t else ""
    return mall.replace("%t", str(t)).replace("%e", str(_find_ek_row(u, t))).replace("%f", fore)


def make_plan_sheet(innehall: Innehall) -> Sida:
    """The budget year and the plan years, and below what they are planned on."""
    u, aren = innehall.underlag, innehall.budget.ar
    rubriker = (
        Rubrik("kod", "Kod", 19, ar_tal=False),
        Rubrik("namn", "Post", 52, ar_tal=False),
        *(Rubrik(f"a{t}", f"{'Budget' if t == 0 else 'Plan'} {ar.ar}", 15) for t, ar in enumerate(aren)),
    )
    rader = []
    for nr, (kod, namn, varde, budget, planar) in enumerate(_list_rows(u)):
        celler = [
            Cell("ingen gräns" if (v := varde(ar)) is None else v, _fill(planar if t else budget, u, t))
            for t, ar in enumerate(aren)
        ]
        rader.append(Tabellrad((text(kod), text(namn), *celler), ar_summa=nr in SUMMARADER))
    bitar = [Bit("tp", rubriker, rader), Bit("pf", rubriker, _make_frame_rows(u), rad=len(rader) + 6)]
    nycklar = tuple(f"a{t}" for t in range(len(aren)))
    over = (Villkor("tp", (n,), "formel", "gul", f'AND({{kod}}="OVERSKOTT",N({{{n}}})>0)') for n in nycklar)
    under = (Villkor("tp", (n,), "formel", "rod", f'AND({{kod}}="UTGAENDE",N({{{n}}})<{{pf.{n}[3]}})') for n in nycklar)
    beskrivning = (
        "Budgetåret och planåren, hela kronor. Det som planen vilar på står underst och kan ändras (blå celler)."
    )
    titel = f"Treårsplan {aren[0].ar}–{aren[-1].ar} – {u.namn}"
    return make_sida("Treårsplan", titel, beskrivning, bitar, villkor=(*over, *under))


def _make_frame_rows(u: Budgetunderlag) -> list[Tabellrad]:
    """What each year is planned on, to change."""

    def plan(belopp: float) -> Cell:
        return Cell(belopp, inmatning="plan", krav="kr")

    n = len(u.motparter) + 1
    bidrag = [Cell(u.ramar[0].bidrag_kr, f"SUM({{me.budget[0:{n}]}})"), *(plan(r.bidrag_kr) for r in u.ramar[1:])]
    rader: list[tuple[str, str, list[Cell]]] = [
        ("BIDRAG", "Bidrag från alla parter före avdrag", bidrag),
        ("ADMINISTRATION", "Styrelse, administration och revision", [plan(r.administration_kr) for r in u.ramar]),
        ("EJ-FORDELAT", "Insatsmedel, ej fördelade på insatser", [plan(r.ej_fordelat_kr) for r in u.ramar]),
        ("LAGSTA", "Lägsta eget kapital vid årets slut", [plan(r.lagsta_kapital_kr) for r in u.ramar]),
        ("STRUKTUR-MINST", "Minsta andel strukturövergripande", [_share(r.struktur_minst_andel) for r in u.ramar]),
        ("STRUKTUR-HOGST", "Högsta andel strukturövergripande", [_share(r.struktur_hogst_andel) for r in u.ramar]),
    ]
    return [Tabellrad((text(kod), text(namn), *celler)) for kod, namn, celler in rader]


def _share(andel: float) -> Cell:
    return Cell(andel, form="andel", inmatning="plan", krav="andel")


_KAPITAL = (
    Rubrik("etikett", "År", 15, ar_tal=False),
    Rubrik("typ", "Slag", 10, ar_tal=False),
    Rubrik("ingaende", "Ingående", 13),
    Rubrik("intakter", "Intäkter", 13),
    Rubrik("kostnader", "Kostnader", 13),
    Rubrik("resultat", "Årets resultat", 13),
    Rubrik("utgaende", "Utgående", 13),
    Rubrik("bidrag", "Årets bidrag", 13),
    Rubrik("rimlig", "Rimlig nivå", 13),
    Rubrik("overskott", "Över rimlig nivå", 13),
    Rubrik("minskning", "Minskning av statens bidrag nästa år", 14),
    Rubrik("lagsta", "Lägsta tillåtna", 13),
    Rubrik("marginal", "Marginal till lägsta", 13),
)


def make_capital_sheet(innehall: Innehall) -> Sida:
    """Eget kapital: the years that were, the budget year as budget and as forecast, the plan years."""
    u, lage, aren = innehall.underlag, innehall.lage, innehall.budget.ar
    h = len(u.historik)
    rader = []
    for rad in u.historik:
        tal = (rad.ingaende_kr, rad.intakter_kr, rad.kostnader_kr, rad.intakter_kr - rad.kostnader_kr, rad.utgaende_kr)
        formler = ("", "", "", "{intakter}-{kostnader}", "{ingaende}+{resultat}")
        celler = [Cell(v, f) for v, f in zip(tal, formler, strict=True)]
        rader.append(Tabellrad((text(str(rad.ar)), text(rad.typ), *celler, *(Cell(None),) * 6)))
    for t, ar in enumerate(aren):
        fore = "eget_kapital_kr" if t == 0 else f"{{utgaende[{_find_ek_row(u, t - 1)}]}}"
        tal7 = (ar.ingaende_kr, ar.intakter_kr, ar.kostnader_kr, ar.bidrag_kr, ar.rimlig_kr, ar.lagsta_kapital_kr)
        formler7 = (fore, f"{{tp.a{t}[{INTAKTER}]}}", f"{{tp.a{t}[{KOSTNADER}]}}", f"{{tp.a{t}[{BIDRAG}]}}")
        rader.append(
            _make_capital_row(
                innehall, f"{ar.ar} {'plan' if t else 'budget'}", "plan" if t else "budget", tal7, formler7, t
            )
        )
        if t == 0:
            pm = innehall.plan
            tal7 = (u.eget_kapital_kr, lage.prognos_intakter_kr, lage.prognos_kostnader_kr, lage.prognos_bidrag_kr,
                    lage.prognos_rimlig_kr, ar.lagsta_kapital_kr)  # fmt: skip
            bidrag = f"{{pm.ar[{pm.summa_intakter}]}}-{{pm.ar[{pm.intakter - 1}]}}"
            formler7 = (
                "eget_kapital_kr",
                f"{{pm.ar[{pm.summa_intakter}]}}",
                f"{{pm.ar[{pm.summa_kostnader}]}}",
                bidrag,
            )
            rader.append(_make_capital_row(innehall, f"{ar.ar} prognos", "prognos", tal7, formler7, 0))
    villkor = (
        Villkor("ek", ("overskott", "minskning"), "over 0", "gul"),
        Villkor("ek", ("marginal", "utgaende"), "under 0", "rod"),
    )
    serier = (
        Serie("Eget kapital vid årets slut", "{ek.utgaende.alla}"),
        Serie("Rimlig nivå", "{ek.rimlig.alla}", "line", "#C55A11"),
    )
    diagram = Diagram("Eget kapital och rimlig nivå", "{ek.etikett.alla}", serier, f"A{len(rader) + 7}", (760, 300))
    beskrivning = (
        "Det som är över rimlig nivå minskar statens bidrag nästa år, och lika mycket från regioner och kommuner tillsammans. "
        "Nivån och andelen är antaganden, se Antaganden."
    )
    bit = Bit("ek", _KAPITAL, rader, definierade={"rimlig_niva_kr": ("rimlig", h), "utgaende_kapital_kr": ("utgaende", h),
                                                  "prognos_utgaende_kapital_kr": ("utgaende", h + 1)})  # fmt: skip
    return make_sida(
        "Eget kapital", innehall.name_sheet("Eget kapital"), beskrivning, [bit], villkor=villkor, diagram=(diagram,)
    )


def _make_capital_row(
    innehall: Innehall, etikett: str, typ: str, tal: tuple[float | None, ...], formler: tuple[str, ...], t: int
) -> Tabellrad:
    """`tal`: ingående, intäkter, kostnader, bidrag, rimlig nivå, lägsta; `formler`: of the first four."""
    ingaende, intakter, kostnader, bidrag, rimlig, lagsta = tal
    resultat = (intakter or 0) - (kostnader or 0)
    utgaende = (ingaende or 0) + resultat
    overskott = 0.0 if rimlig is None else max(0.0, utgaende - rimlig)
    andel = innehall.budget.ar[0].statens_andel
    steg = innehall.underlag.regel.trappa if innehall.underlag.regel else ()
    niva = f"1+SUMPRODUCT(--({{tr.grans[0:{len(steg) - 1}]}}<{{bidrag}}))" if len(steg) > 1 else "1"
    rimlig_formel = f"{{bidrag}}*INDEX({{tr.andel.alla}},{niva})" if steg else ""
    celler = (
        Cell(ingaende, formler[0]),
        Cell(intakter, formler[1]),
        Cell(kostnader, formler[2]),
        Cell(resultat, "{intakter}-{kostnader}"),
        Cell(utgaende, "{ingaende}+{resultat}"),
        Cell(bidrag, formler[3]),
        Cell("ingen gräns" if rimlig is None else rimlig, rimlig_formel),
        Cell(overskott, "MAX(0,{utgaende}-{rimlig})" if steg else ""),
        Cell(andel * overskott, "statens_andel_av_overskott*{overskott}" if steg else ""),
        Cell(lagsta, f"{{pf.a{t}[3]}}"),
        Cell(utgaende - (lagsta or 0), "{utgaende}-{lagsta}"),
    )
    return Tabellrad((text(etikett), text(typ), *celler))
