"""The year's offer: what the model gives when nobody asks for less and every party matches fully."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from fordelning.begrepp import Forbund, Underlag
from fordelning.budget.insamling import find_motparter
from fordelning.budget.underlag import Motpart
from fordelning.fel import BladFel
from fordelning.modell import Modell
from fordelning.modellkontroll import refuse_free_shares
from fordelning.rapport.forklara.genomgang import list_steps
from fordelning.regionmedel import list_region_pledges
from fordelning.resultat import Resultat, allocate


@dataclass(frozen=True, slots=True, eq=False)
class Anbud:
    """The offer to every förbund (`resultat`), and the data set with what is already asked for and pledged.

    `regioner_lovat`: what each region pays at most, by förbund and region, kr: pledged, or its part of one sum.
    """

    resultat: Resultat
    underlag: Underlag
    regioner_lovat: Mapping[tuple[str, str], int]

    @property
    def modell(self) -> Modell:
        return self.resultat.modell


@dataclass(frozen=True, slots=True)
class Delparti:
    """Who may pledge to a förbund: what the offer asks of it, and what it has pledged so far (None = nothing said)."""

    part: Motpart
    belopp_kr: int


@dataclass(frozen=True, slots=True)
class Forbundsanbud:
    """The offer to one förbund, whole kronor, with its lines in words (heading, lines)."""

    forbund: Forbund
    budgetar: int
    erbjudande_kr: int
    region_kr: int
    kommuner_kr: int
    parter: tuple[Delparti, ...]
    utan_region: bool
    steg: list[tuple[str, list[str]]]


def make_offers(modell: Modell, underlag: Underlag) -> Anbud:
    """The offers, as decisions of their own: they can be explained line by line, and shared out on the parties.

    Raises GolvFel where the floors exceed the pot when no party holds anything back, and BladFel where they are others
    than those that the allocation tells of.
    """
    refuse_free_shares(modell, "svarsblanketten")
    ingen = np.full(underlag.askande_kr.shape, np.inf)
    fritt = replace(
        underlag,
        forbund=tuple(replace(f, askande_kr=None) for f in underlag.forbund),
        utfastelser=(),
        regionmedel=(),
        askande_kr=ingen,
        kommuner_utlovat_kr=ingen,
        regioner_utlovat_kr=ingen,
    )
    anbud = Anbud(allocate(modell, fritt), underlag, list_region_pledges(modell, underlag))
    if (anbud.resultat.tilldelning_kr != allocate(modell, underlag).erbjudande_kr).any():
        raise BladFel("erbjudandet är ett annat än i fördelningen")
    return anbud


def list_parties(anbud: Anbud, i: int) -> list[Delparti]:
    """Who may pledge to förbund number i. A kommun with a region's tasks answers for both quarters in its one row."""
    u = anbud.underlag
    kod = u.koder[i]
    kr = {(b.part, b.motpart_kod): b.belopp_kr for b in anbud.resultat.bidrag if b.forbund_kod == kod}
    omraden = [o for o in u.omraden if o.forbund_kod == kod]
    regioner = {o.region_kod for o in omraden}
    parter: list[Delparti] = []
    lovat: dict[tuple[str, str], int | None] = {
        **{(p.part, p.motpart_kod): p.utlovat_kr for p in u.utfastelser if p.forbund_kod == kod},
        **{("region", region): kr for (egen, region), kr in anbud.regioner_lovat.items() if egen == kod},
    }
    for motpart in find_motparter(u, omraden, lovat):
        motpart_kod = motpart.motpart_kod
        if motpart.part == "kommun":
            som_region_kr = 0 if motpart_kod in regioner else kr.get(("region", motpart_kod), 0)
            parter.append(Delparti(motpart, kr["kommun", motpart_kod] + som_region_kr))
        elif motpart_kod in regioner:
            parter.append(Delparti(motpart, kr["region", motpart_kod]))
    return parter


def describe_offer(anbud: Anbud, i: int) -> Forbundsanbud:
    """The offer to förbund number i, and how it was worked out."""
    u, m = anbud.underlag, anbud.resultat.matchning
    erbjudet, region, kommuner = (round(float(v[i])) for v in (m.tilldelning_kr, m.region_kr, m.kommuner_kr))
    return Forbundsanbud(
        forbund=u.forbund[i],
        budgetar=u.budgetar,
        erbjudande_kr=erbjudet,
        region_kr=region,
        kommuner_kr=kommuner,
        parter=tuple(list_parties(anbud, i)),
        utan_region=bool(u.utan_region[i]),
        steg=list_steps(anbud.resultat, i),
    )
