"""Writers: a law becomes a file of some format."""
