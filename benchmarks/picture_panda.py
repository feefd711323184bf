"""The same blossoms by Panda3D: one node, hardware instancing, the same shader, into an off-screen buffer.

Its pipe is that of X (GLX); where no screen is there, one is started for it (Xvfb), and without that it is EGL's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

import numpy as np
from panda3d import core

from .picture_scene import FRAGMENT, VERTEX, Scene

_SETTINGS = """window-type offscreen
notify-level-egldisplay error
audio-library-name null
gl-version 3 3
sync-video false
framebuffer-multisample false
framebuffer-srgb false
textures-power-2 none
"""


class Panda:
    """One frame of Panda3D's engine: cull, draw, and its copy of the picture into memory."""

    def __init__(self, scene: Scene) -> None:
        pipe = "pandagl" if _screen() else "p3headlessgl"
        core.loadPrcFileData("benchmark", f"{_SETTINGS}load-display {pipe}\n")
        self._engine = core.GraphicsEngine.getGlobalPtr()
        self._buffer = self._open(scene.size)
        self._texture = core.Texture()
        self._buffer.addRenderTexture(self._texture, core.GraphicsOutput.RTMCopyRam)
        self._buffer.setClearColor((0.0, 0.0, 0.0, 1.0))
        root = core.NodePath("root")
        node = root.attachNewNode(core.GeomNode("blossoms"))
        node.node().addGeom(_geometry(scene))
        node.node().setBounds(core.OmniBoundingVolume())
        node.node().setFinal(True)
        node.setInstanceCount(scene.count)
        node.setTwoSided(True)
        self._shade(node, scene)
        self._buffer.makeDisplayRegion().setCamera(root.attachNewNode(core.Camera("camera", core.PerspectiveLens())))
        self._root, self._size = root, scene.size
        for _ in range(2):
            self.frame()
        gsg = self._buffer.getGsg()
        self.driver = f"{gsg.getDriverRenderer()}, OpenGL {gsg.getDriverVersion()} ({pipe})"

    def _open(self, size: tuple[int, int]) -> Any:
        pipe = core.GraphicsPipeSelection.getGlobalPtr().makeDefaultPipe()
        wanted = core.FrameBufferProperties()
        wanted.setRgbaBits(8, 8, 8, 8)
        wanted.setDepthBits(24)
        flags = core.GraphicsPipe.BFRefuseWindow
        made = self._engine.makeOutput(pipe, "blossoms", 0, wanted, core.WindowProperties.size(*size), flags)
        if made is None:
            raise RuntimeError("Panda3D found no OpenGL without a window")
        self._engine.openWindows()
        return made

    def _shade(self, node: Any, scene: Scene) -> None:
        vertex = VERTEX.replace("in_place", "vertex").replace("in_normal", "normal")
        node.setShader(core.Shader.make(core.Shader.SL_GLSL, vertex, FRAGMENT))
        node.setShaderInput("to_clip", core.LMatrix4f(*scene.to_clip.T.ravel()))
        node.setShaderInput("eye", core.LVecBase3f(*scene.camera.eye))

    def frame(self) -> None:
        """Draw one and read it back."""
        self._engine.renderFrame()

    def pixels(self) -> np.ndarray:
        """The last frame, ``(height, width, 3) uint8``, the top row first."""
        width, height = self._size
        raw = np.frombuffer(self._texture.getRamImageAs("RGBA"), np.uint8)
        return raw.reshape(height, width, 4)[::-1, :, :3]


def _screen() -> bool:
    """Whether there is a screen of X, if need be one of our own; it ends with its last client."""
    if os.environ.get("DISPLAY"):
        return True
    if not shutil.which("Xvfb"):
        return False
    here, there = os.pipe()
    command = ["Xvfb", "-displayfd", str(there), "-terminate", "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    subprocess.Popen(command, pass_fds=[there], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(there)
    with os.fdopen(here) as told:
        number = told.readline().strip()
    if number:
        os.environ["DISPLAY"] = f":{number}"
    return bool(number)


def _geometry(scene: Scene) -> Any:
    """The mesh, with what differs between instances in an array of its own that steps once an instance."""
    one = _array([("vertex", core.Geom.CPoint), ("normal", core.Geom.CNormal)], 3, 0)
    each = _array([("in_at", core.Geom.COther), ("in_turned", core.Geom.COther)], 4, 1)
    made = core.GeomVertexFormat()
    made.addArray(one)
    made.addArray(each)
    data = core.GeomVertexData("blossoms", core.GeomVertexFormat.registerFormat(made), core.Geom.UHStatic)
    instances = np.concatenate([scene.at, scene.turned], axis=1)
    for i, values in enumerate((np.ascontiguousarray(scene.mesh.vertices[:, :6]), instances)):
        handle = data.modifyArrayHandle(i)
        handle.setNumRows(len(values))
        handle.copyDataFrom(values.tobytes())
    triangles = core.GeomTriangles(core.Geom.UHStatic)
    triangles.setIndexType(core.Geom.NTUint32)
    handle = triangles.modifyVertices()
    handle.uncleanSetNumRows(len(scene.mesh.indices))
    handle.modifyHandle().copyDataFrom(scene.mesh.indices.tobytes())
    geometry = core.Geom(data)
    geometry.addPrimitive(triangles)
    return geometry


def _array(columns: list[tuple[str, Any]], width: int, divisor: int) -> Any:
    made = core.GeomVertexArrayFormat()
    for name, contents in columns:
        made.addColumn(name, width, core.Geom.NTFloat32, contents)
    made.setDivisor(divisor)
    return made
