"""The live evening: the heart (world and sound), its windows, and the session that starts and watches both."""
