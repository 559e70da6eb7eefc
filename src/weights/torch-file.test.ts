import { existsSync, readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { floatArray, readFixture } from '../../test/helpers/fixture.ts';
import { ModelError } from '../errors.ts';
import { readMetadata, readStateDict } from './read-state-dict.ts';
import type { StateDict } from './state-dict.ts';

const arrays = z.record(z.string(), floatArray);
const golden = readFixture('nn/torch-values', z.object({ state: arrays, checkpoint: arrays }));

function read(bytes: Uint8Array): StateDict {
  return readStateDict(bytes, 'net.pth');
}

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../test/fixtures/nn/${name}.pth`, import.meta.url));
}

/** The state dict, or why there is none. */
function attempt(bytes: Uint8Array): unknown {
  try {
    return read(bytes);
  } catch (error) {
    return error;
  }
}

function isSound(state: unknown): boolean {
  return (
    state instanceof Map &&
    [...state.values()].every(
      ({ shape, data }) => data.length === shape.reduce((p: number, n: number) => p * n, 1),
    )
  );
}

/** An archive with some entries exchanged; undefined leaves one out. */
function archive(changes: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array {
  const entries = { ...unzipSync(fixture('torch-archive')), ...changes };
  return zipSync(
    Object.fromEntries(Object.entries(entries).flatMap(([k, v]) => (v ? [[k, v]] : []))),
  );
}

describe.each(['torch-archive', 'torch-stream'])('readStateDict() of %s.pth', (name) => {
  it('reads views, turned arrays and every element type', () => {
    expect(Object.fromEntries(read(fixture(name)))).toEqual({
      ...golden.state,
      count: { shape: [], data: Float32Array.of(7) },
    });
    expect(readMetadata(fixture(name), 'net.pth')).toEqual({});
  });

  it('runs nothing that the file would have Python run', () => {
    const state = read(fixture(`${name}-hostile`));
    expect([...state]).toEqual([['weight', { shape: [2], data: Float32Array.of(1, 1) }]]);
    expect(existsSync('hostile-pickle-ran')).toBe(false);
  });

  it('takes no file that was cut or changed for a sound one of other shapes', () => {
    const bytes = fixture(name);
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (at, byte, isCut) => {
          const result = attempt(isCut ? bytes.slice(0, at) : bytes.with(at, byte));
          expect(result instanceof ModelError || isSound(result)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('readStateDict() of .pth', () => {
  it('reads parameters out of a checkpoint', () => {
    const state = read(fixture('torch-checkpoint'));
    expect(Object.fromEntries(state)).toEqual(golden.checkpoint);
  });

  it('refuses an object and names what it would run', () => {
    expect(() => read(fixture('torch-object'))).toThrow(
      'Cannot use the model net.pth: it holds an object of posix.system, which would run code: expected a state dict',
    );
  });

  it.each([
    ['another element type', fixture('torch-integers'), 'its elements are torch.IntStorage'],
    ['a cut archive', fixture('torch-archive').subarray(0, 900), 'torch.save'],
    ['a cut stream', fixture('torch-stream').subarray(0, 1100), 'it ends too early'],
    [
      'other bytes in the pickle',
      archive({ 'torch-archive/data.pkl': strToU8('x') }),
      'no instruction',
    ],
    ['a storage that is missing', archive({ 'torch-archive/data/0': undefined }), 'is missing'],
    ['a storage that is cut', archive({ 'torch-archive/data/0': strToU8('1234') }), 'too short'],
    ['big-endian bytes', archive({ 'torch-archive/byteorder': strToU8('big') }), 'big-endian'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(() => read(bytes)).toThrow(ModelError);
    expect(() => read(bytes)).toThrow(fault);
  });
});
