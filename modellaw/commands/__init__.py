"""The commands of the command line, a module for each, loaded when it is asked for; each module's ``command`` is what click runs."""
