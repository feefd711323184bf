"""Reading and following a score: stage, cast, harmony, coupling, trouble. Scores themselves are data."""
