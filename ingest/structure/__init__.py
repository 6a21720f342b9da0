"""Recognition: which line of an official file stands under which anchor of which document."""
