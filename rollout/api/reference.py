"""docs/api.md: written by hand around a middle part that is made from the OpenAPI document."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from rollout.api.openapi import document
from rollout.api.problems import TITLES

PAGE = Path(settings.BASE_DIR) / "docs" / "api.md"
BEGIN = "<!-- made by manage.py describe_api: begin -->"
END = "<!-- made by manage.py describe_api: end -->"


def page() -> str:
    """The page as it should be: the hand-written parts as they are, the middle part made anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    with translation.override("en"):
        return f"{before}{BEGIN}\n\n{_operations()}\n{_codes()}\n{END}{after}"


def _operations() -> str:
    made = document()
    lines = []
    for tag in made["tags"]:
        lines += [f"### {tag['name'].capitalize()}", ""]
        for path, methods in made["paths"].items():
            for method, entry in methods.items():
                if tag["name"] in entry["tags"]:
                    lines += _operation(method, path, entry)
    return "\n".join(lines)


def _operation(method: str, path: str, entry: dict) -> list[str]:
    lines = [f"**`{method.upper()} {path}`** · {entry['summary']}", "", " ".join(entry["description"].split()), ""]
    query = [item for item in entry["parameters"] if item["in"] == "query"]
    lines += [f"- `{item['name']}` {item.get('description', '')}".rstrip() for item in query]
    body = entry.get("requestBody", {}).get("content", {})
    lines += [f"- body: {media_type}, {_shape(content['schema'])}" for media_type, content in body.items()]
    answers = ", ".join(f"{status}" for status in sorted(entry["responses"]))
    return [*lines, f"- answers: {answers}", ""]


def _shape(schema: dict) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    return ", ".join(f"`{name}`" for name in schema.get("properties", {}))


def _codes() -> str:
    lines = ["### Problem codes", "", "| code | title |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{code}` | {title} |" for code, title in TITLES.items()), ""])
