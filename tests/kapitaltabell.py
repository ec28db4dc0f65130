"""kapital.csv as a DataFrame, for tests that ask it."""

from __future__ import annotations

import pandas as pd

from fordelning.blad.csv import make_records
from fordelning.kapital.framskrivning import Framskrivning
from fordelning.rapport.kapital.tabeller import Kapitalgrund


def make_kapital(f: Framskrivning) -> pd.DataFrame:
    """The rows of kapital.csv."""
    return pd.DataFrame(make_records(Kapitalgrund(f).kapital))
