"""Where a certificate stands among public classifications: ESCO, SSYK and SeQF."""

import re
from dataclasses import dataclass
from typing import Any

_ESCO = re.compile(
    r"http://data\.europa\.eu/esco/(skill|occupation|isced-f|qualification)/[A-Za-z0-9.-]+"
)
_SSYK = re.compile(r"[0-9]{1,4}")
_SSYK_PAGE = (
    "https://www.scb.se/dokumentation/klassifikationer-och-standarder/"
    "standard-for-svensk-yrkesklassificering-ssyk/"
)
_EQF = "http://data.europa.eu/snb/eqf/"


class ClassificationError(ValueError):
    """The classification has no such place."""


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """A concept in a public classification."""

    framework: str
    name: str
    url: str
    code: str | None = None
    kind: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the alignment as it stands in a certificate."""
        target = {
            "type": ["Alignment"],
            "targetName": self.name,
            "targetUrl": self.url,
            "targetFramework": self.framework,
            "targetCode": self.code,
            "targetType": self.kind,
        }
        return {name: value for name, value in target.items() if value is not None}


def align_esco(address: str, name: str) -> Alignment:
    """Return an alignment to a skill or an occupation of ESCO.

    Parameters
    ----------
    address
        The concept's own, such as ``http://data.europa.eu/esco/skill/`` and its number.
    name
        Its preferred label.

    Raises
    ------
    ClassificationError
        If the address is not one of a concept in ESCO.

    References
    ----------
    European Commission, ESCO v1.2, concept addresses.
    """
    found = _ESCO.fullmatch(address)
    if found is None:
        raise ClassificationError(f"{address} is no address of a concept in ESCO.")
    kind = "ceasn:Competency" if found[1] == "skill" else "CFItem"
    return Alignment(framework="ESCO", name=name, url=address, kind=kind)


def align_ssyk(code: str, name: str) -> Alignment:
    """Return an alignment to an occupation in the Swedish standard of occupations.

    Parameters
    ----------
    code
        One to four digits, from major group to unit group; leading zeros count (armed forces).
    name
        The group's name.

    Raises
    ------
    ClassificationError
        If the code is not digits.

    References
    ----------
    Statistics Sweden, SSYK 2012. It gives its groups no addresses of their own: the address is that
    of the standard, with the code.
    """
    if not _SSYK.fullmatch(code):
        raise ClassificationError(f"{code!r} is no code of SSYK: one to four digits.")
    url = f"{_SSYK_PAGE}#{code}"
    return Alignment(framework="SSYK 2012", name=name, url=url, code=code, kind="CFItem")


def align_seqf(level: int) -> Alignment:
    """Return an alignment to a level of the Swedish qualifications framework.

    Parameters
    ----------
    level
        1 to 8, the same as in the European framework (EQF).

    Raises
    ------
    ClassificationError
        If there is no such level.

    References
    ----------
    SFS 2015:545, appendix 1 (Sveriges referensram för kvalifikationer). The address is that of the
    European level, to which the Swedish one corresponds.
    """
    if not 1 <= level <= 8:
        raise ClassificationError(f"SeQF has the levels 1 to 8, not {level}.")
    return Alignment(
        framework="SeQF",
        name=f"SeQF-nivå {level} / SeQF level {level}",
        url=f"{_EQF}{level}",
        code=str(level),
        kind="CFRubricCriterionLevel",
    )
