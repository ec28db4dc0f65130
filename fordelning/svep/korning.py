"""Pieces of work on the cores of this computer, or on a Dask cluster: joblib runs both, so the code is the same.

The answers come in any order, and one that is lost with its worker is asked for again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from fordelning.fel import FordelningFel
from fordelning.tillagg import import_extra
from fordelning.version import __version__

U = TypeVar("U")
FORSOK = 3
"""How many times in a row workers may die before any work is done: then it is the work that kills them."""
ANSLUTNING_S = 10
"""How long a cluster has to answer, seconds."""
FORTSATT = "Det som är räknat finns kvar; kör om så fortsätter det."


@dataclass(frozen=True, slots=True)
class Arbetare:
    """joblib with its workers chosen, what it raises when one of them dies, and whether there still are any."""

    joblib: Any
    dog: tuple[type[Exception], ...]
    finns: Callable[[], bool]


class SvepFel(FordelningFel):
    """The sweep cannot be run, or go on; what has been done is kept."""


def run_pieces(
    arbete: Callable[[U], dict[str, Any]],
    uppgifter: Sequence[U],
    kluster: str | None,
    ta_emot: Callable[[dict[str, Any]], None],
) -> None:
    """Do every piece; `ta_emot` gets each answer when it comes. `kluster`: a Dask scheduler's address.

    A piece whose worker died is done again. Raises SvepFel where workers keep dying or the cluster is lost, and
    TillaggFel where a part is not installed.
    """
    kvar = dict(enumerate(uppgifter))
    with _choose_workers(kluster) as arbetare:
        forsok = 0
        while kvar:
            fore = len(kvar)
            try:
                for nummer, svar in _start(arbetare.joblib, arbete, kvar):
                    ta_emot(svar)
                    del kvar[nummer]
            except arbetare.dog:
                pass
            except Exception:
                if arbetare.finns():
                    raise
            forsok = 0 if len(kvar) < fore else forsok + 1
            if kvar and not arbetare.finns():
                raise SvepFel(f"Klustret på {kluster} svarar inte längre. {FORTSATT}")
            if forsok == FORSOK:
                raise SvepFel(f"Beräkningsprocesserna dog {FORSOK} gånger i rad (är minnet slut?). {FORTSATT}")


def _start(joblib: Any, arbete: Callable[[U], Any], kvar: dict[int, U]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The answers as they come, each with the number of its piece. One piece at a time, so that a worker costs one."""
    kor = joblib.Parallel(n_jobs=-1, batch_size=1, pre_dispatch="2*n_jobs", return_as="generator_unordered")
    svar: Iterator[tuple[int, dict[str, Any]]] = kor(joblib.delayed(_number)(arbete, n, u) for n, u in [*kvar.items()])
    return svar


def _number(arbete: Callable[[U], dict[str, Any]], nummer: int, uppgift: U) -> tuple[int, dict[str, Any]]:
    return nummer, arbete(uppgift)


@contextmanager
def _choose_workers(kluster: str | None) -> Iterator[Arbetare]:
    """The cores of this computer, or a cluster."""
    joblib = import_extra("joblib", "svep")
    dog = import_extra("joblib.externals.loky.process_executor", "svep").TerminatedWorkerError
    if kluster is None:
        with joblib.parallel_config(backend="loky"):
            yield Arbetare(joblib, (dog,), lambda: True)
        return
    distributed = import_extra("distributed", "kluster")
    with _connect(distributed, kluster) as klient, joblib.parallel_config(backend=_make_backend(klient)):
        yield Arbetare(joblib, (dog, distributed.KilledWorker), lambda: klient.status == "running")


def _make_backend(klient: Any) -> Any:
    """The cluster as joblib has it. A cluster of one core is one too: joblib would do its work here instead."""
    grund = import_extra("joblib._dask", "kluster").DaskDistributedBackend

    def count_cores(self: Any, n_jobs: int) -> int:
        return max(2, int(grund.effective_n_jobs(self, n_jobs)))

    return type("Kluster", (grund,), {"effective_n_jobs": count_cores})(client=klient)


@contextmanager
def _connect(distributed: Any, adress: str) -> Iterator[Any]:
    """A client of the cluster, whose workers all have this program in this version. What is wrong is told by us."""
    for namn in [n for n in logging.root.manager.loggerDict if n.split(".")[0] == "distributed"]:
        logging.getLogger(namn).setLevel(logging.CRITICAL)
    try:
        klient = distributed.Client(adress, timeout=ANSLUTNING_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as fel:
        gor = "Kontrollera adressen, t.ex. tcp://10.0.0.5:8786, och att schemaläggaren är startad."
        raise SvepFel(f"Klustret på {adress} svarar inte.\n  {gor}") from fel
    with klient:
        try:
            klient.wait_for_workers(1, timeout=ANSLUTNING_S)
            versioner = set(klient.run(tell_version).values())
        except (TimeoutError, OSError) as fel:
            raise SvepFel(f"Klustret på {adress} har inga arbetare. Starta dem med: dask worker {adress}") from fel
        except (ImportError, AttributeError) as fel:
            versioner = {f"saknas ({fel})"}
        if andra := sorted(versioner - {__version__}):
            gor = "Installera samma version hos alla, med tillägget kluster."
            vad = f"Klustrets arbetare har fordelning {', '.join(andra)}, här är {__version__}."
            raise SvepFel(f"{vad}\n  {gor}")
        yield klient


def tell_version() -> str:
    """The version of the program where this is run."""
    return __version__
