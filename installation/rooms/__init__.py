"""The cast: one folder a system of the piece. Rooms are strangers to each other; each is found by its ``ROOM``."""
