"""What a browser makes of a view: the strings it sees and the form it would post."""

from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "input", "wbr"}


class Page(HTMLParser):
    """A strict reading of a fragment: every element, string and control."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.oddities = [], [], []
        self.open, self.posted, self.labels = [], {}, {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append((tag, found))
        if tag == "input" and (found["type"] == "text" or "checked" in found):
            self.posted.setdefault(found["name"], []).append(found["value"])
        elif tag in {"select", "textarea"}:
            self.posted[found["name"]] = [""]
        elif tag == "option" and "selected" in found:
            selects = [element for name, element in self.open if name == "select"]
            self.posted[selects[0]["name"]] = [found["value"]]

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.texts.append(data)
        if self.open and self.open[-1][0] == "textarea":
            self.posted[self.open[-1][1]["name"]] = [data]

    def handle_comment(self, data):
        self.oddities.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def found(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def attributes(self):
        return [pair for _, attributes in self.elements for pair in attributes.items()]

    @property
    def text(self):
        return " ".join("".join(self.texts).split())
