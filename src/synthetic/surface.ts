/** Paints a design, layer by layer, into what the light then falls on: height and material a pixel. */
import type { Design, Edge, Layer, Mark, Solid } from './design.ts';
import { solidDistance } from './design.ts';
import { type Colour, type Material, textureField } from './material.ts';
import { clamp, mix, smooth } from './noise.ts';
import { forPixelsIn, type View } from './pose.ts';
import { boundsOfBoxes } from './sdf.ts';

/** Height and material of each pixel. */
export interface Surface {
  /** In part units above the table, shape [height · width]. */
  readonly elevation: Float32Array;
  /** Share of the pixel that the part covers, shape [height · width]. */
  readonly coverage: Float32Array;
  /** Linear reflectance, shape [height · width · 3]. */
  readonly colour: Float32Array;
  /** Shape [height · width]. */
  readonly metal: Float32Array;
  /** Shape [height · width]. */
  readonly roughness: Float32Array;
}

/**
 * Paints the background and then each layer of a design.
 *
 * @param seed - Of the textures: another seed is another piece of the same material.
 */
export function paintSurface(design: Design, view: View, seed: number): Surface {
  return paintTable([{ design, view, seed }], { background: design.background, view, seed });
}

/** A design that lies somewhere in a picture. */
export interface PlacedDesign {
  readonly design: Design;
  readonly view: View;
  /** Of its textures. */
  readonly seed: number;
}

/** What designs lie on. */
export interface TableTop {
  readonly background: Material;
  /** Of the picture. */
  readonly view: View;
  /** Of its texture. */
  readonly seed: number;
}

/** Paints a table, then the layers of each design that lies on it, one design after the other. */
export function paintTable(
  placed: readonly PlacedDesign[],
  { background, view, seed }: TableTop,
): Surface {
  const pixels = view.width * view.height;
  const surface: Surface = {
    elevation: new Float32Array(pixels),
    coverage: new Float32Array(pixels),
    colour: new Float32Array(pixels * 3),
    metal: new Float32Array(pixels),
    roughness: new Float32Array(pixels),
  };
  paintBackground(surface, view, background, seed);
  for (const one of placed) {
    for (const layer of one.design.layers) paintLayer(surface, one.view, layer, one.seed);
  }
  return surface;
}

function paintBackground(surface: Surface, view: View, material: Material, seed: number): void {
  const texture = textureField(material.texture, seed + 101);
  const { tone, bump } = material.texture;
  const brush = brushOf(surface, material);
  for (let i = 0; i < surface.elevation.length; i++) {
    // The table does not turn with the part: its texture is laid out in the picture.
    const column = i % view.width;
    const row = (i - column) / view.width;
    const grain = texture(column * view.pixel, row * view.pixel);
    brush(i, 1, 1 + tone * grain);
    surface.elevation[i] = bump * grain;
  }
}

function paintLayer(surface: Surface, view: View, layer: Layer, seed: number): void {
  if (layer.type === 'solid') paintSolid(surface, view, layer, seed);
  else paintMark(surface, view, layer);
}

function paintSolid(surface: Surface, view: View, layer: Solid, seed: number): void {
  const { edge, level, relief, material } = layer;
  const distance = solidDistance(layer);
  const texture = textureField(material.texture, seed);
  const { tone, bump } = material.texture;
  const brush = brushOf(surface, material);
  const bounds = boundsOfBoxes(layer.add.map((piece) => piece.shape.bounds));

  forPixelsIn(view, bounds, (i, x, y) => {
    const d = distance(x, y);
    const share = clamp(0.5 - d / view.pixel, 0, 1);
    if (share === 0) return;
    const grain = texture(x, y);
    const height = level - edgeDrop(edge, d) + (relief?.(x, y) ?? 0) + bump * grain;
    surface.elevation[i] = mix(surface.elevation[i], height, share);
    surface.coverage[i] = mix(surface.coverage[i], 1, share);
    brush(i, share, 1 + tone * grain);
  });
}

/** How far the surface lies below the top at a distance (negative inside) from the outline. */
function edgeDrop({ width, depth, form }: Edge, distance: number): number {
  const t = clamp(1 + distance / width, 0, 1);
  return depth * (form === 'round' ? 1 - Math.sqrt(1 - t * t) : t);
}

function paintMark(surface: Surface, view: View, layer: Mark): void {
  const { shape, softness, depth, paint, fade } = layer;
  const brush = paint && brushOf(surface, paint);
  forPixelsIn(view, shape.bounds, (i, x, y) => {
    const d = shape.distance(x, y);
    const share = clamp(0.5 - d / view.pixel, 0, 1);
    if (share === 0 || surface.coverage[i] === 0) return;
    const grown = softness === 0 ? share : smooth(clamp(-d / softness, 0, 1));
    const strength = grown * surface.coverage[i] * clamp(fade?.(x, y) ?? 1, 0, 1);
    surface.elevation[i] += depth * strength;
    if (paint && brush) brush(i, paint.opacity * strength, 1);
  });
}

/** Lays a share of a material, its colour times `tone`, over a pixel. */
type Brush = (pixel: number, share: number, tone: number) => void;

function brushOf(
  { colour, metal, roughness }: Surface,
  over: { readonly colour: Colour; readonly metal: number; readonly roughness: number },
): Brush {
  const [red, green, blue] = over.colour;
  return (i, share, tone) => {
    const gain = Math.max(tone, 0);
    colour[3 * i] = mix(colour[3 * i], gain * red, share);
    colour[3 * i + 1] = mix(colour[3 * i + 1], gain * green, share);
    colour[3 * i + 2] = mix(colour[3 * i + 2], gain * blue, share);
    metal[i] = mix(metal[i], over.metal, share);
    roughness[i] = mix(roughness[i], over.roughness, share);
  };
}
