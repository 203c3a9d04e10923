"""Operations found again: from two texts of a law, from an edited Word file, the module that a drafter would have written."""
