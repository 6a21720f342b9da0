"""One file per revision, `<number>_<what>.py`: the number is the revision id, the last one is the head."""
