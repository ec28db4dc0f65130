"""Collect one förbund's budget underlag from an allocation: who pays, which insatser run, the frame of each year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from fordelning.begrepp import Forbund, Insats, Kapitalar, Omrade, Planering, Underlag
from fordelning.budget.metod import Budgetmetod
from fordelning.budget.underlag import Budgetunderlag, Motpart, PlaneradInsats, Ram
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.kapital.ar import find_rule
from fordelning.kapital.bok import choose_rows, find_ended
from fordelning.medfinansiering import has_own_key, weigh_parties
from fordelning.modellkontroll import check_modell, concerns_another, refuse_free_shares
from fordelning.resultat import Resultat, compare_planned
from fordelning.trappning import find_share_of_cost

_UPPHOR = "Förbundet har färre månader än 12 och fanns året före: det upphör under året, och planåren gäller inte."


def collect(resultat: Resultat, metod: Budgetmetod, kod: str) -> Budgetunderlag:
    """The underlag of one förbund. Raises UnderlagFel when there is no such förbund."""
    refuse_free_shares(resultat.modell, "budgeten")
    u = resultat.underlag
    forbund, nr = _find_forbund(u, kod), u.koder.index(kod)
    totalt_kr = round(float(resultat.matchning.totalt_kr[nr]))
    adm, budgetaren = metod.administration, tuple(range(u.budgetar, u.budgetar + metod.planperiod.planar_antal + 1))
    planering = sorted((p for p in u.planering if p.forbund_kod == kod), key=lambda p: p.ar)
    upphor = kod in find_ended(u.forbund, u.kapital, u.budgetar)
    funna = _find_findings(resultat, kod, budgetaren[-1])
    omraden = [o for o in u.omraden if o.forbund_kod == kod]
    egna = [b for b in resultat.bidrag if b.forbund_kod == kod]
    lovat: dict[tuple[str, str], int | None] = {(b.part, b.motpart_kod): b.utlovat_kr for b in egna}
    return Budgetunderlag(
        forbund_kod=kod,
        namn=forbund.namn,
        budgetar=u.budgetar,
        statens_bidrag_kr=round(float(resultat.tilldelning_kr[nr])),
        delning=resultat.modell.medfinansiering,
        motparter=tuple(find_motparter(u, omraden, lovat)),
        invanare_antal=sum(o.invanare_antal for o in omraden),
        eget_kapital_kr=forbund.eget_kapital_kr,
        regel=find_rule(resultat.modell),
        ramar=tuple(_make_ram(planering, ar, totalt_kr, forst=ar == u.budgetar) for ar in budgetaren),
        styrelse_andel=adm.styrelse_andel,
        revision_andel=adm.revision_andel,
        manadsvikter=_choose_months(metod.manadsprofil.vikter, forbund.manader or 12, upphor),
        insatser=tuple(plan_insats(i, budgetaren) for i in u.insatser if i.forbund_kod == kod),
        historik=_choose_history(u, kod),
        varningar=(*funna, *_find_warnings(planering, budgetaren), *[_UPPHOR] * upphor),
    )


def _find_findings(resultat: Resultat, kod: str, sista: int) -> Iterator[str]:
    """What the model and the plans say of the förbund (Swedish)."""
    yield from (str(a) for a in check_modell(resultat.modell, resultat.underlag) if not concerns_another(a, kod))
    yield from (str(a) for a in compare_planned(resultat, (kod,), sista))


def _find_forbund(u: Underlag, kod: str) -> Forbund:
    for forbund in u.forbund:
        if forbund.forbund_kod == kod:
            return forbund
    koder = f"en kod ur forbund, t.ex. {u.koder[0]}"
    raise UnderlagFel([Anmarkning("--forbund", f"«{kod}» finns inte i underlaget", koder)])


def find_motparter(
    u: Underlag, omraden: Sequence[Omrade], lovat: Mapping[tuple[str, str], int | None]
) -> Iterator[Motpart]:
    """Regions, then kommuner, in code order. Outside every region the kommun stands in the region's place too.

    `lovat`: pledges by part and code. The key that kommuner have agreed goes after pledges here as in the allocation,
    so it is left out beside them.
    """
    namn = {r.region_kod: r.namn for r in u.regioner}
    invanare: defaultdict[str, int] = defaultdict(int)
    regioninvanare: defaultdict[str, int] = defaultdict(int)
    kommuner: defaultdict[str, list[str]] = defaultdict(list)
    for o in omraden:
        invanare[o.kommun_kod] += o.invanare_antal
        regioninvanare[o.region_kod or o.kommun_kod] += o.invanare_antal
        kommuner[o.kommun_kod].append(o.namn)
    egen = has_own_key(omraden) and not any(kr for (part, _), kr in lovat.items() if part == "kommun")
    vikter = weigh_parties(omraden, "kommun") if egen else {}
    i_regionens_stalle = vikter if all(o.region_kod is None for o in omraden) else {}
    for motpart, antal in sorted(regioninvanare.items()):
        text = namn.get(motpart) or f"{_name_kommun(kommuner[motpart])} (regionens uppgifter)"
        vikt = i_regionens_stalle.get(motpart)
        yield Motpart("region", motpart, text, antal, lovat.get(("region", motpart)), vikt)
    for motpart, antal in sorted(invanare.items()):
        namnet, utlovat_kr = _name_kommun(kommuner[motpart]), lovat.get(("kommun", motpart))
        yield Motpart("kommun", motpart, namnet, antal, utlovat_kr, vikter.get(motpart))


def _name_kommun(delar: Sequence[str]) -> str:
    """The kommun's name, or the names of its parts: data has no name for the whole."""
    return " + ".join(delar)


def _make_ram(planering: Sequence[Planering], ar: int, totalt_kr: int, forst: bool) -> Ram:
    """The frame of a year: its row, else the latest before it, else nothing. The budget year has what was allocated."""
    rader = [p for p in planering if p.ar <= ar]
    if not rader:
        return Ram(ar, totalt_kr, 0, 0, 0.0, 1.0)
    rad = rader[-1]
    bidrag_kr = totalt_kr if forst or rad.bidrag_kr is None else round(rad.bidrag_kr)
    return Ram(
        ar,
        bidrag_kr,
        round(rad.administration_kr),
        round(rad.lagsta_kapital_kr),
        rad.struktur_minst_andel,
        rad.struktur_hogst_andel,
    )


def _choose_months(vikter: Sequence[int], manader_antal: int, upphor: bool) -> tuple[int, ...]:
    """The months' weights; of fewer than twelve they are the year's last, or its first where the förbund ends."""
    finns = range(manader_antal) if upphor else range(12 - manader_antal, 12)
    return tuple(vikt if m in finns else 0 for m, vikt in enumerate(vikter))


def plan_insats(insats: Insats, budgetaren: Sequence[int]) -> PlaneradInsats:
    """Today's plan carried on: runs in its years when it runs today or is decided, with today's participants."""
    struktur = insats.inriktning == "struktur"
    pagar = insats.beslutad or (insats.idag_antal is None if struktur else bool(insats.idag_antal))
    antal = 0.0 if struktur else insats.idag_antal or insats.minst_antal
    kors = tuple(pagar and (insats.fran_ar or 0) <= ar <= (insats.till_ar or 9999) for ar in budgetaren)
    return PlaneradInsats(
        insats,
        kors,
        tuple(find_share_of_cost(insats, ar, budgetaren[0]) for ar in budgetaren),
        tuple(antal if k else 0.0 for k in kors),
    )


def _choose_history(u: Underlag, kod: str) -> tuple[Kapitalar, ...]:
    """One row per year before the budget year: utfall before prognos before budget."""
    rader = choose_rows(rad for rad in u.kapital if rad.forbund_kod == kod and rad.ar < u.budgetar)
    return tuple(rad for _, rad in sorted(rader.items()))


def _find_warnings(planering: Sequence[Planering], budgetaren: Sequence[int]) -> Iterator[str]:
    """What the reader of the budget should know about its inputs (Swedish)."""
    if not planering or planering[0].ar > budgetaren[0]:
        yield f"Planering saknas för {budgetaren[0]}: styrelse, administration och revision är 0 kr tills de fylls i."
    saknade = [str(ar) for ar in budgetaren if planering and ar > planering[-1].ar]
    if saknade:
        yield f"Planering saknas för {', '.join(saknade)}: {planering[-1].ar} års rad används."
