"""HTTP, the page and the command line; each route or command makes one call to the assistant."""
