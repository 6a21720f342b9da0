"""The circuit breaker: when calls pass, and what opens and closes it."""

from assistant.breaker import Breaker


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def opened(clock: Clock) -> Breaker:
    """Return a breaker of three failures that has just opened."""
    breaker = Breaker(failures=3, rest=10, clock=clock)
    for _ in range(3):
        assert breaker.allow()
        breaker.failed()
    return breaker


def test_failures_in_a_row_open_it() -> None:
    """It opens with the last of them, and then lets nothing pass."""
    breaker = opened(Clock())
    assert breaker.state == "open"
    assert not breaker.allow()


def test_a_success_between_failures_keeps_it_closed() -> None:
    """Only failures in a row count."""
    breaker = Breaker(failures=2, clock=Clock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.state == "closed"


def test_after_its_rest_one_call_at_a_time_tries() -> None:
    """Half open, a second call waits for how the first one ends."""
    clock = Clock()
    breaker = opened(clock)
    clock.now = 10
    assert breaker.state == "half_open"
    assert breaker.allow()
    assert not breaker.allow()


def test_the_try_decides() -> None:
    """A success closes it, a failure opens it for another rest, and one that nobody waited for lets another try."""
    clock = Clock()
    breaker = opened(clock)
    clock.now = 10
    assert breaker.allow()
    breaker.given_up()
    assert breaker.allow()
    breaker.failed()
    assert not breaker.allow()
    clock.now = 20
    assert breaker.allow()
    breaker.succeeded()
    assert breaker.state == "closed"
