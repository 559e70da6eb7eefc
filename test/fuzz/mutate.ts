import type { Random } from '../../src/random.ts';

/** Numbers at which readers go wrong, as 32-bit integers. */
const EDGES: readonly number[] = [0, 1, 7, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff].concat([
  0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
]);

/** Most changes to one file. */
const CHANGES = 6;

type Change = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

/**
 * Damages a file, as disks, cables and programs do, and as somebody would on purpose.
 *
 * @param bytes - A sound file, shape [size]; it is left as it is.
 * @param other - Another one, which pieces are taken from, shape [size].
 * @returns Shape [size].
 */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated: Uint8Array = Uint8Array.from(bytes);
  // Mostly one change: after many, nothing gets past the first check.
  const count = random.uniform() < 0.5 ? 1 : 1 + random.below(CHANGES);
  for (let i = 0; i < count; i++) {
    mutated = CHANGES_MADE[random.below(CHANGES_MADE.length)](mutated, random, other);
  }
  return mutated;
}

const flipBit: Change = (bytes, random) => {
  const at = position(bytes, random);
  bytes[at] ^= 1 << random.below(8);
  return bytes;
};

const setByte: Change = (bytes, random) => {
  bytes[position(bytes, random)] = random.below(256);
  return bytes;
};

/** Sizes, offsets and counts of headers. */
const setInteger: Change = (bytes, random) => {
  const width = [1, 2, 4][random.below(3)];
  const at = position(bytes, random);
  const value = EDGES[random.below(EDGES.length)];
  const isLittle = random.below(2) === 0;
  for (let i = 0; i < width && at + i < bytes.length; i++) {
    bytes[at + i] = value >>> (8 * (isLittle ? i : width - 1 - i));
  }
  return bytes;
};

const cutOff: Change = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const remove: Change = (bytes, random) => {
  const at = position(bytes, random);
  return join(bytes.subarray(0, at), bytes.subarray(at + length(random)));
};

const repeat: Change = (bytes, random) => {
  const at = position(bytes, random);
  return join(bytes.subarray(0, at + length(random)), bytes.subarray(at));
};

const fill: Change = (bytes, random) => {
  const at = position(bytes, random);
  return bytes.fill(random.below(3) === 0 ? 0xff : 0, at, at + length(random));
};

const noise: Change = (bytes, random) => {
  const at = position(bytes, random);
  const end = Math.min(bytes.length, at + 1 + random.below(16));
  for (let i = at; i < end; i++) bytes[i] = random.below(256);
  return bytes;
};

const splice: Change = (bytes, random, other) => {
  const at = position(bytes, random);
  const from = position(other, random);
  const piece = other.subarray(from, from + length(random));
  return join(bytes.subarray(0, at), piece, bytes.subarray(at + random.below(2) * piece.length));
};

const append: Change = (bytes, random, other) => join(bytes, other.subarray(0, length(random)));

const CHANGES_MADE: readonly Change[] = [
  flipBit,
  flipBit,
  setByte,
  setInteger,
  setInteger,
  setInteger,
  cutOff,
  remove,
  repeat,
  fill,
  noise,
  splice,
  append,
];

/** Every second time within the first bytes, where headers stand. */
function position(bytes: Uint8Array, random: Random): number {
  const end = random.below(2) === 0 ? Math.min(128, bytes.length) : bytes.length;
  return random.below(Math.max(1, end));
}

function length(random: Random): number {
  return 1 + random.below(2 ** (1 + random.below(12)));
}

function join(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces));
}
