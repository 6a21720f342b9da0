"""The built-in composer: replies put together from the rules' findings and the corpus's own statements, with no model."""
