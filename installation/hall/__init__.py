"""The world: finds the rooms, steps them, publishes moments, checkpoints."""
