"""The picture: reads moments, lets each room draw in its passes, and finishes the frame. Nothing reads it back."""
