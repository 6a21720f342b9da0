"""Stock peers with their documented defaults. One module each; they are in the extra `bench`, not in the product.

A peer's `retrievers(sources, encoder)` indexes the sources and returns its retrievers by name. No model can be
downloaded where this runs, so where a peer needs an embedding model it gets ours.
"""
