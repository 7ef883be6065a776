"""How a figure is taken: the two sides in turn, many rounds, and the median of the ratios."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table: what, the two sides, their ratio, and the bound the issue sets ("" when it sets none)."""

    name: str
    ours: str
    other: str
    ratio: float | None
    bound: str = ""
    held: bool | None = None

    def row(self) -> str:
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        held = {True: "yes", False: "**no**", None: ""}[self.held]
        return f"| {self.name} | {self.ours} | {self.other} | {ratio} | {self.bound} | {held} |"


def seconds(call: Callable[[], object], times: int) -> float:
    """The seconds of one call, from ``times`` calls in a row."""
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


def in_turn(
    ours: Callable[[], object], other: Callable[[], object], *, rounds: int = 7, times: int = 50, other_times: int = 0
):
    """Median seconds of both sides and the median ratio ours/other over rounds of A B A B …, after a warm-up."""
    ours(), other()
    pairs = [(seconds(ours, times), seconds(other, other_times or times)) for _ in range(rounds)]
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[0] / pair[1] for pair in pairs),
    )


def p95(samples: list[float]) -> float:
    """The 95th percentile."""
    return sorted(samples)[int(len(samples) * 0.95)]


def per_second(duration: float) -> str:
    return f"{1 / duration:,.0f}/s"


def milliseconds(duration: float) -> str:
    return f"{duration * 1000:.2f} ms"
