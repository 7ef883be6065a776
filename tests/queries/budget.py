"""Query budgets as data: how many queries each hot page asks, kept in ``query_counts.json``.

``RECORD_QUERY_COUNTS=1 pytest tests/queries`` writes the present numbers; the difference is then read in the review.
"""

import json
import os
from pathlib import Path

COUNTS = Path(__file__).with_name("query_counts.json")
RECORD = "RECORD_QUERY_COUNTS"


def hold(page: str, queries: list[dict]) -> None:
    """Fail when the page asks more or fewer queries than its budget says, with what it asked."""
    budgets = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.exists() else {}
    if os.environ.get(RECORD):
        budgets[page] = len(queries)
        COUNTS.write_text(json.dumps(budgets, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return
    budget = budgets.get(page)
    if len(queries) != budget:
        asked = "\n".join(f"{number:3} {query['sql'][:160]}" for number, query in enumerate(queries, start=1))
        raise AssertionError(
            f"{page} asks {len(queries)} queries, its budget is {budget}. If that is meant: {RECORD}=1.\n{asked}"
        )
