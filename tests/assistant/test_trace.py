"""The trace: recorded where asked for, and only there."""

from threading import Thread

from assistant.trace import Trace, note, recording, step


def test_steps_add_up_and_notes_stay() -> None:
    """A step that comes again adds its time; a step that fails is timed all the same."""
    with recording() as trace:
        for _ in range(2):
            with step("find"):
                note(confidence=0.5)
        first = trace.seconds["find"]
        try:
            with step("find"):
                raise KeyError
        except KeyError:
            pass
    assert trace.seconds.keys() == {"find"}
    assert trace.seconds["find"] > first > 0
    assert trace.notes == {"confidence": 0.5}


def test_nothing_is_kept_outside_a_recording() -> None:
    """Neither after it, nor in another thread of work."""
    with recording() as trace:
        thread = Thread(target=lambda: note(other=1.0))
        thread.start()
        thread.join()
    with step("late"):
        note(late=1.0)
    assert trace == Trace()
