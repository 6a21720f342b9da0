"""From files to a new index generation: load, normalise, recognise structure, split, store."""
