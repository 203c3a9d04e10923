"""What differs: which provision became which, and which words changed; no input, no output."""
