"""A bank for tests and demos: a process of its own with a store of its own, which knows nothing of this system but the files."""
