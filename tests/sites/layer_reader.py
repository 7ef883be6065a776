"""Reads the layers' container as another program would: from its description, without the product's code."""

import json


def read_layer(data: bytes) -> tuple[dict, dict[str, list[int]]]:
    """(header, columns) of a file of byte planes."""
    assert data[:4] == b"COLS"
    end = 8 + int.from_bytes(data[4:8], "big")
    header = json.loads(data[8:end])
    columns = {}
    for described in header["columns"]:
        width, rows = described["bytes"], described["rows"]
        planes = [data[end + plane * rows : end + (plane + 1) * rows] for plane in range(width)]
        columns[described["name"]] = [int.from_bytes(bytes(digits), "big") for digits in zip(*planes, strict=True)]
        end += width * rows
    assert end == len(data)
    return header, columns


def read_points(data: bytes) -> list[dict]:
    """One dict per site of a points layer: the numbers, with district, source, states and waiting_since in words."""
    header, columns = read_layer(data)
    row_columns = [name for name in columns if not name.startswith("state:")]
    sites = [
        dict(zip(row_columns, row, strict=True)) for row in zip(*(columns[name] for name in row_columns), strict=True)
    ]
    for site in sites:
        site["district"] = dotted(site["district"])
        site["source"] = header["sources"][site["source"]]
        combination = site.pop("combination")
        site["states"] = {
            entry["kind"]: entry["states"][number - 1]
            for entry in header["kinds"]
            if (number := columns[f"state:{entry['kind']}"][combination])
        }
    return sites


def read_names(data: bytes) -> dict[int, tuple[str, str]]:
    """Site id -> (code, name) of a names layer."""
    header, columns = read_layer(data)
    numbers = zip(columns["id"], columns["district"], columns["village"], columns["nth"], header["names"], strict=True)
    return {
        pk: (f"{dotted(district)}.{village:04}" + (f"-{nth}" if nth > 1 else ""), name)
        for pk, district, village, nth, name in numbers
    }


def dotted(digits: int) -> str:
    """620309 -> "62.03.09"."""
    text = str(digits)
    return f"{text[:2]}.{text[2:4]}.{text[4:]}"
