from summarizer.stopwatch import Stopwatch


def test_stages_come_in_order_and_add_up() -> None:
    watch = Stopwatch()
    watch.lap("read")
    watch.lap("compose")
    assert [lap.name for lap in watch.laps] == ["read", "compose"]
    assert watch.seconds == sum(lap.seconds for lap in watch.laps)
