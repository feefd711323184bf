"""Blossoms as the piece draws them: posed anew each frame, those out of sight left out, by level of detail."""

from __future__ import annotations

from installation.rooms.magnolias.poses import FLOATS, Blossoms, by_level

from .picture_ours import Ours
from .picture_scene import meshes


class Levels(Ours):
    """Posing, sorting, sending and drawing, all of it a part of the frame."""

    def prepare(self) -> None:
        """Room for all of them in each level."""
        self._blossoms = Blossoms(self.scene.count)
        self._levels = []
        for mesh in meshes():
            instances = self.ctx.buffer(reserve=4 * FLOATS * self.scene.count, dynamic=True)
            self._levels.append((self.array(mesh, instances, f"4f 4f {4 * FLOATS - 32}x/i"), instances))

    def blossoms(self) -> None:
        """Draw those that are seen."""
        now = self.scene.moment
        posed, counts = self._blossoms.pose(now["magnolias"], now, self.scene.to_clip, self.scene.pixel_m)
        for level, seen in by_level(posed, counts):
            array, instances = self._levels[level]
            instances.orphan()
            instances.write(seen)
            array.render(instances=len(seen))
