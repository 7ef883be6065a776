"""Which columns of a boundary file hold the code and the name: BIG's own, plain code and name, or KML's."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.gis.gdal.feature import Feature
from django.utils.encoding import DjangoUnicodeDecodeError
from django.utils.translation import gettext as _

from gis_data.codes import Level
from gis_data.importers.formats import SourceLayer
from gis_data.importers.report import ImportRefused


@dataclass(frozen=True, slots=True)
class Entry:
    """The attributes of one feature: its number in the file, the code and the name as written there."""

    number: int
    code: str
    name: str


class Schema:
    """A way of naming columns. ``columns`` maps a level to (code, name); None stands for files of any level."""

    columns: dict[Level | None, tuple[tuple[str, ...], tuple[str, ...]]]

    def matches(self, layer: SourceLayer) -> bool:
        """Whether the layer has a column of codes of this schema."""
        present = {field.casefold() for field in layer.fields}
        return any(present.intersection(codes) for codes, _names in self.columns.values())

    def entries(self, layer: SourceLayer, level: Level | None) -> Iterator[Entry]:
        """The attributes of every feature, those without a code included (``code`` is "")."""
        codes, names = self.columns[None]
        yield from _read(layer, codes, names)


class BigSchema(Schema):
    """BIG (the geospatial agency): one column of codes per level (KDPPUM, KDPKAB, KDCPUM, KDEPUM).

    Only the columns of the file's own level are read: files dissolved from villages keep some village's code and
    name in the deeper columns.
    """

    columns = {
        Level.VILLAGE: (("kdepum",), ("wadmkd", "namobj")),
        Level.DISTRICT: (("kdcpum",), ("wadmkc", "namobj")),
        Level.REGENCY: (("kdpkab",), ("wadmkk", "namobj")),
        Level.PROVINCE: (("kdppum",), ("wadmpr", "namobj")),
    }

    def entries(self, layer: SourceLayer, level: Level | None) -> Iterator[Entry]:
        """Read the level given, or the deepest whose codes most features have."""
        codes, names = self.columns[level or self._deepest(layer)]
        yield from _read(layer, codes, names)

    def _deepest(self, layer: SourceLayer) -> Level:
        for level, (codes, names) in self.columns.items():
            written = [bool(entry.code) for entry in _read(layer, codes, names)]
            if sum(written) * 2 > len(written):
                return level
        raise ImportRefused(_("No column of codes (KDPPUM, KDPKAB, KDCPUM, KDEPUM) is filled."))


class PlainSchema(Schema):
    """One column of codes and one of names."""

    columns = {None: (("code", "kode", "kode_wilayah"), ("name", "nama", "nama_wilayah", "namobj"))}


class KmlSchema(Schema):
    """KML written by GIS programs: the name of the placemark, and the code as its description."""

    columns = {None: (("description",), ("name",))}


SCHEMAS = (BigSchema(), PlainSchema(), KmlSchema())


def schema_of(layer: SourceLayer) -> Schema:
    """The first schema whose columns the layer has. Raises ImportRefused."""
    for schema in SCHEMAS:
        if schema.matches(layer):
            return schema
    raise ImportRefused(
        _(
            "The file has no column of codes; expected KDPKAB, KDCPUM, KDEPUM (BIG), or code and name. "
            "It has: %(names)s."
        )
        % {"names": ", ".join(layer.fields) or "–"}
    )


def _read(layer: SourceLayer, codes: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Entry]:
    present = {field.casefold(): field for field in layer.fields}
    code_fields = [present[field] for field in codes if field in present]
    name_fields = [present[field] for field in names if field in present]
    if not name_fields:
        raise ImportRefused(
            _("The file has no column of names; codes alone cannot be told from those of another list.")
        )
    for number, feature in layer.features():
        yield Entry(number, _first(feature, code_fields), _first(feature, name_fields))


def _first(feature: Feature, fields: list[str]) -> str:
    """The first value that is not empty, as text."""
    for field in fields:
        try:
            value = feature.get(field)
        except DjangoUnicodeDecodeError as error:
            raise ImportRefused(_("The names in the file are not UTF-8; save it again as UTF-8.")) from error
        text = "" if value is None else str(value).strip()
        if text:
            return text
    return ""
