"""What ours and its peers draw alike: the piece's blossoms where it puts them, a camera, a lamp, and shading in GLSL.

Mesh, places and levels are the magnolias' own. The shading is a plain one that every library has: one lamp, Phong.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np

from installation.hall.discover import layout_of, rooms
from installation.optics.geometry import Mesh
from installation.optics.view import WHOLE, Camera, look_at, projection
from installation.rooms.magnolias import blossom
from installation.rooms.magnolias.poses import COUNT, FULL, Blossoms

SIZE = (640, 360)
VIEWS = {
    "helixes": ((11.0, 8.5, 30.0), (0.0, 10.0, 0.0), 54.0, True),  # nearly all of them in sight
    "lake": ((-21.0, 5.2, 21.5), (2.0, 3.4, 0.0), 44.0, False),  # from among them, as the score first shows them
}
"""Eye and target (m), field of view (degrees), and whether they have risen."""
LEVEL = 1  # of the mesh that all draw alike
AMBIENT, SHININESS = 0.12, 24.0
COLOUR = (0.82, 0.79, 0.84)
TO_LAMP = (0.36, 0.8, 0.48)  # unit
_EVERYWHERE = np.diag([1e-3, 1e-3, 1e-3, 1.0])  # a view that leaves no blossom out

VERTEX = """#version 330 core
uniform mat4 to_clip;
in vec3 in_place;
in vec3 in_normal;
in vec4 in_at;      // where it stands, metres; w: its size
in vec4 in_turned;  // a unit quaternion
out vec3 place;
out vec3 facing;
vec3 turned(vec3 v) { return v + 2.0 * cross(in_turned.xyz, cross(in_turned.xyz, v) + in_turned.w * v); }
void main() {
  place = in_at.xyz + in_at.w * turned(in_place);
  facing = turned(in_normal);
  gl_Position = to_clip * vec4(place, 1.0);
}
"""
FRAGMENT = f"""#version 330 core
uniform vec3 eye;
in vec3 place;
in vec3 facing;
out vec4 colour;
const vec3 TO_LAMP = vec3{TO_LAMP}, COLOUR = vec3{COLOUR};
void main() {{
  vec3 n = normalize(facing), v = normalize(eye - place), h = normalize(TO_LAMP + v);
  n = dot(n, v) < 0.0 ? -n : n;  // petals are seen from both sides
  float shine = pow(max(dot(n, h), 0.0), {SHININESS}) * step(0.0, dot(n, TO_LAMP));
  colour = vec4(COLOUR * ({AMBIENT} + max(dot(n, TO_LAMP), 0.0)) + 0.5 * shine, 1.0);
}}
"""


@dataclass(frozen=True)
class Scene:
    """``at``: ``(n, 4) float32`` place and size (m); ``turned``: ``(n, 4) float32`` unit quaternions, w last;
    ``to_clip``: ``(4, 4) float64``, world to clip space; ``pixel_m``: metres that a pixel covers at 1 m."""

    mesh: Mesh
    moment: np.ndarray
    at: np.ndarray
    turned: np.ndarray
    camera: Camera
    to_clip: np.ndarray
    size: tuple[int, int] = SIZE

    @property
    def count(self) -> int:
        return len(self.at)

    @property
    def pixel_m(self) -> float:
        return 2.0 * tan(radians(self.camera.fov) / 2.0) / self.size[1]


def scene(count: int = COUNT, view: str = "helixes") -> Scene:
    """So many blossoms in one of VIEWS; beyond 5,000 they lie closer."""
    eye, target, fov, risen = VIEWS[view]
    camera = Camera(np.array(eye), np.array(target), fov)
    to_clip = projection(camera.fov, SIZE, WHOLE) @ look_at(camera.eye, camera.target)
    now = moment(risen)
    posed, _ = Blossoms(count).pose(now["magnolias"], now, _EVERYWHERE, 1.0, FULL)
    return Scene(_wound(blossom.mesh(LEVEL)), now, posed[:, :4].copy(), posed[:, 4:8].copy(), camera, to_clip)


def _wound(mesh: Mesh) -> Mesh:
    """The mesh with each triangle counter-clockwise about its normals: a peer tells its two sides apart by that."""
    triangles = mesh.indices.reshape(-1, 3)
    a, b, c = (mesh.places[triangles[:, i]] for i in range(3))
    against = (np.cross(b - a, c - a) * mesh.normals[triangles].sum(axis=1)).sum(axis=1) < 0.0
    return Mesh(mesh.vertices, np.where(against[:, None], triangles[:, ::-1], triangles).reshape(-1))


def moment(risen: bool) -> np.ndarray:
    """A calm moment, before the wind sprite came or long after it."""
    made = layout_of(rooms()).empty()
    made["time_s"] = made["dream_time_s"] = 600.0
    made["breath"] = 0.5
    own = made["magnolias"]
    own["presence"] = 1.0
    if risen:
        own["popcorn_guest"], own["popcorn_invited_at_s"] = 1.0, 500.0
    return made


def meshes() -> tuple[Mesh, ...]:
    """The blossom's levels of detail, the coarsest first."""
    return tuple(blossom.mesh(level) for level in range(blossom.LEVELS))
