"""A budget that follows a plan: which insatser run, for how many, and what each year's money is, as plan.json says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from fordelning.budget.berakning import compute_cost, round_kr
from fordelning.budget.underlag import Budgetunderlag, PlaneradInsats, Ram
from fordelning.fel import Anmarkning
from fordelning.pengar import SYNS_KR, format_kr
from fordelning.planfil import Planfil, PlanfilFel, Planforbund

SAMMA_KR = 1
"""A cost or a capital that differs by more than this is another: the plan was made of other inputs."""


def follow_plan(u: Budgetunderlag, fil: Planfil) -> Budgetunderlag:
    """The underlag with the plan's insatser, participants, contributions and administration in the plan's years.

    Years after the plan's keep what they had. Raises PlanfilFel when the file has no possible plan for the förbund, or
    was made of other inputs than these: its costs and its eget kapital must be those of the budget to the krona.
    """
    plan = fil.find(u.forbund_kod)
    if plan is None or not plan.kapital:
        vad = f"har ingen plan för {u.forbund_kod}" if plan is None else f"{u.forbund_kod} har ingen möjlig plan"
        raise PlanfilFel([Anmarkning(fil.fil.namn, vad, gor="Planera förbundet med fordelning optimera.")])
    aren = {rad.ar: rad for rad in plan.kapital}
    svar = replace(
        u,
        insatser=tuple(_follow(i, plan, u.budgetaren, set(aren)) for i in u.insatser),
        ramar=tuple(_frame(ram, plan, forst=t == 0) for t, ram in enumerate(u.ramar)),
        varningar=(*u.varningar, *(str(a) for a in compare_contributions(u, fil))),
        planen=tuple(_tell(u, fil, plan)),
    )
    if fel := list(_find_differences(svar, fil, plan)) or list(_find_contradictions(fil, plan)):
        raise PlanfilFel(fel)
    return svar


def compare_contributions(u: Budgetunderlag, fil: Planfil) -> Iterator[Anmarkning]:
    """Where the plan spends other contributions in the budget year than what was allocated, as one made of an offer.

    A warning: the budget year has what was allocated, so eget kapital is not the plan's.
    """
    plan = fil.find(u.forbund_kod)
    for rad in () if plan is None else plan.kapital[:1]:
        if rad.ar == u.budgetar and abs(rad.bidrag_kr - u.ramar[0].bidrag_kr) > SAMMA_KR:
            yield Anmarkning(
                f"{fil.fil.namn}, {u.forbund_kod} {rad.ar}",
                f"planen räknar med {format_kr(rad.bidrag_kr)} kr i bidrag, men de fördelade är "
                f"{format_kr(u.ramar[0].bidrag_kr)} kr: eget kapital blir ett annat än planens",
                "samma bidrag",
                "Gör om planen med samma underlag.",
                allvar="varning",
            )


def _follow(i: PlaneradInsats, plan: Planforbund, budgetaren: tuple[int, ...], aren: set[int]) -> PlaneradInsats:
    """An insats as the plan has it, year by year."""
    antal = {rad.ar: rad.deltagare_antal for rad in plan.insatser if rad.insats_kod == i.insats.insats_kod}
    kors = tuple(ar in antal if ar in aren else fore for ar, fore in zip(budgetaren, i.kors, strict=True))
    deltar = zip(budgetaren, i.deltagare_antal, strict=True)
    return replace(
        i, kors=kors, deltagare_antal=tuple(antal.get(ar, 0.0 if ar in aren else fore) for ar, fore in deltar)
    )


def _frame(ram: Ram, plan: Planforbund, forst: bool) -> Ram:
    """A year's money as the plan has it; the budget year has what was allocated."""
    for rad in plan.kapital:
        if rad.ar == ram.ar:
            bidrag_kr = ram.bidrag_kr if forst else round_kr(rad.bidrag_kr)
            adm_kr, lagsta_kr = round_kr(rad.administration_kr), round_kr(rad.lagsta_kr)
            return replace(ram, bidrag_kr=bidrag_kr, administration_kr=adm_kr, lagsta_kapital_kr=lagsta_kr)
    return ram


def _tell(u: Budgetunderlag, fil: Planfil, plan: Planforbund) -> Iterator[str]:
    """What the reader should know (Swedish)."""
    aren = [rad.ar for rad in plan.kapital if rad.ar in u.budgetaren] or [plan.kapital[0].ar]
    yield (
        "Insatser, deltagare, planårens bidrag och administration är när boken skrevs planens "
        f"{aren[0]}–{aren[-1]}: {fil.beteckning}, i stället för dagens insatser. {aren[0]} beslutas, senare år är "
        "inriktning."
    )
    if saknas := [str(ar) for ar in u.budgetaren if ar not in aren]:
        yield f"Planen slutar {aren[-1]}: {', '.join(saknas)} fortsätter dagens insatser."
    if senare := [str(rad.ar) for rad in plan.kapital if rad.ar > u.budgetaren[-1]]:
        yield f"Planens {', '.join(senare)} är efter bokens år och finns inte i den."
    if any(rad.avdrag_kr >= SYNS_KR for rad in plan.kapital):
        yield (
            "Boken räknar rimlig nivå på bidragen efter avdrag för överskott, planen på bidragen före: ett år med "
            "avdrag är nivån lägre här, och nästa års avdrag större."
        )
    if plan.status == "tidsgrans":
        yield "Planens tid tog slut: den håller alla gränser men är inte bevisat bäst."


def _find_differences(u: Budgetunderlag, fil: Planfil, plan: Planforbund) -> Iterator[Anmarkning]:
    """Where the plan was made of other inputs than the budget."""
    gor, egna = "Gör om planen med samma underlag.", {i.insats.insats_kod: i for i in u.insatser}
    for rad in plan.insatser:
        insats, plats = egna.get(rad.insats_kod), f"{fil.fil.namn}, {rad.insats_kod} {rad.ar}"
        if insats is None:
            yield Anmarkning(plats, f"{rad.namn} finns inte i underlaget", "en insats ur insatser", gor)
        elif rad.ar in u.budgetaren:
            kr = compute_cost(insats, u.budgetaren.index(rad.ar))
            if abs(kr - rad.kostnad_kr) > SAMMA_KR:
                vad = f"{rad.namn} kostar {format_kr(rad.kostnad_kr)} kr i planen men {format_kr(kr)} kr i underlaget"
                yield Anmarkning(plats, vad, "samma kostnad", gor)
    forst = plan.kapital[0]
    if forst.ar != u.budgetar:
        yield Anmarkning(fil.fil.namn, f"planen börjar {forst.ar}", f"budgetåret {u.budgetar}", gor)
    elif abs(forst.ingaende_kr - u.eget_kapital_kr) > SAMMA_KR:
        planens, vart = format_kr(forst.ingaende_kr), format_kr(u.eget_kapital_kr)
        vad = f"eget kapital är {planens} kr i planen men {vart} kr i underlaget"
        yield Anmarkning(fil.fil.namn, vad, "samma belopp", gor)


def _find_contradictions(fil: Planfil, plan: Planforbund) -> Iterator[Anmarkning]:
    """Where the plan is not one with itself, as a file that was changed by hand: an insats twice in a year, or insatser
    that do not cost what eget kapital pays for them.
    """
    gor = "Ange filen som fordelning optimera skrev den, eller gör om planen."
    for (kod, ar), antal in Counter((rad.insats_kod, rad.ar) for rad in plan.insatser).items():
        if antal > 1:
            yield Anmarkning(f"{fil.fil.namn}, {kod} {ar}", f"står {antal} gånger", "en gång per insats och år", gor)
    for arsrad in plan.kapital:
        kostar, betalar = sum(rad.kostnad_kr for rad in plan.insatser if rad.ar == arsrad.ar), arsrad.insatser_kr
        if abs(kostar - betalar) > SAMMA_KR:
            vad = f"insatserna kostar {format_kr(kostar)} kr men eget kapital betalar {format_kr(betalar)} kr"
            yield Anmarkning(f"{fil.fil.namn}, {plan.forbund_kod} {arsrad.ar}", vad, "samma belopp", gor)
