"""The mixer: voices of all rooms onto buses, the hall's reverberation, and the master. Reads moments, writes none."""
