"""QR codes for paper."""

from io import BytesIO

import segno


def qr_code(text: str) -> str:
    """Return a QR code as SVG, with the quiet zone that readers need around it.

    Parameters
    ----------
    text : str
        What a reader finds, usually an address.

    Returns
    -------
    str
        SVG, black on white, one unit a module. Error correction M or better: a fold or a stain
        across an eighth of the code does not stop a reader.
    """
    drawn = BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", light="white", xmldecl=False)
    return drawn.getvalue().decode("utf-8")
