"""Kit for sound: partials, struck modes, noise bands, grains, smoothing. Each renders one tick of all its customers."""
