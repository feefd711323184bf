"""Measurements of what comes out, on files and arrays alone: what ``inspect`` and the tests use. Opens no device."""
