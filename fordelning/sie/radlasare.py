"""The rows of a SIE file taken one by one: records, verifikationer with their rows within braces, and the checksum."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from fordelning.sie.etiketter import (
    BELOPPSPOSTER,
    POSTER,
    find_readers,
    keep_findings,
    take_record,
    take_transaktion,
    take_verifikation,
)
from fordelning.sie.falt import Faltlasare
from fordelning.sie.fynd import ALLA, INGEN, Galler
from fordelning.sie.innehall import Innehall
from fordelning.sie.poster import Overhoppad, Transaktion, Transaktionsslag, Verifikation
from fordelning.sie.rader import Rad, compute_ksumma, split_row
from fordelning.sie.tecken import PC8

_TRANSAKTIONER: dict[str, Transaktionsslag] = {"#TRANS": "TRANS", "#RTRANS": "RTRANS", "#BTRANS": "BTRANS"}
_CITAT = re.compile(r'(?<!\\)"')

_EN_RAD_MED_KLAMMER = "{ ensam på raden efter en #VER"


@dataclass
class _Oppen:
    """A verifikation whose rows are being read. `lage`: waiting for its brace, or within it."""

    rad: int
    huvud: Verifikation | None
    galler: Galler
    lage: Literal["vantar", "inne"] = "vantar"
    rader: list[Transaktion] = field(default_factory=list)
    radnummer: list[int] = field(default_factory=list)
    felfri: bool = True


@dataclass
class _Hoppat:
    """A record that is not known, or a loose brace, and how deep in its block we are."""

    rad: int
    etikett: str
    djup: int = 0


class Radlasare:
    """Takes the rows one by one; knows which block is open, and keeps the rows that a checksum covers."""

    def __init__(self, innehall: Innehall) -> None:
        self.innehall = innehall
        self.oppen: _Oppen | None = None
        self.hoppat: _Hoppat | None = None
        self.i_citat = False
        """The row before ended within a quote."""
        self.ksumma_fran: int | None = None
        self.ksumma_slut: tuple[int, str] | None = None
        self.summerade: list[Rad] = []

    def take_row(self, nr: int, text: str) -> None:
        """One row of the file, without its line end."""
        ren = text.strip(" \t\r\x1a")
        i_citat, self.i_citat = self.i_citat, False
        while ren.startswith(("{", "}")):
            (self._open_block if ren[0] == "{" else self._close_block)(nr)
            ren = ren[1:].lstrip(" \t")
        if ren.startswith("#"):
            self._take_record(nr, ren)
        elif ren and i_citat:
            self.innehall.refuse(nr, "raden fortsätter en text från raden före", "en text på en rad", galler=INGEN)
            self.i_citat = '"' not in ren
        elif ren:
            vad = f"raden börjar med «{ren[:20]}»"
            self.innehall.refuse(nr, vad, "en post som börjar med #, eller en ensam klammer", galler=self._readers)
            if self.oppen:
                self.oppen.felfri = False

    @property
    def _readers(self) -> Galler:
        """Whom a fault here stops: those who read the open verifikation's year."""
        return self.oppen.galler if self.oppen else ALLA

    def _take_record(self, nr: int, ren: str) -> None:
        etikett = ren.split(None, 1)[0].upper()
        klammer = etikett not in POSTER and etikett not in _TRANSAKTIONER and _opens_block(ren)
        rad = split_row(nr, ren[:-1].rstrip(" \t") if klammer else ren)
        stangs = etikett in _TRANSAKTIONER and ren.endswith("}") and rad.falt[-1:] == ("}",)
        self._take(replace(rad, falt=rad.falt[:-1]) if stangs else rad)
        self.i_citat = rad.oavslutad
        if klammer:
            self._open_block(nr)
        elif stangs:
            self._close_block(nr)

    def _open_block(self, nr: int) -> None:
        if self.hoppat is None and self.oppen and self.oppen.lage == "vantar":
            self.oppen.lage = "inne"
            return
        if self.hoppat is None:
            self.innehall.refuse(nr, "klammern { hör inte till någon post", _EN_RAD_MED_KLAMMER, galler=INGEN)
            self.hoppat = _Hoppat(nr, "{")
        self.hoppat.djup += 1

    def _close_block(self, nr: int) -> None:
        if self.hoppat and self.hoppat.djup:
            self.hoppat.djup -= 1
            self.hoppat = self.hoppat if self.hoppat.djup else None
        elif self.oppen:
            self._finish_verifikation()
        else:
            self.innehall.refuse(nr, "klammern } stänger ingenting", "en } för varje {", galler=INGEN)

    def _take(self, rad: Rad) -> None:
        etikett = rad.etikett.upper()
        if etikett == "#KSUMMA":
            self._take_ksumma(rad)
            return
        if self.ksumma_fran is not None and self.ksumma_slut is None:
            self.summerade.append(rad)
        if self.hoppat and self.hoppat.djup:
            self._skip(rad, etikett)
            return
        self.hoppat = None
        if etikett in _TRANSAKTIONER:
            self._take_transaktion(rad, _TRANSAKTIONER[etikett])
        elif etikett == "#VER" or etikett in POSTER:
            self._require_closed(rad)
            if etikett == "#VER":
                self._start_verifikation(rad)
            else:
                take_record(self.innehall, rad)
        else:
            self.hoppat = _Hoppat(rad.nr, rad.etikett)
            self.innehall.overhoppade.append(Overhoppad(rad.nr, rad.etikett, "okänd etikett"))

    def _skip(self, rad: Rad, etikett: str) -> None:
        """A row of a block that is skipped. Amounts must not vanish with it."""
        if etikett not in BELOPPSPOSTER or self.hoppat is None:
            return
        vad = f"blocket som börjar på rad {self.hoppat.rad} ({self.hoppat.etikett}) kan inte läsas men har {etikett}"
        galler = find_readers(etikett, rad) if etikett in POSTER else self._readers
        gor, slag = "Exportera filen på nytt", f"block {self.hoppat.rad}"
        self.innehall.refuse(rad.nr, vad, "belopp i poster och block som formatet har", gor, galler, slag)

    def _require_closed(self, rad: Rad) -> None:
        """Nothing but transactions may stand within a verifikation; one without a block has nothing booked.

        What no amount is read from is only out of its place. Any other record shows that the block has no end.
        """
        if self.oppen is None:
            return
        if self.oppen.lage == "inne":
            vad = f"{rad.etikett} står inne i verifikationen som börjar på rad {self.oppen.rad}"
            utan_belopp = rad.etikett.upper() not in BELOPPSPOSTER
            galler = INGEN if utan_belopp else self._readers
            self.innehall.refuse(rad.nr, vad, "} efter verifikationens sista transaktion", galler=galler)
            if utan_belopp:
                return
            self.oppen.felfri = False
        self._finish_verifikation()

    def _start_verifikation(self, rad: Rad) -> None:
        falt = Faltlasare(rad)
        huvud = take_verifikation(falt)
        self.innehall.rader.setdefault("#VER", rad.nr)
        ar = None if falt.fel else self.innehall.find_ar(huvud.datum)
        galler = Galler(frozenset(("utfall",)), ar.arsnr if ar else None)
        keep_findings(self.innehall, falt, galler)
        self.oppen = _Oppen(rad.nr, None if falt.fel else huvud, galler)

    def _take_transaktion(self, rad: Rad, slag: Transaktionsslag) -> None:
        falt = Faltlasare(rad)
        transaktion = take_transaktion(falt, slag)
        keep_findings(self.innehall, falt, INGEN if slag == "BTRANS" else self._readers)
        if self.oppen is None:
            vad = f"{rad.etikett} står utanför en verifikation"
            galler = INGEN if slag == "BTRANS" else ALLA
            self.innehall.refuse(rad.nr, vad, "#VER, { och sedan transaktionerna", galler=galler)
            return
        if self.oppen.lage == "vantar":
            self.innehall.refuse(self.oppen.rad, "#VER följs inte av {", _EN_RAD_MED_KLAMMER, galler=self._readers)
            self.oppen.lage, self.oppen.felfri = "inne", False
        if falt.fel:
            self.oppen.felfri = self.oppen.felfri and slag == "BTRANS"
        else:
            self.oppen.rader.append(transaktion)
            self.oppen.radnummer.append(rad.nr)

    def _finish_verifikation(self) -> None:
        oppen, self.oppen = self.oppen, None
        if oppen and oppen.huvud:
            ver = replace(oppen.huvud, rader=tuple(oppen.rader))
            self.innehall.verifikationer.append((oppen.rad, ver))
            if oppen.felfri:
                self.innehall.rader_i_verifikation[oppen.rad] = oppen.radnummer

    def _take_ksumma(self, rad: Rad) -> None:
        if self.ksumma_fran is None and not rad.falt:
            self.ksumma_fran = rad.nr
        elif self.ksumma_slut is None and rad.falt:
            self.ksumma_slut = (rad.nr, str(rad.falt[0]))
        else:
            vantat = "#KSUMMA utan tal efter #FLAGGA, och #KSUMMA med tal sist i filen"
            self.innehall.refuse(rad.nr, "#KSUMMA står på fel plats", vantat, galler=INGEN)

    def finish(self, kodning: str) -> None:
        """The end of the file: nothing may be open, and the checksum must match."""
        if self.hoppat and self.hoppat.djup:
            vad = f"klammern {{ efter {self.hoppat.etikett} stängs aldrig"
            self.innehall.refuse(self.hoppat.rad, vad, "} efter blockets sista rad")
        if self.oppen:
            vad = "verifikationens klammer { stängs aldrig" if self.oppen.lage == "inne" else "#VER följs inte av {"
            self.innehall.refuse(self.oppen.rad, vad, "{, transaktioner och }", galler=self._readers)
            self.oppen.felfri = False
            self._finish_verifikation()
        self._check_ksumma(kodning)

    def _check_ksumma(self, kodning: str) -> None:
        """The format counts CP437 values; a file in another encoding may also have counted its own bytes."""
        self.innehall.enstaka["kontrollsumma"] = self.ksumma_fran is not None
        if self.ksumma_fran is None and self.ksumma_slut is not None:
            vad, vantat = "#KSUMMA utan den inledande #KSUMMA", "#KSUMMA efter #FLAGGA"
            self.innehall.refuse(self.ksumma_slut[0], vad, vantat, galler=INGEN)
        elif self.ksumma_fran is not None and self.ksumma_slut is None:
            vad = "filen ska ha en kontrollsumma men den saknas sist: filen är avkortad"
            self.innehall.refuse(self.ksumma_fran, vad, "#KSUMMA med ett tal sist", "Exportera filen på nytt")
        elif self.ksumma_slut is not None:
            nr, angiven = self.ksumma_slut
            summor = {str(compute_ksumma(self.summerade, k)) for k in (PC8, kodning.removesuffix("-sig"))}
            if angiven not in summor:
                vad = f"kontrollsumman är {angiven} men innehållet ger {' eller '.join(sorted(summor))}"
                self.innehall.refuse(nr, vad, "en fil som inte ändrats efter exporten", "Exportera filen på nytt")


def _opens_block(text: str) -> bool:
    """Whether the row of a record ends with the brace of its block."""
    return text.endswith((" {", "\t{")) and len(_CITAT.findall(text)) % 2 == 0
