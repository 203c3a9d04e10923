"""Laws out of files without structure (Word, text, web pages, PDF): what each line is, read by a grammar that is data."""
