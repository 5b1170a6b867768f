"""Write small content packages."""

import zipfile
from io import BytesIO


def manifest(*resources):
    written = "".join(
        f'<resource identifier="r{i}" type="{kind}" href="{href}"><file href="{href}"/></resource>'
        for i, (kind, href) in enumerate(resources)
    )
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="m">'
        f"<unknown keep='me'/><resources>{written}</resources></manifest>"
    ).encode()


def archive(files, change=None):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written_to:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(entry)
            written_to.writestr(entry, content)
    return stream.getvalue()
