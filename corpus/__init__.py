"""What the programme says, and how to look it up: documents, rules, text analysis, and the store."""
