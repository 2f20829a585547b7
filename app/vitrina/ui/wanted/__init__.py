"""What the screen wants of the library, as protocols, so that the window is up before that is loaded."""
