"""The kit for light: context, programs, targets, views, palettes, meshes. Rooms draw with it; it knows no room."""
