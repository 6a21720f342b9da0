"""The index generations: the SQL rows are the truth, Chroma and BM25 are looked up beside them."""
