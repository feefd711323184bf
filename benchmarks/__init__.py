"""Speed as ratios to a named peer in one run, and the long proofs. Needs a checkout; nothing installed reads it."""
