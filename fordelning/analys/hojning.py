"""What each förbund would receive if the one who limits it gave 100 000 kr more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute, get_grants
from fordelning.fel import GolvFel
from fordelning.regionmedel import freeze_regions
from fordelning.resultat import Resultat

HOJNING_KR = 100_000


def compute_raised_grants(resultat: Resultat, hojning_kr: float = HOJNING_KR) -> Vektor:
    """The grant of each förbund, (F,) kr, had its limiting party alone given `hojning_kr` more.

    Kommuner and region pledge more, an äskande asks for more, eget kapital is that much lower. Everyone else's grant
    follows the rules, so each förbund is a scenario of its own. nan where no party limits, and where the floors would
    then exceed the pot.
    """
    hojs = np.eye(len(resultat.underlag.koder)) * hojning_kr
    try:
        hojda = get_grants(compute(resultat.modell, _raise(resultat, hojs)))
        egna = np.diagonal(np.broadcast_to(hojda, hojs.shape))  # one row for all where no step saw what was raised
    except GolvFel:
        egna = np.array([_compute_one(resultat, hojs[i], i) for i in range(len(hojs))])
    return np.where(np.isin(resultat.begransas_av, ["kommuner", "region", "askande", "eget kapital"]), egna, np.nan)


def _raise(resultat: Resultat, hojs_kr: Vektor) -> Underlag:
    """The Underlag with so much more, (..., F) kr, from whoever limits each förbund. A region's one sum stays shared
    out as it was; what is added goes to the one förbund.
    """
    u, vem = freeze_regions(resultat.modell, resultat.underlag), resultat.begransas_av
    return replace(
        u,
        kommuner_utlovat_kr=u.kommuner_utlovat_kr + hojs_kr * (vem == "kommuner"),
        regioner_utlovat_kr=u.regioner_utlovat_kr + hojs_kr * (vem == "region"),
        askande_kr=u.askande_kr + hojs_kr * (vem == "askande"),
        eget_kapital_kr=u.eget_kapital_kr - hojs_kr * (vem == "eget kapital"),
    )


def _compute_one(resultat: Resultat, hojs_kr: Vektor, i: int) -> float:
    """One scenario, (F,) kr more; nan where its floors exceed the pot."""
    try:
        return float(get_grants(compute(resultat.modell, _raise(resultat, hojs_kr)))[i])
    except GolvFel:
        return float("nan")
