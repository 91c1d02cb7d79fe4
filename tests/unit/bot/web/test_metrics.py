from bot.web.metrics import Metric, render_metrics, single


def test_metrics_follow_the_exposition_format() -> None:
    jobs = Metric("byline_jobs", "gauge", "Jobs.", {(("queue", "work"), ("status", "todo")): 3.0})
    assert render_metrics([jobs, single("byline_updates_total", "counter", "Updates.", 12)]) == (
        "# HELP byline_jobs Jobs.\n# TYPE byline_jobs gauge\n"
        'byline_jobs{queue="work",status="todo"} 3\n'
        "# HELP byline_updates_total Updates.\n# TYPE byline_updates_total counter\nbyline_updates_total 12\n"
    )


def test_label_values_are_escaped() -> None:
    odd = Metric("byline_odd", "gauge", "Odd.", {(("name", 'a"b\\c\nd'),): 1.0})
    assert 'name="a\\"b\\\\c\\nd"' in render_metrics([odd])


def test_large_counts_keep_their_digits() -> None:
    assert "byline_bytes 123456789\n" in render_metrics([single("byline_bytes", "gauge", "Bytes.", 123456789)])
