"""What a filled budget workbook says: the plan (blue cells), which changes the budget, and what has happened (yellow).

Every mistake is a finding with its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fordelning.blad import ANTAL, JA_NEJ, MINST_NOLL
from fordelning.budget.poster import Budget
from fordelning.budget.underlag import Budgetunderlag, PlaneradInsats, Ram
from fordelning.budget.uppfoljning import Ifyllt, Manadsvarden, round_months
from fordelning.budgetbok.blad_insatser import ANDELEN, KORS, NYA, PLANERADE, list_fields
from fordelning.budgetbok.blad_insatser_per_ar import DELTAR
from fordelning.budgetbok.blad_kommuner import PARTSFALT
from fordelning.budgetbok.blad_manader import MANADSVIKT
from fordelning.budgetbok.blad_planar import head_year, list_frame
from fordelning.budgetbok.las_bok import EGEN_PROGNOS, INSATSER, PARTER, PER_AR, RAMAR, UTFALL, VIKTER, Ifylldbok
from fordelning.budgetbok.rader import MANADER, Falt
from fordelning.fel import Anmarkning
from fordelning.infil.ifyllt import Celltext, Rader
from fordelning.underlag.ifyllda_celler import read_cell, read_ore, read_share

Anmarkningar = list[Anmarkning]


def read_plan(bok: Ifylldbok, tabeller: Mapping[str, Rader], u: Budgetunderlag, fel: Anmarkningar) -> Budgetunderlag:
    """The underlag with what the workbook's plan says instead; mistakes are added to `fel`."""
    styrelse, revision = (bok.find_name(namn) for namn in ("styrelse_andel", "revision_andel"))
    parter, ramar = tabeller[PARTER], tabeller[RAMAR]
    motparter = tuple(
        replace(m, **_read_fields(parter[m.kod], PARTSFALT, fel)) if m.kod in parter else m for m in u.motparter
    )
    plan = replace(
        u,
        motparter=motparter,
        invanare_antal=sum(m.invanare_antal for m in motparter if m.part == "kommun"),
        ramar=tuple(_read_frame(t, ram, ramar, fel) for t, ram in enumerate(u.ramar)) if ramar else u.ramar,
        manadsvikter=_read_weights(tabeller[VIKTER], u, fel),
        insatser=tuple(_read_insats(i, tabeller, u.budgetaren[1:], fel) for i in u.insatser),
        styrelse_andel=read_share(styrelse, fel),
        revision_andel=read_share(revision, fel),
    )
    if plan.styrelse_andel + plan.revision_andel > 1:
        fel.append(Anmarkning(styrelse.plats, "styrelsens och revisionens andelar är tillsammans mer än 100 %"))
    return plan


def _read_fields(celler: Mapping[str, Celltext], falt: Sequence[Falt], fel: Anmarkningar) -> dict[str, Any]:
    """The fields of a record by what stands in its cells."""
    varden = {f: read_cell(celler[f.rubrik], f.krav, fel) for f in falt}
    return {f.falt: f.tomt if varde is None else varde for f, varde in varden.items()}


def _read_frame(t: int, ram: Ram, rader: Rader, fel: Anmarkningar) -> Ram:
    celler = {f.rubrik: rader[f.rubrik][head_year(t, ram.ar)] for f in list_frame(t)}
    return replace(ram, **_read_fields(celler, list_frame(t), fel))


def _read_weights(rader: Rader, u: Budgetunderlag, fel: Anmarkningar) -> tuple[int, ...]:
    if MANADSVIKT not in rader:
        return u.manadsvikter
    celler = [rader[MANADSVIKT][manad] for manad in MANADER]
    vikter = tuple(read_cell(cell, ANTAL, fel) or 0 for cell in celler)
    if not any(vikter):
        fel.append(Anmarkning(celler[0].plats, "alla månaders vikter är 0", "minst en vikt över 0"))
    return vikter


def _read_insats(
    i: PlaneradInsats, tabeller: Mapping[str, Rader], senare: Sequence[int], fel: Anmarkningar
) -> PlaneradInsats:
    """The budget year from Insatser, the plan years from Insatser per år."""
    i_ar, framat = tabeller[INSATSER].get(i.kod), tabeller[PER_AR].get(i.kod)
    if i_ar is None or framat is None:
        return i
    kors = [i_ar[KORS], *(framat[f"{KORS} {ar}"] for ar in senare)]
    andelar = [i_ar[ANDELEN], *(framat[f"{ANDELEN} {ar}"] for ar in senare)]
    antal = [i_ar[PLANERADE], *(framat[f"{DELTAR} {ar}"] for ar in senare)]
    return replace(
        i,
        insats=replace(i.insats, **_read_fields(i_ar, list_fields(i.insats), fel)),
        kors=tuple(read_cell(cell, JA_NEJ, fel) for cell in kors),
        trappning=tuple(read_share(cell, fel) for cell in andelar),
        deltagare_antal=tuple(read_cell(cell, MINST_NOLL, fel) or 0.0 for cell in antal),
    )


def read_filled(tabeller: Mapping[str, Rader], budget: Budget, fel: Anmarkningar) -> Ifyllt:
    """Outcome, own forecast and new participants by row code; mistakes are added to `fel`."""
    utfall, prognos = (_read_months(tabeller[namn], budget, fel) for namn in (UTFALL, EGEN_PROGNOS))
    insatser, koder = tabeller[INSATSER], [i.kod for i in budget.underlag.insatser if not i.ar_struktur]
    nya = {kod: tuple(read_cell(insatser[kod][k], ANTAL, fel) for k in NYA) for kod in koder if kod in insatser}
    return Ifyllt(utfall, prognos, {kod: antal for kod, antal in nya.items() if antal != (None,) * len(NYA)})


def _read_months(rader: Rader, budget: Budget, fel: Anmarkningar) -> dict[str, Manadsvarden]:
    """The months by row code, whole kronor as when they come from SIE; rows where nothing is filled in are left out."""
    koder = [rad.kod for rad in budget.rader if rad.kod in rader]
    ore = {kod: [read_ore(rader[kod][manad], fel) for manad in MANADER] for kod in koder}
    return {kod: round_months(belopp) for kod, belopp in ore.items() if any(v is not None for v in belopp)}
