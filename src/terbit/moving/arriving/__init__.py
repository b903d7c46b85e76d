"""From the records of an export to the newsroom's own: what arrives, where it lies, and what is told of it."""
