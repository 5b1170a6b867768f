"""Take content packages in, and write them as QTI 3.0."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .archives import UnreadablePackageError, read_archive, write_archive
from .assessments import read_assessment
from .checking import Report, check_item
from .documents import Element, UnreadableItemError, read_document, read_hazardous
from .items import Item, read_item
from .manifests import MANIFEST, Resource, read_manifest, resolve, upgrade_manifest
from .media import media_type, neutral_name
from .outlines import Assessment, ItemReference, list_references
from .stimuli import Stimulus, read_stimulus
from .views import Companions
from .writing import upgrade

_KINDS = {f"qti-assessment-{kind}": kind for kind in ("item", "test", "section", "stimulus")}
_LOADING = frozenset({"img", "object", "image", "source", "video", "audio"})
_LOADED = ("src", "data", "href", "xlink:href")


@dataclass(frozen=True, slots=True)
class PackagedItem:
    """One item of a package with everything it needs; ``item`` is None when it is refused.

    ``media`` maps a file as the item writes it to its name in the store; ``missing`` lists files
    that the item uses but that may not be shown.
    """

    path: str
    report: Report
    item: Item | None
    companions: Companions
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackagedTest:
    """One test of a package; ``assessment`` is None when it is refused.

    ``missing`` lists the items it refers to that the package does not hold.
    """

    path: str
    assessment: Assessment | None
    refused: str
    missing: tuple[str, ...]

    def item_path(self, reference: ItemReference) -> str:
        """Return where the package holds the item that a place of the test refers to."""
        return resolve(self.path, reference.href)


@dataclass(frozen=True, slots=True)
class Package:
    """A content package: all its files, what they are, and its items ready for use."""

    files: Mapping[str, bytes]
    resources: tuple[Resource, ...]
    items: tuple[PackagedItem, ...]
    tests: tuple[PackagedTest, ...]
    remarks: tuple[str, ...]

    def media(self) -> dict[str, bytes]:
        """Return the pictures of all items by the names that views use."""
        named: dict[str, bytes] = {}
        for name, content in self.files.items():
            if media_type(name, content):
                named[neutral_name(name, content)] = content
        return named


def read_package(data: bytes) -> Package:
    """Return the content of a package, each item checked.

    Parameters
    ----------
    data
        A zip archive with ``imsmanifest.xml`` at its top.

    Returns
    -------
    Package
        Items that can not be delivered are in it, with the reasons in their reports; files that
        nobody understands are kept, and written out again.

    Raises
    ------
    UnreadablePackageError
        If the archive could hurt, its manifest does not describe it, or a file is not what the
        manifest says.
    """
    files = read_archive(data)
    resources = tuple(_identify(each, files) for each in read_manifest(files))
    stimuli = _read_stimuli(files, resources)
    items = tuple(
        _read_packaged(each.path, files, stimuli) for each in resources if each.kind == "item"
    )
    tests = tuple(_read_test(each.path, files) for each in resources if each.kind == "test")
    return Package(files, resources, items, tests, _remarks(resources))


def write_package(package: Package) -> bytes:
    """Return the package as a zip archive of QTI 3.0 documents.

    QTI 2.x documents are upgraded; all other files are written as they came, so that what we do not
    understand survives. The same package gives the same bytes.
    """
    documents = {each.path for each in package.resources if each.kind != "other"}
    written = {
        name: _upgraded(content) if name in documents else content
        for name, content in package.files.items()
    }
    written[MANIFEST] = upgrade_manifest(package.files[MANIFEST])
    return write_archive(written, first=MANIFEST)


def _upgraded(content: bytes) -> bytes:
    try:
        return upgrade(content)
    except UnreadableItemError:
        # Its item was refused; it is kept for whoever can mend it.
        return content


def _identify(resource: Resource, files: Mapping[str, bytes]) -> Resource:
    """Return the resource as what its document is.

    A shared text or a section that is listed as something else is harmless; an item that is listed
    as a test would never be delivered, and the other way round.
    """
    if resource.kind == "other":
        return resource
    try:
        root = read_hazardous(files[resource.path], [])
    except UnreadableItemError:
        # Said in the item's own report.
        return resource
    kind = _KINDS.get(root.name)
    if kind is None or (kind != resource.kind and {kind, resource.kind} <= {"item", "test"}):
        raise UnreadablePackageError(
            f"'{resource.path}' is listed as {resource.type}, but is <{root.name}>."
        )
    return replace(resource, kind=kind)


def _read_stimuli(
    files: Mapping[str, bytes], resources: tuple[Resource, ...]
) -> Mapping[str, Stimulus]:
    read: dict[str, Stimulus] = {}
    for resource in resources:
        if resource.kind == "stimulus":
            try:
                read[resource.path] = read_stimulus(files[resource.path])
            except UnreadableItemError as fault:
                raise UnreadablePackageError(f"{resource.path}: {fault}") from fault
    return read


def _read_packaged(
    path: str, files: Mapping[str, bytes], stimuli: Mapping[str, Stimulus]
) -> PackagedItem:
    xml, media = files[path], _Media(files)
    found: dict[str, Stimulus] = {}
    try:
        item = read_item(xml)
    except UnreadableItemError:
        return PackagedItem(path, check_item(xml), None, Companions(), ())
    media.gather(item.root, path)
    for reference in item.stimuli:
        where = resolve(path, reference.href)
        if where in stimuli:
            found[reference.identifier] = stimuli[where]
            media.gather(stimuli[where].root, where)
        else:
            media.missing.append(reference.href)
    companions = Companions(MappingProxyType(media.named), MappingProxyType(found))
    return PackagedItem(path, check_item(xml, companions), item, companions, tuple(media.missing))


def _read_test(path: str, files: Mapping[str, bytes]) -> PackagedTest:
    try:
        root = read_document(files[path])
        refs = [
            part.get("href") for part in root.walk() if part.name == "qti-assessment-section-ref"
        ]
        sections = {
            href: files[resolve(path, href)] for href in refs if resolve(path, href) in files
        }
        assessment = read_assessment(files[path], sections)
    except UnreadableItemError as fault:
        return PackagedTest(path, None, str(fault), ())
    wanted = dict.fromkeys(each.href for each in list_references(assessment))
    missing = tuple(href for href in wanted if resolve(path, href) not in files)
    return PackagedTest(path, assessment, "", missing)


@dataclass(frozen=True, slots=True)
class _Media:
    """Collects the files that documents use, as they write them."""

    files: Mapping[str, bytes]
    named: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def gather(self, root: Element, path: str) -> None:
        """Find the files that one document uses."""
        for part in root.walk():
            if part.name in _LOADING:
                for attribute in _LOADED:
                    self._add(part.get(attribute), path)

    def _add(self, written: str, path: str) -> None:
        if not written or written.startswith("#"):
            return
        where = resolve(path, written)
        content = self.files.get(where)
        if content is None or not media_type(where, content):
            self.missing.append(written)
            return
        name = neutral_name(where, content)
        if self.named.setdefault(written, name) != name:
            # An item and its shared text mean different files by the same words.
            self.missing.append(written)
            self.named[written] = ""


def _remarks(resources: tuple[Resource, ...]) -> tuple[str, ...]:
    others = [each for each in resources if each.kind == "other"]
    kept = [f"{each.path or each.identifier} ({each.type}) is kept as it is." for each in others]
    absent = [f"{path} is missing from the package." for each in resources for path in each.missing]
    return (*kept, *dict.fromkeys(absent))
