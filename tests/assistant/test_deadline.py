"""The deadline of a reply."""

from assistant.deadline import Deadline


def test_it_runs_down_to_nothing() -> None:
    """Never below 0."""
    now = [0.0]
    deadline = Deadline(5, clock=lambda: now[0])
    now[0] = 2
    assert deadline.remaining == 3
    now[0] = 9
    assert deadline.remaining == 0


def test_cutting_it_stops_what_runs_under_it_and_what_begins_later() -> None:
    """What has ended is not stopped."""
    deadline = Deadline(5)
    stopped: list[str] = []
    with deadline.stopping(lambda: stopped.append("ended")):
        pass
    with deadline.stopping(lambda: stopped.append("running")):
        deadline.cut()
    with deadline.stopping(lambda: stopped.append("later")):
        pass
    assert stopped == ["running", "later"]
    assert deadline.remaining == 0
