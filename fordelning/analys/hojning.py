"""What each förbund would receive if the one who limits it gave 100 000 kr more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.betalbart import fill_payable
from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute, get_grants
from fordelning.regionmedel import freeze_regions
from fordelning.resultat import Resultat

HOJNING_KR = 100_000


def compute_raised_grants(resultat: Resultat) -> Vektor:
    """The grant of each förbund, (F,) kr, had its limiting party alone given `HOJNING_KR` more.

    Kommuner and region pledge more, an äskande asks for more, eget kapital is that much lower. Everyone else's grant
    follows the rules, so each förbund is a scenario of its own. nan where no party limits, and where the floors would
    then exceed the pot.
    """
    antal = len(resultat.underlag.koder)
    hojs = np.eye(antal) * HOJNING_KR

    def allocate(kvar: NDArray[np.int64]) -> Vektor:
        return get_grants(compute(resultat.modell, _raise(resultat, hojs[kvar])))

    egna = fill_payable(antal, antal, allocate).diagonal()
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
