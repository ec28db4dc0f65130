"""Lista: named figures under each other, each with an expression of its own: parameters, key figures, checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from fordelning.blad.form import Form
from fordelning.blad.hanvisning import refer
from fordelning.blad.kolumn import Drag, Facit
from fordelning.blad.krav import Krav
from fordelning.blad.tabell import Tabell, check_name, make_values
from fordelning.blad.tal import Tal


@dataclass(frozen=True, slots=True, eq=False)
class _Rad:
    """A figure: its words, value, expression, form, what it may be told, and the texts beside it."""

    text: str
    varde: Any
    uttryck: Tal | None
    form: Form
    ovrigt: Sequence[Any]
    drag: Drag

    @property
    def krav(self) -> Krav | None:
        krav = self.drag.get("krav")
        return krav if isinstance(krav, Krav) else None


class Lista:
    """Figures under two headings, and under `ovriga` further texts beside each.

    A figure with `namn` has that defined name, in formulas too; one without is referred to by its cell.
    """

    def __init__(
        self,
        namn: str,
        rubriker: tuple[str, str] = ("Uppgift", "Värde"),
        ovriga: Sequence[str] = (),
        bredder: Sequence[float] = (),
    ) -> None:
        self.namn, self.rubriker, self.ovriga = namn, rubriker, tuple(ovriga)
        self._bredder = dict(zip((*rubriker, *ovriga), bredder, strict=False))
        self._rader: list[_Rad] = []

    def data(self, text: str, varde: Any, form: Form = "kr", ovrigt: Sequence[Any] = (), **drag: Unpack[Drag]) -> Tal:
        """A figure (or a text) that is known."""
        return self._add(_Rad(text, make_values([varde])[0], None, form, ovrigt, drag))

    def rakna(
        self, text: str, uttryck: Tal, form: Form = "kr", ovrigt: Sequence[Any] = (), **drag: Unpack[Facit]
    ) -> Tal:
        """A figure that Excel works out. `lika`, `inom` and what is raised: as in `Tabell.rakna`."""
        lika, inom = drag.pop("lika", None), drag.pop("inom", 1e-6)
        k = Tabell(self.namn).rakna(text, uttryck, form, lika=None if lika is None else [lika], inom=inom)
        return self._add(_Rad(text, k.varden[0], uttryck, form, ovrigt, drag))

    def _add(self, rad: _Rad) -> Tal:
        namn = rad.drag.get("namn", "")
        if namn:
            check_name(namn)
        plats = refer(self.namn, self.rubriker[1], str(len(self._rader)))
        self._rader.append(rad)
        varde = make_values([rad.varde]).reshape(())
        return Tal(varde, namn or plats, ar_cell=True, tomt_ar_noll=rad.uttryck is None, form=rad.form)

    @property
    def tabell(self) -> Tabell:
        """The list as a table whose rows stand still."""
        t, rader = Tabell(self.namn, sorteras=False), self._rader
        t.data(self.rubriker[0], [r.text for r in rader], "lang", bredd=self._bredder.get(self.rubriker[0]))
        k = t.data(
            self.rubriker[1],
            [r.varde for r in rader],
            [r.form for r in rader],
            gul=[bool(r.drag.get("gul")) for r in rader],
            bla=[bool(r.drag.get("bla")) for r in rader],
            krav=[r.krav for r in rader],
            farger={text: farg for r in rader for text, farg in r.drag.get("farger", {}).items()},
            bredd=self._bredder.get(self.rubriker[1]),
        )
        t.kolumner[-1] = k = replace(k, uttryck=[r.uttryck for r in rader])
        for j, rubrik in enumerate(self.ovriga):
            egna = [r.ovrigt[j] if j < len(r.ovrigt) else None for r in rader]
            t.data(rubrik, egna, "lang", bredd=self._bredder.get(rubrik))
        t.cellnamn = {r.drag["namn"]: (k, i) for i, r in enumerate(rader) if r.drag.get("namn")}
        return t
