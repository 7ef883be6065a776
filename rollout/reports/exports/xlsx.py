"""XLSX: typed cells, a heading that stays, filters on the columns, and a sheet that says what this is.

XlsxWriter in its mode of constant memory: a row goes to the disk as soon as the next begins.
"""

import datetime
from collections.abc import Iterator
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from rollout.reports.exports.cover import Cover
from rollout.reports.table import NUMERIC, Drawn, Kind, Row

_FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.PERCENT: '0.00"%"',
    Kind.MONEY: '"Rp" #,##0',
    Kind.AREA: '#,##0 "m²"',
    Kind.DAYS: "#,##0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.CODE: "@",
}
_HEAD = 3
_WIDTH = {Kind.TEXT: 28, Kind.CODE: 15, Kind.DATE: 12}
# What a sheet's name may not hold, and how long it may be.
_UNFIT = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_NAME = 31


def write(drawn: Drawn, rows: Iterator[Row], cover: Cover, to: BinaryIO) -> None:
    """The workbook."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(to, options) as book:
        book.set_properties({"title": cover.title, "comments": f"{cover.as_of} {cover.simulated}".strip()})
        book.set_size(2400, 1600)
        _table(book, drawn, rows, cover)
        _about(book, cover)


def _table(book: xlsxwriter.Workbook, drawn: Drawn, rows: Iterator[Row], cover: Cover) -> None:
    sheet = book.add_worksheet(cover.title.translate(_UNFIT)[:_LONGEST_NAME])
    bold = book.add_format({"bold": True})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2})
    plain, last = _styles(book, {}), _styles(book, {"bold": True, "top": 2})
    for place, column in enumerate(drawn.columns):
        sheet.set_column(place, place, _WIDTH.get(column.kind, 11))
    sheet.freeze_panes(_HEAD, 1)
    sheet.repeat_rows(_HEAD - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{cover.simulated}&R&P / &N")
    sheet.write_string(0, 0, cover.title, bold)
    sheet.write_string(1, 0, "; ".join(filter(None, [_("As of %(when)s") % {"when": cover.as_of}, cover.simulated])))
    sheet.set_row(_HEAD - 1, 45)
    for place, column in enumerate(drawn.columns):
        sheet.write_string(_HEAD - 1, place, column.title, heading)
    number = _HEAD
    for number, row in enumerate(rows, start=_HEAD):
        _write(sheet, number, row.cells, drawn, plain)
    if drawn.rows:
        sheet.autofilter(_HEAD - 1, 0, number, len(drawn.columns) - 1)
    if total := drawn.last_line():
        _write(sheet, number + 1, total, drawn, last)


def _styles(book: xlsxwriter.Workbook, more: dict) -> dict:
    return {kind: book.add_format({"num_format": _FORMATS.get(kind, "General"), **more}) for kind in Kind}


def _write(sheet, number: int, cells: tuple, drawn: Drawn, styles: dict) -> None:
    for place, (column, cell) in enumerate(zip(drawn.columns, cells, strict=True)):
        style = styles[column.kind]
        if cell is None or cell == "":
            sheet.write_blank(number, place, None, style)
        elif isinstance(cell, datetime.date):
            sheet.write_datetime(number, place, cell, style)
        elif column.kind in NUMERIC:
            sheet.write_number(number, place, cell, style)
        else:
            sheet.write_string(number, place, str(cell), style)


def _about(book: xlsxwriter.Workbook, cover: Cover) -> None:
    sheet = book.add_worksheet(_("About this file"))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "valign": "top"}))
    bold = book.add_format({"bold": True, "valign": "top"})
    for number, (label, text) in enumerate(cover.lines()):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, text)
