"""Write small tests of sections and references."""

from kunnande.engines.qti import read_assessment

from .builders import NAMESPACE
from .operands import op


def ref(name, content="", **attributes):
    return op("assessment-item-ref", content, identifier=name, href=f"{name}.xml", **attributes)


def refs(names, **attributes):
    return "".join(ref(name, **attributes) for name in names)


def section(name, content, **attributes):
    return op("assessment-section", content, identifier=name, title="Avsnitt", **attributes)


def exam(content, *, outcomes="", processing="", limits="", mode="linear", sections=None):
    part = op("test-part", content, identifier="P", navigation_mode=mode)
    rules = op("outcome-processing", processing) if processing else ""
    xml = (
        f'<qti-assessment-test xmlns="{NAMESPACE}" identifier="T" title="Prov">'
        f"{outcomes}{limits}{part}{rules}</qti-assessment-test>"
    )
    return read_assessment(xml.encode(), sections)
