"""Reading the project's own YAML, by the parser in C where PyYAML has it: it takes a tenth of the time."""

from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; raise `yaml.YAMLError` where it is none."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 -- both loaders are safe ones
