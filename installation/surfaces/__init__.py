"""Where devices are opened, and nowhere else: the window, the speakers, the keys. Each module is imported alone."""
