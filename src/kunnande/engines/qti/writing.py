"""Write QTI 3.0 documents."""

from lxml import etree

from .documents import parse
from .upgrading import is_old, upgrade_tree


def upgrade(xml: bytes) -> bytes:
    """Return a QTI document as QTI 3.0.

    Parameters
    ----------
    xml
        An item, test or section of QTI 2.0-3.0.

    Returns
    -------
    bytes
        The same bytes if there was nothing to upgrade. Otherwise comments, processing instructions
        and parts of other vocabularies are kept where they stood.

    Raises
    ------
    UnreadableItemError
        If the bytes are not well-formed, carry a DOCTYPE or exceed a limit.
    """
    root = parse(xml)
    if not is_old(root):
        return xml
    upgrade_tree(root)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
