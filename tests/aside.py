"""Calls in a thread of their own: the browser's driver keeps an event loop in the tests' own one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def aside(call: Callable[Given, Returned], *given: Given.args, **named: Given.kwargs) -> Returned:
    """Return what a call that runs an event loop returns; raise what it raises."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call, *given, **named).result()
