"""A handler that can't be imported."""

raise RuntimeError("the lexicon is broken")
