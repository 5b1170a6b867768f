"""A second RDFC-1.0 implementation (pyoxigraph), with the contexts written into the document."""

import json

import pyoxigraph

from kunnande.engines.verifiable_credentials.contexts import load_context


def canonicalise_elsewhere(document):
    inlined = [load_context(url)["@context"] for url in document["@context"]]
    text = json.dumps({**document, "@context": inlined})
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS).decode()
    return "".join(sorted(lines.splitlines(keepends=True)))
