"""The law as a typed immutable tree, the marks on it, and the views of it; no input, no output."""
