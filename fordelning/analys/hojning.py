"""What each förbund would receive if the one who limits it gave 100 000 kr more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.berakning import compute, get_grants
from fordelning.resultat import Resultat

HOJNING_KR = 100_000


def compute_raised_grants(resultat: Resultat, hojning_kr: float = HOJNING_KR) -> Vektor:
    """The grant of each förbund, (F,) kr, had the one who limits it given `hojning_kr` more; nan where no one does.

    Kommuner and region pledge more, an äskande asks for more, eget kapital is that much lower. Everyone else's grant
    follows the rules, so each förbund is a scenario of its own.
    """
    u = resultat.underlag
    egen = np.eye(len(u.koder))
    begransas_av = resultat.begransas_av
    hojs = {vem: egen * (begransas_av == vem) * hojning_kr for vem in set(begransas_av)}
    ingen = np.zeros_like(egen)
    scenarier = replace(
        u,
        kommuner_utlovat_kr=u.kommuner_utlovat_kr + hojs.get("kommuner", ingen),
        regioner_utlovat_kr=u.regioner_utlovat_kr + hojs.get("region", ingen),
        askande_kr=u.askande_kr + hojs.get("askande", ingen),
        eget_kapital_kr=u.eget_kapital_kr - hojs.get("eget kapital", ingen),
    )
    egna = np.diagonal(get_grants(compute(resultat.modell, scenarier)))
    return np.where(np.isin(begransas_av, ["kommuner", "region", "askande", "eget kapital"]), egna, np.nan)
