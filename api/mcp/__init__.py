"""The assistant under the Model Context Protocol, as tools that another assistant calls."""
