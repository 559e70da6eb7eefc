/** What surfaces are made of: colour, metal or not, roughness, and a fine texture. */
import { cellNoise, clamp, fractalNoise, type Noise, valueNoise } from './noise.ts';

/** Linear reflectance of red, green and blue, from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** How the fine structure of a surface looks. */
export type Pattern =
  'smooth' | 'brushed' | 'turned' | 'grain' | 'speckle' | 'spangle' | 'weave' | 'wood';

/** The fine structure of a surface. */
export interface Texture {
  readonly pattern: Pattern;
  /** Size of its structure; 1 is the usual one. */
  readonly scale: number;
  /** How much it lightens and darkens the colour, relative to it. */
  readonly tone: number;
  /** How much it raises and lowers the surface, in part units. */
  readonly bump: number;
}

/** A surface as the light sees it. */
export interface Material {
  readonly colour: Colour;
  /** 0 for plastic, paint and stone, 1 for bare metal. */
  readonly metal: number;
  /** 0 mirrors, 1 is matte. */
  readonly roughness: number;
  readonly texture: Texture;
}

/** The linear colour of a display colour such as `0x2f7d4f`; the display gamma is taken as 2. */
export function rgb(hex: number): Colour {
  const linear = (shift: number): number => (((hex >> shift) & 0xff) / 255) ** 2;
  return [linear(16), linear(8), linear(0)];
}

/** The linear colour of hue (in turns), saturation and value (0 to 1, display scale). */
export function hsv(hue: number, saturation: number, value: number): Colour {
  const channel = (offset: number): number => {
    const k = (offset + hue * 6) % 6;
    const display = value * (1 - saturation * clamp(Math.min(k, 4 - k), 0, 1));
    return display * display;
  };
  return [channel(5), channel(3), channel(1)];
}

/** Perceived brightness of a linear colour (Rec. 709 weights), on the display scale from 0 to 1. */
export function brightness([red, green, blue]: Colour): number {
  return Math.sqrt(0.2126 * red + 0.7152 * green + 0.0722 * blue);
}

/** Bare metal. */
export function metal(colour: Colour, roughness: number, texture: Texture): Material {
  return { colour, metal: 1, roughness, texture };
}

/** Plastic, paint, rubber, paper: anything that is not bare metal. */
export function plain(colour: Colour, roughness: number, texture: Texture): Material {
  return { colour, metal: 0, roughness, texture };
}

/** A texture of a pattern at its usual scale. */
export function textured(pattern: Pattern, tone: number, bump: number, scale = 1): Texture {
  return { pattern, scale, tone, bump };
}

/** The texture's value over the part, mostly from -1 to 1; each seed gives another piece of surface. */
export function textureField({ pattern, scale }: Texture, seed: number): Noise {
  const field = fields[pattern](seed);
  return scale === 1 ? field : (x, y) => field(x / scale, y / scale);
}

/** The fields by pattern, as functions of the seed. Frequencies are in bumps per part unit. */
const fields: Record<Pattern, (seed: number) => Noise> = {
  smooth: () => () => 0,
  brushed: (seed) => {
    const fine = valueNoise(seed);
    const coarse = valueNoise(seed + 1);
    return (x, y) => 0.7 * fine(x * 3, y * 110) + 0.3 * coarse(x * 1.5, y * 25);
  },
  turned: (seed) => {
    const grooves = valueNoise(seed);
    const wear = valueNoise(seed + 1);
    return (x, y) => 0.75 * grooves(Math.sqrt(x * x + y * y) * 90, 0) + 0.25 * wear(x * 9, y * 9);
  },
  grain: (seed) => {
    const noise = fractalNoise(seed, 2);
    return (x, y) => noise(x * 45, y * 45);
  },
  speckle: (seed) => {
    const noise = valueNoise(seed);
    return (x, y) => Math.min(0, 0.55 - Math.abs(noise(x * 38, y * 38))) * 2.2;
  },
  spangle: (seed) => {
    const cells = cellNoise(seed);
    return (x, y) => cells(x * 7, y * 7);
  },
  weave: (seed) => {
    const wear = fractalNoise(seed, 2);
    return (x, y) => 0.7 * triangleWave(x * 14) * triangleWave(y * 14) + 0.3 * wear(x * 30, y * 30);
  },
  wood: (seed) => {
    const bend = valueNoise(seed);
    const fibres = fractalNoise(seed + 1, 2);
    return (x, y) => fibres(x * 1.6, (y + 0.08 * bend(x * 1.3, y * 1.3)) * 26);
  },
};

/** Period 1, from -1 to 1. */
function triangleWave(t: number): number {
  return 4 * Math.abs(t - Math.floor(t) - 0.5) - 1;
}
