"""The text of the law, held against the facts it was drafted from."""
