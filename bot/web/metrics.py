"""Numbers of a process and of the queues, as Prometheus text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """One name with its values by labels."""

    name: str
    kind: str  # counter or gauge
    help: str
    values: Mapping[tuple[tuple[str, str], ...], float]


def single(name: str, kind: str, help_text: str, value: float) -> Metric:
    """A metric without labels."""
    return Metric(name, kind, help_text, {(): value})


def render_metrics(metrics: Iterable[Metric]) -> str:
    """The exposition format, version 0.0.4.

    >>> print(render_metrics([single("byline_up", "gauge", "Is it?", 1)]), end="")
    # HELP byline_up Is it?
    # TYPE byline_up gauge
    byline_up 1
    """
    lines: list[str] = []
    for metric in metrics:
        lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [f"{metric.name}{_labels(labels)} {value:.15g}" for labels, value in metric.values.items()]
    return "\n".join(lines) + "\n"


def _labels(labels: tuple[tuple[str, str], ...]) -> str:
    inside = ",".join(f'{key}="{_escaped(value)}"' for key, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
