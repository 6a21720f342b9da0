"""What documents and sections state of their versions, resolved to one validity per anchor.

A section's statement comes before its document's, item by item. Supersession is stated on either side and holds on
both. Of a document that another supersedes as a whole, each provision gives way to the one of the same name, or where
there is none to the first of the newer document.
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from corpus.messages import UserError
from corpus.passages import Document, Validity
from ingest.provision import Provision


class BadVersions(UserError):  # noqa: N818 - named by what is the matter
    """What the documents state of their versions cannot be: unknown names, a last day before the first, a cycle."""


def resolve(documents: Sequence[Document], provisions: Sequence[Provision]) -> dict[str, Validity]:
    """Return the validity of every anchor, its `supersedes` and `superseded_by` being anchors. Raises `BadVersions`."""
    return _Resolver(documents, provisions).resolve()


class _Resolver:
    def __init__(self, documents: Sequence[Document], provisions: Sequence[Provision]) -> None:
        self.documents = {document.id: document for document in documents}
        self.anchors: dict[str, list[str]] = {document.id: [] for document in documents}
        self.own: dict[str, Validity] = {}
        for provision in provisions:
            if provision.anchor_id not in self.own:
                self.anchors[provision.document_id].append(provision.anchor_id)
            if provision.validity.model_fields_set or provision.anchor_id not in self.own:
                self.own[provision.anchor_id] = provision.validity

    def resolve(self) -> dict[str, Validity]:
        for document in self.documents.values():
            for other in document.amends:
                self._known(other, document.id)
        links = self._links()
        newer: dict[str, list[str]] = {anchor_id: [] for anchor_id in self.own}
        older: dict[str, list[str]] = {anchor_id: [] for anchor_id in self.own}
        for old, new in links:
            newer[old].append(new)
            older[new].append(old)
        _refuse_cycle(newer)
        return {
            anchor_id: self._dated(anchor_id).model_copy(
                update={"supersedes": tuple(older[anchor_id]), "superseded_by": tuple(newer[anchor_id])}
            )
            for anchor_id in self.own
        }

    def _dated(self, anchor_id: str) -> Validity:
        """Return dates and fiscal year of a provision: what it states itself, else what its document states."""
        own, document = self.own[anchor_id], self.documents[anchor_id.split("/")[0]]
        names = ("in_force_from", "in_force_until", "fiscal_year")
        found = Validity.model_validate(
            {name: getattr(own if name in own.model_fields_set else document, name) for name in names}
        )
        if found.in_force_from and found.in_force_until and found.in_force_until < found.in_force_from:
            raise BadVersions(
                f"{anchor_id}: in_force_until ({found.in_force_until}) อยู่ก่อน in_force_from ({found.in_force_from})",
                f"{anchor_id}: in_force_until ({found.in_force_until}) is before in_force_from ({found.in_force_from}).",
            )
        return found

    def _links(self) -> list[tuple[str, str]]:
        """Return (older, newer) pairs of anchors; what a section states comes before what its document states."""
        found: dict[tuple[str, str], None] = {}
        settled = set()
        for anchor_id, own in self.own.items():
            if "superseded_by" in own.model_fields_set:  # stated empty, it says that this provision stays
                settled.add(anchor_id)
                found |= {
                    (anchor_id, self._like(anchor_id, new, anchor_id)): None for new in own.superseded_by
                }
            for old in own.supersedes:
                replaced = self._all(old, anchor_id)
                settled.update(replaced)
                found |= {(each, anchor_id): None for each in replaced}
        for document in self.documents.values():
            for old, new in self._whole(document):
                if old not in settled:
                    found[old, new] = None
        return list(found)

    def _whole(self, document: Document) -> Iterator[tuple[str, str]]:
        for target in document.supersedes:
            for old in self._all(target, document.id):
                yield old, self._like(old, document.id, document.id)
        for target in document.superseded_by:
            for old in self.anchors[document.id]:
                yield old, self._like(old, target, document.id)

    def _all(self, name: str, where: str) -> list[str]:
        """Return an anchor, or all anchors of a document."""
        self._known(name, where)
        return [name] if name in self.own else self.anchors[name]

    def _like(self, old: str, name: str, where: str) -> str:
        """Return an anchor, or of a document the anchor called as `old` is, or its first."""
        self._known(name, where)
        if name in self.own:
            return name
        same = f"{name}/{old.split('/', 1)[1]}"
        return same if same in self.own else self.anchors[name][0]

    def _known(self, name: str, where: str) -> None:
        if name not in self.own and not self.anchors.get(name):
            raise BadVersions(
                f"{where}: ไม่มีเอกสารหรือสมอชื่อ {name} ในคลังเอกสาร",
                f"{where}: there is no document or anchor named {name} in the corpus.",
            )


def _refuse_cycle(newer: Mapping[str, Sequence[str]]) -> None:
    try:
        TopologicalSorter(newer).prepare()
    except CycleError as error:
        way = " → ".join(reversed(error.args[1]))
        raise BadVersions(
            f"การแทนที่วนกลับมาที่เดิม: {way}",
            f"The supersession comes back to where it began: {way}.",
        ) from None
