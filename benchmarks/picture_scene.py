"""What ours and its peers draw alike: a field of blossoms, a camera, a lamp, and the shading in words of GLSL.

The blossoms stand on a phyllotaxis disc (Vogel, 1979). Its radius grows with the root of their number, so that the
picture stays as dense however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from installation.core.seeds import stream
from installation.optics.geometry import Mesh
from installation.optics.mesh_shapes import icosphere
from installation.optics.view import WHOLE, Camera, look_at, projection

SIZE = (640, 360)
COUNT = 5_000
DISC_RADIUS_M = 15.0  # for COUNT blossoms: the hall's floor
BLOSSOM_RADIUS_M = 0.12
AMBIENT, SHININESS = 0.12, 24.0
COLOUR = (0.82, 0.79, 0.84)
TO_LAMP = (0.36, 0.8, 0.48)  # unit

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
  float shine = pow(max(dot(n, h), 0.0), {SHININESS}) * step(0.0, dot(n, TO_LAMP));
  colour = vec4(COLOUR * ({AMBIENT} + max(dot(n, TO_LAMP), 0.0)) + 0.5 * shine, 1.0);
}}
"""


@dataclass(frozen=True)
class Scene:
    """``at``: ``(n, 4) float32`` place and size (m); ``turned``: ``(n, 4) float32`` unit quaternions, w last;
    ``to_clip`` and ``to_eye``: ``(4, 4) float64``, world to clip and eye space, row-major."""

    mesh: Mesh
    at: np.ndarray
    turned: np.ndarray
    camera: Camera
    to_clip: np.ndarray
    to_eye: np.ndarray
    size: tuple[int, int] = SIZE

    @property
    def count(self) -> int:
        return len(self.at)


def scene(count: int = COUNT, mesh: Mesh | None = None) -> Scene:
    """A field of ``count`` blossoms seen from its edge."""
    camera = Camera(np.array([0.0, 5.5, 17.0]), np.array([0.0, 1.0, 0.0]), 52.0)
    to_eye = look_at(camera.eye, camera.target)
    to_clip = projection(camera.fov, SIZE, WHOLE) @ to_eye
    return Scene(mesh or blossom(1), *field(count), camera, to_clip, to_eye)


def field(count: int) -> tuple[np.ndarray, np.ndarray]:
    """``at`` and ``turned`` of so many blossoms, those nearest the middle first."""
    chance = stream(7, "bench.picture")
    i = np.arange(count)
    radius = DISC_RADIUS_M / sqrt(COUNT) * np.sqrt(i + 0.5)
    angle = i * pi * (3.0 - sqrt(5.0))
    height = 1.0 + 0.6 * np.sin(0.8 * radius) + chance.uniform(-0.4, 0.4, count)
    size = BLOSSOM_RADIUS_M * chance.uniform(0.8, 1.2, count)
    at = np.stack([radius * np.sin(angle), height, radius * np.cos(angle), size], axis=1)
    turned = chance.normal(size=(count, 4))
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    return at.astype(np.float32), turned.astype(np.float32)


def blossom(level: int) -> Mesh:
    """A blossom of unit radius."""
    return icosphere(1.0, level)


def meshes() -> tuple[Mesh, ...]:
    """The blossom's levels of detail, the coarsest first."""
    return tuple(blossom(level) for level in range(3))
