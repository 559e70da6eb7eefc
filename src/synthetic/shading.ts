/** Light on a surface: Lambert and a glossy lobe, a cast shadow, darker corners. Linear light out. */
import type { Random } from '../random.ts';
import type { Colour } from './material.ts';
import { clamp, mix, smooth } from './noise.ts';
import type { View } from './pose.ts';
import type { Surface } from './surface.ts';
import { polar } from './turn.ts';

/** One lamp above the table, and what the room adds. */
export interface Light {
  /** Unit vector towards the lamp; x right, y down, z up. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Of the lamp, a channel. */
  readonly intensity: Colour;
  /** Of the room, from everywhere. */
  readonly ambient: number;
  /** Relative change of brightness from the centre to the edge of the picture, right and down. */
  readonly gradient: readonly [number, number];
}

/** Whether the light differs from picture to picture. */
export type LightFreedom = 'fixed' | 'varied';

/** Every {@link LightFreedom}. */
export const lightFreedoms: readonly LightFreedom[] = ['fixed', 'varied'];

/** Higher than any part, in part units: shadows are looked for no farther than this can throw them. */
const tallest = 0.4;
const shadowSteps = 16;
/** Steps between neighbours about this steep are walls, which a camera above does not see. */
const wallSlope = 2.5;
/** Reach and strength of the darkening beside higher surface. */
const occlusionRadius = 0.06;
const occlusionStrength = 3.5;

/** The standard lamp, up and left; `varied` moves it and changes its brightness and colour a little. */
export function drawLight(freedom: LightFreedom, random: Random): Light {
  const range = freedom === 'varied' ? 1 : 0;
  const symmetric = (limit: number): number => range * limit * (2 * random.uniform() - 1);
  const elevation = 0.15 + symmetric(0.012);
  const [horizontal, z] = polar(1, elevation);
  const [x, y] = polar(horizontal, -0.36 + symmetric(0.035));
  const gain = 1 + symmetric(0.08);
  return {
    x,
    y,
    z,
    intensity: [gain * (1 + symmetric(0.025)), gain, gain * (1 + symmetric(0.025))],
    ambient: 0.34 * (1 + symmetric(0.1)),
    gradient: polar(0.08 + symmetric(0.06), -0.36 + symmetric(0.5)),
  };
}

/**
 * Lights a surface.
 *
 * @returns Linear light, 1 is white, shape [height · width · 3].
 */
export function shade(surface: Surface, view: View, light: Light): Float32Array {
  const { width, height } = view;
  const lit = new Float32Array(width * height * 3);
  const openness = ambientOpenness(surface.elevation, view);
  const shadows = castShadows(surface.elevation, view, light);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const i = row * width + column;
      const lamp = 1 - shadows[i];
      const { diffuse, glossy, sky } = reflect(surface, view, light, i);
      const direct = lamp * diffuse;
      const across = (2 * column) / width - 1;
      const down = (2 * row) / height - 1;
      const falloff = 1 + light.gradient[0] * across + light.gradient[1] * down;
      const metal = surface.metal[i];
      const mirror = mix(0.03, 0.1, (1 - surface.roughness[i]) ** 2);
      for (let c = 0; c < 3; c++) {
        const colour = surface.colour[3 * i + c];
        const ambient = light.ambient * openness[i];
        const matte = colour * (ambient + 0.85 * direct * light.intensity[c]);
        const shine = ambient * sky + lamp * glossy * light.intensity[c];
        lit[3 * i + c] = falloff * mix(matte + mirror * shine, colour * shine, metal);
      }
    }
  }
  return lit;
}

/** What a pixel sends to the camera: scattered lamp light, mirrored lamp, mirrored room. */
function reflect(
  { elevation, roughness }: Surface,
  { width, height, pixel }: View,
  light: Light,
  i: number,
): { diffuse: number; glossy: number; sky: number } {
  const column = i % width;
  const row = (i - column) / width;
  const here = elevation[i];
  const left = here - elevation[column > 0 ? i - 1 : i];
  const right = elevation[column < width - 1 ? i + 1 : i] - here;
  const up = here - elevation[row > 0 ? i - width : i];
  const down = elevation[row < height - 1 ? i + width : i] - here;
  const sx = slope(left / pixel, right / pixel);
  const sy = slope(up / pixel, down / pixel);

  const nz = 1 / Math.sqrt(1 + sx * sx + sy * sy);
  const [nx, ny] = [-sx * nz, -sy * nz];
  // The camera looks straight down: the mirrored ray is 2 (n · z) n - z.
  const [rx, ry, rz] = [2 * nz * nx, 2 * nz * ny, 2 * nz * nz - 1];
  const towardsLamp = rx * light.x + ry * light.y + rz * light.z;
  const lobeWidth = 0.04 + 0.5 * roughness[i];
  const lobe = 1 / (1 + (1 - towardsLamp) / lobeWidth) ** 2;
  return {
    diffuse: Math.max(0, nx * light.x + ny * light.y + nz * light.z),
    glossy: 2.2 * lobe * (1 - 0.55 * roughness[i]),
    // A bright ceiling, darker walls, brighter on the lamp's side.
    sky: 1.1 + 0.75 * rz + 0.6 * (rx * light.x + ry * light.y),
  };
}

/** The mean of the slopes to both neighbours; the more one is a wall, the less it counts. */
function slope(before: number, after: number): number {
  const b = 1 / (1 + (before / wallSlope) ** 2) ** 2;
  const a = 1 / (1 + (after / wallSlope) ** 2) ** 2;
  return (b * before + a * after) / Math.max(a + b, 1);
}

/** How much of the lamp each pixel does not see, smoothed over its neighbours, shape [height · width]. */
function castShadows(elevation: Float32Array, view: View, light: Light): Float32Array {
  const shadows = new Float32Array(elevation.length);
  for (let i = 0; i < shadows.length; i++) shadows[i] = shadowAt(elevation, view, light, i);
  return blurred(shadows, view, 1);
}

/** How much of the lamp is hidden at a pixel, 0 to 1, found by walking towards the lamp. */
function shadowAt(elevation: Float32Array, view: View, light: Light, i: number): number {
  const { width, height, pixel } = view;
  const horizontal = Math.sqrt(light.x * light.x + light.y * light.y);
  const rise = light.z / horizontal;
  const stride = Math.max(pixel, tallest / rise / shadowSteps);
  const stepX = (light.x / horizontal) * (stride / pixel);
  const stepY = (light.y / horizontal) * (stride / pixel);
  const column = i % width;
  const row = (i - column) / width;

  let hidden = 0;
  for (let step = 1; step <= shadowSteps && step * stride * rise < tallest; step++) {
    const x = Math.round(column + step * stepX);
    const y = Math.round(row + step * stepY);
    if (x < 0 || y < 0 || x >= width || y >= height) break;
    const ray = elevation[i] + step * stride * rise;
    // The lamp is broad: the farther the edge that hides it, the softer its shadow.
    const penumbra = 0.02 + 0.35 * step * stride;
    hidden = Math.max(hidden, (elevation[y * width + x] - ray) / penumbra);
  }
  return 0.85 * smooth(clamp(hidden, 0, 1));
}

/** How much of the room a pixel sees, from its height below its surroundings (Luft et al. 2006). */
function ambientOpenness(elevation: Float32Array, { width, height, pixel }: View): Float32Array {
  const radius = Math.max(1, Math.round(occlusionRadius / pixel));
  const surroundings = blurred(elevation, { width, height }, radius);
  return surroundings.map((level, i) =>
    clamp(1 - occlusionStrength * Math.max(0, level - elevation[i]), 0.25, 1),
  );
}

/** The mean over a square of 2 · radius + 1 pixels around each pixel, shape [height · width]. */
function blurred(
  source: Float32Array,
  { width, height }: Pick<View, 'width' | 'height'>,
  radius: number,
): Float32Array {
  const rows = boxBlur(source, { count: height, length: width, step: 1, radius });
  return boxBlur(rows, { count: width, length: height, step: width, radius });
}

interface Lines {
  /** Number of lines and of pixels in each. */
  readonly count: number;
  readonly length: number;
  /** From pixel to pixel along a line; the lines themselves are `length` or 1 apart. */
  readonly step: number;
  readonly radius: number;
}

/** Mean over 2 · radius + 1 pixels along each line; the outermost pixels repeat beyond the border. */
function boxBlur(source: Float32Array, { count, length, step, radius }: Lines): Float32Array {
  const means = new Float32Array(source.length);
  for (let line = 0; line < count; line++) {
    const start = step === 1 ? line * length : line;
    const at = (k: number): number => source[start + clamp(k, 0, length - 1) * step];
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += at(k);
    for (let k = 0; k < length; k++) {
      means[start + k * step] = sum / (2 * radius + 1);
      sum += at(k + radius + 1) - at(k - radius);
    }
  }
  return means;
}
