"""*Pindahan*: an archive moves in by the newsroom's own screen."""
