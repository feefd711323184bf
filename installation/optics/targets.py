"""What is drawn into: the scene's HDR target with its depth, half-size helpers, and the levels of the bloom.

Every texture is cleared or wholly overwritten in each frame, so that nothing survives it.
"""

from __future__ import annotations

import moderngl

from .quality import Quality


def texture(ctx: moderngl.Context, size: tuple[int, int], components: int = 4, dtype: str = "f2") -> moderngl.Texture:
    """A clamped, bilinear colour texture."""
    made = ctx.texture(size, components, dtype=dtype)
    made.repeat_x = made.repeat_y = False
    made.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return made


def depth_texture(ctx: moderngl.Context, size: tuple[int, int]) -> moderngl.Texture:
    """A depth texture that shaders read as plain values, texel by texel."""
    made = ctx.depth_texture(size)
    made.compare_func = ""
    made.repeat_x = made.repeat_y = False
    made.filter = (moderngl.NEAREST, moderngl.NEAREST)
    return made


def half(size: tuple[int, int]) -> tuple[int, int]:
    """Half a size, rounded up."""
    return (size[0] + 1) // 2, (size[1] + 1) // 2


def share(size: tuple[int, int], part: float) -> tuple[int, int]:
    """A part of a size, a pixel at least."""
    return max(1, round(size[0] * part)), max(1, round(size[1] * part))


class Targets:
    """All targets of one picture size and quality."""

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int], quality: Quality) -> None:
        self.size, self.half_size = size, half(size)
        self.colour, self.depth = texture(ctx, size), depth_texture(ctx, size)
        self.lit = ctx.framebuffer([self.colour])  # colour alone, while its depth is read
        self.resolved = ctx.framebuffer([self.colour], self.depth)
        self._sampled(ctx, min(quality.samples, ctx.max_samples))
        self.opaque_copy = texture(ctx, self.half_size)
        self.opaque = ctx.framebuffer([self.opaque_copy])
        self.distance = texture(ctx, self.half_size, 1, "f4")
        self.distance.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self.distances = ctx.framebuffer([self.distance])
        self.volume_colour = texture(ctx, self.half_size)
        self.volume = ctx.framebuffer([self.volume_colour])
        self.mirror_colour = texture(ctx, self.half_size)
        self.mirror = ctx.framebuffer([self.mirror_colour], ctx.depth_renderbuffer(self.half_size))
        self.far_colour = texture(ctx, share(size, quality.far))
        self.far = ctx.framebuffer([self.far_colour])
        self.bloom = self._bloom(ctx, quality.bloom_levels)
        self.blooms = [ctx.framebuffer([level]) for level in self.bloom]
        self.ray_light = texture(ctx, share(size, 0.25))
        self.ray_mask = texture(ctx, share(size, 0.25))
        self.rays, self.masked = ctx.framebuffer([self.ray_light]), ctx.framebuffer([self.ray_mask])
        self.blurred = texture(ctx, self.half_size)
        self.blur = ctx.framebuffer([self.blurred])
        self.near_blur = texture(ctx, self.half_size)
        self.spread = ctx.framebuffer([self.near_blur])
        self.picture = ctx.framebuffer([ctx.texture(size, 4)])
        self.scenes = [ctx.framebuffer([texture(ctx, size, 4, "f1")]) for _ in range(2)]

    def _sampled(self, ctx: moderngl.Context, samples: int) -> None:
        self.samples = samples
        self.scene, self.colour_ms, self.depth_ms = self.resolved, None, None
        if samples > 1:
            self.colour_ms = ctx.texture(self.size, 4, samples=samples, dtype="f2")
            self.depth_ms = ctx.depth_texture(self.size, samples=samples)
            self.scene = ctx.framebuffer([self.colour_ms], self.depth_ms)

    def _bloom(self, ctx: moderngl.Context, levels: int) -> list[moderngl.Texture]:
        made: list[moderngl.Texture] = []
        at = self.size
        for _ in range(levels):
            at = half(at)
            if min(at) < 4 and made:
                break
            made.append(texture(ctx, at))
        return made
