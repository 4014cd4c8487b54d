"""Background work: asked for by a page, done by the worker, seen by whoever asked."""
