"""Large files of lists: asked for with a purpose, seen by a second person, made in the background, fetched by who asked."""
