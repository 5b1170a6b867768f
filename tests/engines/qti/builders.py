"""Write small items: documents, declarations, interactions and rules."""

from kunnande.engines.qti import read_item, score

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"


def document(body, *declarations, processing="match_correct", attributes=""):
    if not processing.startswith("<"):
        processing = f'<qti-response-processing template="{TEMPLATES}{processing}.xml"/>'
    return (
        f'<qti-assessment-item xmlns="{NAMESPACE}" identifier="secretItem" title="secretName"'
        f' xml:lang="sv" {attributes}>{"".join(declarations)}'
        f"<qti-item-body>{body}</qti-item-body>{processing}</qti-assessment-item>"
    ).encode()


def response(*key, name="RESPONSE", cardinality="single", base_type="identifier", mapping=""):
    values = "".join(f"<qti-value>{value}</qti-value>" for value in key)
    correct = f"<qti-correct-response>{values}</qti-correct-response>" if key else ""
    return (
        f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}"'
        f' base-type="{base_type}">{correct}{mapping}</qti-response-declaration>'
    )


def outcome(name, base_type="float", cardinality="single", content="", **attributes):
    extra = "".join(f' {key.replace("_", "-")}="{text}"' for key, text in attributes.items())
    return (
        f'<qti-outcome-declaration identifier="{name}" cardinality="{cardinality}"'
        f' base-type="{base_type}"{extra}>{content}</qti-outcome-declaration>'
    )


def default(value):
    return f"<qti-default-value><qti-value>{value}</qti-value></qti-default-value>"


def mapping(*entries, attributes=""):
    rows = "".join(
        f'<qti-map-entry map-key="{key}" mapped-value="{points}"/>' for key, points in entries
    )
    return f"<qti-mapping {attributes}>{rows}</qti-mapping>"


def choices(element, *names, attributes=""):
    return "".join(f'<{element} identifier="{name}" {attributes}>Text {i}</{element}>'
                   for i, name in enumerate(names))  # fmt: skip


def interaction(kind, content, *, prompt="Vad gäller?", attributes="", name="RESPONSE"):
    asked = f"<qti-prompt>{prompt}</qti-prompt>" if prompt else ""
    return (
        f'<qti-{kind}-interaction response-identifier="{name}" {attributes}>{asked}{content}'
        f"</qti-{kind}-interaction>"
    )


def rules(*written):
    return f"<qti-response-processing>{''.join(written)}</qti-response-processing>"


def set_outcome(name, expression):
    return f'<qti-set-outcome-value identifier="{name}">{expression}</qti-set-outcome-value>'


def value(text, base_type="float"):
    return f'<qti-base-value base-type="{base_type}">{text}</qti-base-value>'


def variable(name="RESPONSE"):
    return f'<qti-variable identifier="{name}"/>'


def when(condition, then, otherwise=""):
    other = f"<qti-response-else>{otherwise}</qti-response-else>" if otherwise else ""
    return (
        f"<qti-response-condition><qti-response-if>{condition}{then}</qti-response-if>{other}"
        "</qti-response-condition>"
    )


def computed(expression, *declarations, base_type="float", cardinality="single", given=None):
    """Return what an expression yields as an outcome of the type."""
    declared = outcome("OUT", base_type, cardinality)
    written = rules(set_outcome("OUT", expression))
    item = read_item(document("", *declarations, declared, processing=written))
    return score(item, given or {}).outcomes["OUT"]
