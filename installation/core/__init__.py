"""What every floor stands on: units, seeds, gestures, the moment, the room contract, errors. Imports nothing above."""
