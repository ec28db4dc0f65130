"""The rows of a SIE file taken one by one: records, verifikationer with their rows within braces, and the checksum."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from fordelning.sie.falt import Faltlasare
from fordelning.sie.innehall import POSTER, Innehall, take_record, take_transaktion, take_verifikation
from fordelning.sie.poster import Overhoppad, Transaktion, Transaktionsslag, Verifikation
from fordelning.sie.rader import Rad, Radfel, compute_ksumma, split_row
from fordelning.sie.tecken import PC8, find_control

_TRANSAKTIONER: dict[str, Transaktionsslag] = {"#TRANS": "TRANS", "#RTRANS": "RTRANS", "#BTRANS": "BTRANS"}


@dataclass
class _Oppen:
    """A verifikation whose rows are being read. `lage`: waiting for its brace, within it, or skipping the faulty."""

    rad: int
    huvud: Verifikation | None
    lage: Literal["vantar", "inne"] = "vantar"
    rader: list[Transaktion] = field(default_factory=list)
    radnummer: list[int] = field(default_factory=list)
    felfri: bool = True


class Radlasare:
    """Takes the rows one by one; knows which block is open, and keeps the rows that a checksum covers."""

    def __init__(self, innehall: Innehall) -> None:
        self.innehall = innehall
        self.oppen: _Oppen | None = None
        self.okand: int | None = None
        """The row of an unknown record, which may be followed by a block of its own."""
        self.i_okant_block = False
        self.ksumma_fran: int | None = None
        self.ksumma_slut: tuple[int, str] | None = None
        self.summerade: list[Rad] = []

    def take_row(self, nr: int, text: str) -> None:
        """One row of the file, without its line end."""
        ren = text.strip(" \t")
        if (tecken := find_control(text)) is not None:
            self._spoil(nr, f"styrtecknet {ord(tecken)} (ASCII) står på raden", "bara skrivbara tecken", ren)
        elif ren == "{":
            self._open_block(nr)
        elif ren == "}":
            self._close_block(nr)
        elif ren.startswith("#"):
            try:
                self._take(split_row(nr, ren))
            except Radfel as fel:
                self._spoil(nr, fel.vad, fel.vantat, ren)
        elif ren:
            self._spoil(nr, f"raden börjar med «{ren[:20]}»", "en post som börjar med #, eller en ensam klammer")

    def _spoil(self, nr: int, vad: str, vantat: str, text: str = "") -> None:
        """A row that cannot be used; a verifikation that it stands in cannot be summed."""
        self.innehall.refuse(nr, vad, vantat)
        etikett, forsta = (*text.split(), "", "")[:2]
        self.innehall.trasiga.add((etikett.upper(), forsta))
        if self.oppen:
            self.oppen.felfri = False

    def _open_block(self, nr: int) -> None:
        if self.oppen and self.oppen.lage == "vantar":
            self.oppen.lage = "inne"
        elif self.okand is not None and not self.oppen:
            self.i_okant_block = True
        else:
            self._spoil(nr, "klammern { hör inte till någon post", "{ ensam på raden efter en #VER")

    def _close_block(self, nr: int) -> None:
        if self.i_okant_block:
            self.i_okant_block, self.okand = False, None
        elif self.oppen and self.oppen.lage == "inne":
            self._finish_verifikation()
        else:
            self.innehall.refuse(nr, "klammern } stänger ingenting", "en } för varje {")

    def _take(self, rad: Rad) -> None:
        etikett = rad.etikett.upper()
        if etikett == "#KSUMMA":
            self._take_ksumma(rad)
            return
        if self.ksumma_fran is not None and self.ksumma_slut is None:
            self.summerade.append(rad)
        if self.i_okant_block:
            return
        self.okand = None
        if etikett in _TRANSAKTIONER:
            self._take_transaktion(rad, _TRANSAKTIONER[etikett])
        elif etikett == "#VER" or etikett in POSTER:
            self._require_closed(rad)
            if etikett == "#VER":
                self._start_verifikation(rad)
            else:
                take_record(self.innehall, rad)
        else:
            self.okand = rad.nr
            self.innehall.overhoppade.append(Overhoppad(rad.nr, rad.etikett, "okänd etikett"))

    def _require_closed(self, rad: Rad) -> None:
        """Nothing but transactions may stand within a verifikation."""
        if self.oppen is None:
            return
        if self._require_brace():
            vad = f"{rad.etikett} står inne i verifikationen som börjar på rad {self.oppen.rad}"
            self.innehall.refuse(rad.nr, vad, "} efter verifikationens sista transaktion")
        self.oppen.felfri = False
        self._finish_verifikation()

    def _require_brace(self) -> bool:
        """Whether the open verifikation has its brace; where it has none, that is one finding and its rows are read."""
        if self.oppen is None or self.oppen.lage == "inne":
            return True
        self.innehall.refuse(self.oppen.rad, "#VER följs inte av {", "{ ensam på raden efter #VER")
        self.oppen.lage, self.oppen.felfri = "inne", False
        return False

    def _start_verifikation(self, rad: Rad) -> None:
        falt = Faltlasare(rad, self.innehall.filnamn)
        huvud = take_verifikation(falt)
        self.innehall.rader.setdefault("#VER", rad.nr)
        self.innehall.anmarkningar.extend(falt.anmarkningar)
        self.oppen = _Oppen(rad.nr, None if falt.anmarkningar else huvud)

    def _take_transaktion(self, rad: Rad, slag: Transaktionsslag) -> None:
        falt = Faltlasare(rad, self.innehall.filnamn)
        transaktion = take_transaktion(falt, slag)
        self.innehall.anmarkningar.extend(falt.anmarkningar)
        self._require_brace()
        if self.oppen is None:
            self._spoil(rad.nr, f"{rad.etikett} står utanför en verifikation", "#VER, { och sedan transaktionerna")
        elif falt.anmarkningar:
            self.oppen.felfri = False
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
            self.innehall.refuse(rad.nr, "#KSUMMA står på fel plats", vantat)

    def finish(self, kodning: str) -> None:
        """The end of the file: nothing may be open, and the checksum must match."""
        if self.oppen and self._require_brace():
            vad = "verifikationens klammer { stängs aldrig"
            self.innehall.refuse(self.oppen.rad, vad, "} på raden efter sista transaktionen")
            self.oppen.felfri = False
            self._finish_verifikation()
        if self.i_okant_block and self.okand is not None:
            self.innehall.refuse(
                self.okand, "den okända postens klammer { stängs aldrig", "} efter postens sista underpost"
            )
        self._check_ksumma(kodning)

    def _check_ksumma(self, kodning: str) -> None:
        """The format counts CP437 values; a file in another encoding may also have counted its own bytes."""
        self.innehall.enstaka["kontrollsumma"] = self.ksumma_fran is not None
        if self.ksumma_fran is None and self.ksumma_slut is not None:
            self.innehall.refuse(self.ksumma_slut[0], "#KSUMMA utan den inledande #KSUMMA", "#KSUMMA efter #FLAGGA")
        elif self.ksumma_fran is not None and self.ksumma_slut is None:
            vad = "filen ska ha en kontrollsumma men den saknas sist: filen är avkortad"
            self.innehall.refuse(self.ksumma_fran, vad, "#KSUMMA med ett tal sist", "Exportera filen på nytt")
        elif self.ksumma_slut is not None:
            nr, angiven = self.ksumma_slut
            summor = {str(compute_ksumma(self.summerade, k)) for k in (PC8, kodning.removesuffix("-sig"))}
            if angiven not in summor:
                vad = f"kontrollsumman är {angiven} men innehållet ger {' eller '.join(sorted(summor))}"
                self.innehall.refuse(nr, vad, "en fil som inte ändrats efter exporten", "Exportera filen på nytt")
