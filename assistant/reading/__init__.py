"""Reading facts from what a person wrote, each with the words it was read from. No model takes part."""
