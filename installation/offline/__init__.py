"""Rendering to files: one world pass, its sound, its frames. Opens no device; reads nothing but the performance."""
