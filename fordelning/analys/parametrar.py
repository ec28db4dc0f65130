"""A model with other numbers: one number, or an array with a number per scenario.

The pydantic model is not loosened. Every value a parameter takes in any scenario passes the model's own checks; only
then is it put in the section, as an array (S, 1) that broadcasts against the förbund axis of the engine (..., F).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.modell import Modell
from fordelning.schema import Avsnitt, validate
from fordelning.tecken import join_words

STEG = "steg"
"""The order of the rules: the one parameter outside every section."""

_UTAN_PARAMETRAR = frozenset(Avsnitt.model_fields)
"""What a section says of itself: where its numbers are from."""

RESTEN = {"andel_forsorjningsmatt": "andel_invanare", "andel_invanare": "andel_forsorjningsmatt"}
"""The share that follows another when only the other is given: together they are 1."""

_DEL = ("__", ".")
"""What may stand between a section and its key: `sparr__hogsta_minskning_andel`, or with a full stop in a mapping."""

_ANDRAD = ", ändrad"
"""What a changed model's file is called: there is no such file, so it has no fingerprint."""

Vag = tuple[str | int, ...]
"""Where a value lies inside a section's data: a key, or key, step and key in the trappa."""


class AndringFel(UnderlagFel):
    """A change that cannot be made; nothing has been computed."""

    rubrik = "fel i ändringen, inget beräknat"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a model: its section ("" for `steg`) and its key."""

    avsnitt: str
    nyckel: str

    @property
    def hela(self) -> str:
        return f"{self.avsnitt}.{self.nyckel}" if self.avsnitt else self.nyckel

    def read(self, modell: Modell) -> Any:
        """Its value in a model."""
        return getattr(getattr(modell, self.avsnitt) if self.avsnitt else modell, self.nyckel)


def list_parameters(modell: Modell) -> dict[str, Parameter]:
    """Every parameter of a model by the names it may be called: its key where only one section has it, and in full."""
    alla = [
        Parameter(namn, nyckel)
        for namn, avsnitt in modell.avsnitt.items()
        for nyckel in type(avsnitt).model_fields
        if nyckel not in _UTAN_PARAMETRAR
    ]
    nycklar = [p.nyckel for p in alla]
    return (
        {STEG: Parameter("", STEG)}
        | {p.nyckel: p for p in alla if nycklar.count(p.nyckel) == 1}
        | {f"{p.avsnitt}{tecken}{p.nyckel}": p for p in alla for tecken in _DEL}
    )


def find_nearest(namn: str, kanda: Sequence[str]) -> str:
    """The known name that is nearest, as a question; "" when none is near."""
    lika = difflib.get_close_matches(namn, kanda, 1, 0.5)
    return f"Menade du «{lika[0]}»?" if lika else ""


def suggest_name(modell: Modell, namn: str, kanda: Sequence[str]) -> str:
    """What to do about a name that is not known: another model where this has no such section, else the nearest."""
    led = set(namn.replace("__", ".").split("."))
    for avsnitt, falt in type(modell).model_fields.items():
        if getattr(modell, avsnitt) is None and led & {avsnitt, *_list_keys(falt.annotation)}:
            return f"Modellen har inget avsnitt [{avsnitt}]; välj en som har det."
    return find_nearest(namn, kanda)


def _list_keys(annotation: Any) -> set[str]:
    """The parameters of a section that a model may have or not."""
    avsnitt = [t for t in get_args(annotation) if isinstance(t, type) and issubclass(t, Avsnitt)]
    return {nyckel for t in avsnitt for nyckel in t.model_fields} - _UTAN_PARAMETRAR


def change_modell(modell: Modell, andringar: Mapping[str, Any]) -> Modell:
    """The model with other values by parameter name; arrays (S,) or (S, 1) hold one value per scenario.

    `andel_invanare` follows `andel_forsorjningsmatt` unless given, and the other way round. A changed model is a
    proposal without a file of its own. Raises AndringFel with every fault found.
    """
    kanda = list_parameters(modell)
    per_avsnitt: dict[str, dict[str, Any]] = {}
    for namn, varde in andringar.items():
        per_avsnitt.setdefault(kanda[namn].avsnitt, {})[kanda[namn].nyckel] = varde
    _let_the_rest_follow(per_avsnitt.get("fordelningsnyckel", {}))
    data = _get_fields(modell)
    data |= {"status": "forslag", "fil": Fil(f"{modell.fil.namn.removesuffix(_ANDRAD)}{_ANDRAD}", "")}
    data |= per_avsnitt.pop("", {})
    fel: list[Anmarkning] = []
    for namn, nya in per_avsnitt.items():
        try:
            data[namn] = _change_section(modell, namn, nya)
        except UnderlagFel as ett:
            fel.extend(ett.anmarkningar)
    if fel:
        raise AndringFel(fel)
    forsta = {namn: _take_first(v) if isinstance(v, Avsnitt) else v for namn, v in data.items()}
    hel = validate(Modell, forsta, "ändringen", AndringFel)
    return hel.model_copy(update={namn: v for namn, v in data.items() if isinstance(v, Avsnitt)})


def count_scenarios(modell: Modell) -> set[int]:
    """The lengths of the model's arrays; empty for a model of plain numbers. More than one: they do not go together."""
    return {v.size for avsnitt in modell.avsnitt.values() for _, v in _find_arrays(avsnitt, ())}


def _let_the_rest_follow(nyckeltal: dict[str, Any]) -> None:
    for given, foljer in RESTEN.items():
        if given in nyckeltal and foljer not in nyckeltal and _is_number(nyckeltal[given]):
            nyckeltal[foljer] = 1.0 - np.asarray(nyckeltal[given], np.float64)
            return


def _is_number(varde: Any) -> bool:
    return np.asarray(varde).dtype.kind in "iuf"


def _change_section(modell: Modell, namn: str, nya: Mapping[str, Any]) -> Avsnitt:
    """The section with new values, every scenario's checked by the section's own rules."""
    avsnitt: Avsnitt = getattr(modell, namn)
    data = {**_get_fields(avsnitt), **nya}
    vektorer = dict(_find_arrays(data, ()))
    antal = _count_rows(namn, vektorer)
    rader = np.stack([np.broadcast_to(v, antal) for v in vektorer.values()], 1) if vektorer else np.empty((1, 0))
    fasta, skiftar = _fill(data, (), {}), {str(vag[0]) for vag in vektorer}
    for rad in np.unique(rader, axis=0).tolist():
        tal = dict(zip(vektorer, rad, strict=True))
        ett = {**fasta, **{nyckel: _fill(data[nyckel], (nyckel,), tal) for nyckel in skiftar}}
        try:
            giltigt = type(avsnitt).model_validate(ett)
        except ValidationError:
            varst = np.flatnonzero((rader == rad).all(axis=1) | np.isnan(rader).any(axis=1))[0]
            plats = f"ändringen, scenario {varst}" if vektorer else "ändringen"
            validate(Modell, _get_fields(modell) | {namn: ett}, plats, AndringFel)
            raise
    return cast(Avsnitt, _put_arrays(giltigt, vektorer))


def _take_first(avsnitt: Avsnitt) -> Avsnitt:
    """The section as it is in the first scenario."""
    forsta = {vag: float(vektor[0]) for vag, vektor in _find_arrays(avsnitt, ())}
    return type(avsnitt).model_validate(_fill(avsnitt, (), forsta)) if forsta else avsnitt


def _get_fields(post: BaseModel) -> dict[str, Any]:
    return {namn: getattr(post, namn) for namn in type(post).model_fields}


def _find_arrays(varde: Any, vag: Vag) -> Iterator[tuple[Vag, NDArray[np.float64]]]:
    """Every array (or list) of numbers inside a section's data, with where it lies; (S, 1) as (S,)."""
    if isinstance(varde, BaseModel):
        varde = _get_fields(varde)
    if isinstance(varde, Mapping):
        for nyckel, inre in varde.items():
            yield from _find_arrays(inre, (*vag, nyckel))
    elif isinstance(varde, list | tuple) and any(isinstance(inre, BaseModel | Mapping) for inre in varde):
        for i, inre in enumerate(varde):
            yield from _find_arrays(inre, (*vag, i))
    elif isinstance(varde, np.ndarray | list | tuple) and np.ndim(varde) and _is_number(varde):
        vektor = np.asarray(varde, np.float64)
        yield vag, vektor[:, 0] if vektor.ndim == 2 and vektor.shape[1] == 1 else vektor


def _count_rows(namn: str, vektorer: Mapping[Vag, NDArray[np.float64]]) -> int:
    """How many scenarios the arrays of a section hold. Raises AndringFel when they do not agree."""
    former = {v.shape for v in vektorer.values()} - {(1,)}
    if any(len(form) != 1 or form == (0,) for form in former) or len(former) > 1:
        visade = join_words([str(form) for form in sorted(former)])
        vantat = "ett tal, eller lika många tal som det är scenarier, (S,)"
        raise AndringFel([Anmarkning(f"ändringen, avsnitt [{namn}]", f"former som inte går ihop: {visade}", vantat)])
    return max((v.size for v in vektorer.values()), default=1)


def _fill(varde: Any, vag: Vag, tal: Mapping[Vag, float]) -> Any:
    """The data with one scenario's numbers where the arrays stood; whole numbers as int, which every field takes."""
    if vag in tal:
        return int(tal[vag]) if float(tal[vag]).is_integer() else tal[vag]
    if isinstance(varde, np.ndarray | np.generic):
        varde = varde.tolist()
    if isinstance(varde, float) and varde.is_integer():
        return int(varde)
    if isinstance(varde, BaseModel):
        varde = _get_fields(varde) if any(v[: len(vag)] == vag for v in tal) else varde
    if isinstance(varde, Mapping):
        return {nyckel: _fill(inre, (*vag, nyckel), tal) for nyckel, inre in varde.items()}
    if isinstance(varde, list | tuple):
        return tuple(_fill(inre, (*vag, i), tal) for i, inre in enumerate(varde))
    return varde


def _put_arrays(giltigt: Any, vektorer: Mapping[Vag, NDArray[np.float64]]) -> Any:
    """A valid section, list of steps or number with the arrays, (S, 1), in their places."""
    if not vektorer:
        return giltigt
    if () in vektorer:
        return vektorer[()][:, np.newaxis]
    inre = {vag[0]: {v[1:]: x for v, x in vektorer.items() if v[0] == vag[0]} for vag in vektorer}
    if isinstance(giltigt, tuple):
        return tuple(_put_arrays(post, inre.get(i, {})) for i, post in enumerate(giltigt))
    return giltigt.model_copy(update={str(n): _put_arrays(getattr(giltigt, str(n)), x) for n, x in inre.items()})
