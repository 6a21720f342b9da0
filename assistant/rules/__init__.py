"""Three-valued evaluation of the rulepack. No model, no retrieval: facts in, findings out."""
