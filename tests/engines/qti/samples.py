"""One item of each kind; every identifier is a word that must never reach a candidate."""

from kunnande.engines.qti import Item, read_item

from .builders import (
    choices,
    document,
    interaction,
    mapping,
    response,
    rules,
    set_outcome,
    value,
    when,
)

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" role="img" class="chart secret"'
    ' aria-labelledby="secretTitle"><title id="secretTitle">Två skyltar</title><defs>'
    '<pattern id="secretHatch" width="8" height="8"><path d="M0 0V8" class="l-grid"/></pattern>'
    '</defs><rect x="1" y="1" width="9" height="9" fill="url(#secretHatch)"/></svg>'
)
_NUMERIC_PROCESSING = rules(
    when(
        '<qti-equal tolerance-mode="absolute" tolerance="0.05 0.05">'
        '<qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal>',
        set_outcome("SCORE", value("1")),
        set_outcome("SCORE", value("0")),
    )
)
_INLINE = interaction(
    "inline-choice",
    choices("qti-inline-choice", "secretA", "secretB"),
    prompt="",
    attributes='shuffle="true"',
)
_NUMBER = interaction("text-entry", "", prompt="", attributes='expected-length="8"')
_MATCH_SETS = (
    f"<qti-simple-match-set>{choices('qti-simple-associable-choice', 'secretR', 'secretS')}"
    "</qti-simple-match-set><qti-simple-match-set>"
    f"{choices('qti-simple-associable-choice', 'secretX', 'secretY', 'secretZ')}"
    "</qti-simple-match-set>"
)
_SPOTS = (
    '<qti-hotspot-choice identifier="secretA" shape="rect" coords="1,1,90,90" hotspot-label="Blå"/>'
    '<qti-hotspot-choice identifier="secretB" shape="circle" coords="200,90,50"/>'
    '<qti-hotspot-choice identifier="secretC" shape="poly" coords="300,9,390,9,345,99"/>'
    '<qti-hotspot-choice identifier="secretD" shape="ellipse" coords="80,150,40,20"/>'
    '<qti-hotspot-choice identifier="secretE" shape="default" coords=""/>'
)
_SIMPLE = choices("qti-simple-choice", "secretA", "secretB", "secretC", "secretD")
_FEEDBACK = (
    '<qti-feedback-inline outcome-identifier="SCORE" identifier="secretA" show-hide="show">'
    "secretPraise</qti-feedback-inline><!-- secretComment -->"
)

SAMPLES = {
    "choice": document(
        interaction(
            "choice",
            f'{_SIMPLE}<qti-simple-choice identifier="secretE" fixed="true">Inget{_FEEDBACK}'
            "</qti-simple-choice>",
            attributes='shuffle="true" max-choices="1"',
        ),
        response("secretB"),
        processing='<qti-response-processing template="match_correct"/>'
        '<qti-modal-feedback outcome-identifier="SCORE" identifier="secretB" show-hide="show">'
        "secretPraise</qti-modal-feedback>",
    ),
    "multiple": document(
        interaction("choice", _SIMPLE, attributes='shuffle="true" max-choices="3"'),
        response(
            cardinality="multiple",
            mapping=mapping(("secretA", 1.25), ("secretD", 0.75), ("secretB", -3.5)),
        ),
        processing="map_response",
    ),
    "inline": document(
        f"<p>Det är <em>inte</em> {_INLINE} i dag.</p>",
        response("secretB"),
    ),
    "numeric": document(
        f"<p>Skriv {_NUMBER} mm</p>",
        response("97.625", base_type="float"),
        processing=_NUMERIC_PROCESSING,
    ),
    "text": document(
        f"<p>Skriv {interaction('text-entry', '', prompt='')}</p>",
        response("secretWord", base_type="string"),
    ),
    "order": document(
        interaction("order", _SIMPLE, attributes='shuffle="true"'),
        response("secretC", "secretA", "secretD", "secretB", cardinality="ordered"),
    ),
    "match": document(
        interaction("match", _MATCH_SETS, attributes='shuffle="true"'),
        response("secretR secretY", "secretS secretX", cardinality="multiple",
                 base_type="directedPair"),
    ),
    "match-table": document(
        interaction("match", _MATCH_SETS.replace('"secretR"', '"secretR" match-max="0"')),
        response("secretR secretY", "secretR secretZ", "secretS secretX", cardinality="multiple",
                 base_type="directedPair"),
    ),
    "hotspot": document(
        interaction("hotspot", DRAWING + _SPOTS, attributes='max-choices="1"'), response("secretC")
    ),
    "hotspots": document(
        interaction(
            "hotspot",
            f'<object data="bild/skylt.svg" type="image/svg+xml" width="400" height="200">Skyltar'
            f"</object>{_SPOTS}",
            attributes='max-choices="0"',
        ),
        response("secretA", "secretC", cardinality="multiple"),
    ),
    "gap-match": document(
        interaction(
            "gap-match",
            f"{choices('qti-gap-text', 'secretA', 'secretB')}"
            '<p>Först <qti-gap identifier="secretG"/> sedan <qti-gap identifier="secretH"/>.</p>',
        ),
        response("secretB secretG", "secretA secretH", cardinality="multiple",
                 base_type="directedPair"),
    ),
    "hottext": document(
        interaction(
            "hottext",
            '<p>Hon <qti-hottext identifier="secretA">går</qti-hottext> dit och <qti-hottext'
            ' identifier="secretB">har gick</qti-hottext> hem.</p>',
            attributes='max-choices="1"',
        ),
        response("secretB"),
    ),
    "extended": document(
        interaction("extended-text", "", attributes='expected-lines="4"'),
        response("secretWord\nsecretLine", base_type="string"),
    ),
    "texts": document(
        interaction("extended-text", "", attributes='max-strings="3"'),
        response("secretOne", "secretTwo", base_type="string", cardinality="ordered"),
    ),
    "scale": document(
        interaction("slider", "", attributes='lower-bound="0" upper-bound="10" step="2"'),
        response("4.0", base_type="float"),
    ),
    "slider": document(
        interaction("slider", "", attributes='lower-bound="-50" upper-bound="50" step="0.5"'),
        response("97.625", base_type="float"),
    ),
    "associate": document(
        interaction(
            "associate",
            choices("qti-simple-associable-choice", "secretA", "secretB", "secretC", "secretD"),
            attributes='shuffle="true" max-associations="2"',
        ),
        response("secretA secretD", "secretC secretB", cardinality="multiple", base_type="pair"),
    ),
    "graphic-associate": document(
        interaction("graphic-associate", DRAWING + _SPOTS.replace("hotspot-choice",
                    "associable-hotspot"), attributes='max-associations="1"'),
        response("secretA secretD", cardinality="multiple", base_type="pair"),
    ),
    "graphic-order": document(
        interaction("graphic-order", DRAWING + _SPOTS, attributes='max-choices="3"'),
        response("secretC", "secretA", "secretD", cardinality="ordered"),
    ),
    "graphic-gap": document(
        interaction(
            "graphic-gap-match",
            f"{DRAWING}{choices('qti-gap-text', 'secretV', 'secretW')}"
            '<qti-gap-img identifier="secretX"><img src="x.png" alt="En pil"/></qti-gap-img>'
            '<qti-associable-hotspot identifier="secretA" shape="rect" coords="1,1,9,9"'
            ' match-max="1"/><qti-associable-hotspot identifier="secretB" shape="circle"'
            ' coords="50,50,9" match-max="2"/>',
        ),
        response("secretV secretA", "secretX secretB", cardinality="multiple",
                 base_type="directedPair"),
    ),
    "point": document(
        interaction("select-point", '<img src="karta.png" alt="Karta" width="200" height="100"/>'),
        response(base_type="point", mapping='<qti-area-mapping><qti-area-map-entry shape="circle"'
                 ' coords="97.625,40,0.05" mapped-value="1"/></qti-area-mapping>'),
        processing="map_response_point",
    ),
    "points": document(
        interaction("select-point", DRAWING, attributes='max-choices="2"'),
        response("97.625 1.25", base_type="point", cardinality="multiple"),
    ),
    "objects": document(
        '<qti-position-object-stage><object data="karta.png" width="200" height="100">Karta'
        "</object>"
        + interaction("position-object", '<img src="flagga.png" alt="Flagga"/>', prompt="",
                      attributes='max-choices="2"')
        + "</qti-position-object-stage>",
        response("97.625 1.25", base_type="point", cardinality="multiple"),
    ),
    "upload": document(interaction("upload", ""), response("secretFile", base_type="file")),
    "hint": document(
        interaction("end-attempt", "", prompt="", attributes='title="Visa en ledtråd"'),
        response("true", base_type="boolean"),
    ),
}  # fmt: skip
# Kinds whose inputs offer no options but take what is written.
WRITTEN = frozenset({
    "numeric", "text", "extended", "texts", "slider", "point", "points", "objects", "upload",
})  # fmt: skip


def sample(kind) -> Item:
    return read_item(SAMPLES[kind])
