"""The comparison of benchmarks/quality.py as one picture."""

from pathlib import Path
from typing import Any

INK, OTHERS, OURS, GRID = "#1f2933", "#9aa5b1", "#1d6fa5", "#e4e7eb"


def draw(values: dict[str, dict[str, Any]], file: Path, *, recall: str) -> None:
    """Four panels of bars, one bar a system: who keeps the speaker, who leaves "she", time and memory."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    panels = (
        (recall, "Claims told that keep\ntheir speaker by name", "{:.0%}", False),
        ("bare", "Statements about “she”\nor “the report”", "{:.0%}", False),
        ("cpu_seconds", "CPU seconds an article\n(median, logarithmic)", "{:.2g}", True),
        ("peak_mb", "Peak memory, MB\n(logarithmic)", "{:.0f}", True),
    )
    names = list(reversed(values))
    figure, axes = plt.subplots(1, len(panels), figsize=(11, 1.3 + 0.36 * len(names)), sharey=True)
    for axis, (key, title, form, is_log) in zip(axes, panels, strict=True):
        found = [values[name].get(key) or 0.0 for name in names]
        colors = [OURS if name in ("Byline", "generator, guarded") else OTHERS for name in names]
        axis.barh(names, found, color=colors, height=0.68)
        axis.set_title(title, fontsize=10, color=INK, loc="left")
        if is_log:
            axis.set_xscale("log")
            low = min((x for x in found if x > 0), default=1.0)
            axis.set_xlim(low / 3, max(found) * 6)
        else:
            axis.set_xlim(0, max(0.01, *found) * 1.25)
        for row, (name, value) in enumerate(zip(names, found, strict=True)):
            text = "-" if values[name].get(key) is None else form.format(value)
            axis.annotate(text, (value, row), (4, 0), textcoords="offset points", va="center", fontsize=9, color=INK)
        axis.set_xticks([])
        axis.minorticks_off()
        axis.tick_params(axis="y", length=0, labelsize=10, labelcolor=INK)
        for side in ("top", "right", "bottom"):
            axis.spines[side].set_visible(False)
        axis.spines["left"].set_color(GRID)
    figure.tight_layout(w_pad=1.5)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=130, metadata={"Software": None} if file.suffix == ".png" else None)
    plt.close(figure)
