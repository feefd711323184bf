"""The floor's voice: a faint tone of glass underfoot."""
