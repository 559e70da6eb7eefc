import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import { readStateDict } from './read-state-dict.ts';
import type { StateDict } from './state-dict.ts';
import { writeSafetensors } from './safetensors.ts';

const numbers = [0.5, -2, 3, 65504, 0, Math.fround(-1 / 1024)];

describe('readStateDict() of .npz', () => {
  it.each(['single', 'double', 'half'])('reads %s precision', (kind) => {
    const { shape, data } = read(fixture('kinds')).get(kind) ?? { shape: [], data: [] };
    expect(shape).toEqual([2, 3]);
    expect([...data]).toEqual(numbers);
  });

  it('reads integers, rows and scalars', () => {
    const state = read(fixture('kinds'));
    expect(state.get('count')).toEqual({ shape: [], data: Float32Array.of(7) });
    expect(state.get('row')).toEqual({ shape: [3], data: Float32Array.of(0, 1, 2) });
  });

  it('reads the header of version 2', () => {
    const header = strToU8("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n");
    const npy = Uint8Array.of(0x93, ...strToU8('NUMPY'), 2, 0, header.length, 0, 0, 0, ...header);
    const bytes = zipSync({ 'a.npy': Uint8Array.of(...npy, 0, 0, 0x80, 0x3f) });
    expect(read(bytes).get('a')).toEqual({ shape: [1], data: Float32Array.of(1) });
  });

  it.each([
    ['Fortran order', fixture('fortran'), 'Fortran order: expected C order'],
    ['pickled objects', fixture('objects'), 'its elements are |O'],
    ['a pickle beside arrays', zipSync({ 'data.pkl': strToU8('x') }), 'perhaps a pickle'],
    ['an array of text', zipSync({ 'a.npy': strToU8('hello, hello') }), 'not an .npy array'],
    ['a cut archive', fixture('kinds').subarray(0, 900), 'expected arrays as numpy.savez'],
    ['an empty archive', zipSync({}), 'it holds no arrays'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(() => read(bytes)).toThrow(ModelError);
    expect(() => read(bytes)).toThrow(fault);
  });

  it('refuses an array with too few elements', () => {
    const header = strToU8("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }");
    const npy = Uint8Array.of(0x93, ...strToU8('NUMPY'), 1, 0, header.length, 0, ...header, 0, 0);
    expect(() => read(zipSync({ 'a.npy': npy }))).toThrow(
      'Cannot use the model file (array "a"): it has 2 bytes of data for shape [2, 2]',
    );
  });
});

describe('readStateDict() of .safetensors', () => {
  it.each([
    ['F32', [0, 0, 0x80, 0x3f]],
    ['F64', [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
    ['F16', [0, 0x3c]],
    ['BF16', [0x80, 0x3f]],
    ['I64', [1, 0, 0, 0, 0, 0, 0, 0]],
  ])('reads %s', (dtype, one) => {
    const entry = { dtype, shape: [1], data_offsets: [0, one.length] };
    const bytes = safetensors({ __metadata__: { format: 'pt' }, a: entry }, one);
    expect(read(bytes)).toEqual(new Map([['a', { shape: [1], data: Float32Array.of(1) }]]));
  });

  it('writes what it reads, the same for any order of keys', () => {
    const state: StateDict = new Map([
      ['b.weight', { shape: [2, 1], data: Float32Array.of(1, -0.1) }],
      ['a', { shape: [], data: Float32Array.of(3e38) }],
    ]);
    const bytes = writeSafetensors(state);
    expect(read(bytes)).toEqual(state);
    expect(bytes).toEqual(writeSafetensors(new Map([...state].toReversed())));
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', strToU8('this is certainly no state dict')],
    ['a header that is no object', safetensors([], [])],
    ['a header that is no JSON', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7b)],
    ['an entry without a shape', safetensors({ a: { dtype: 'F32', data_offsets: [0, 0] } }, [])],
    [
      'another element type',
      safetensors({ a: { dtype: 'I8', shape: [1], data_offsets: [0, 1] } }, [1]),
    ],
    [
      'data that is cut off',
      safetensors({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, [0, 0, 0, 0]),
    ],
    [
      'a shape that does not fit its data',
      safetensors({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
    ],
    ['no arrays', safetensors({}, [])],
  ])('refuses %s', (_, bytes) => {
    expect(() => read(bytes)).toThrow(ModelError);
  });
});

function read(bytes: Uint8Array): StateDict {
  return readStateDict(bytes, 'file');
}

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../test/fixtures/nn/${name}.npz`, import.meta.url));
}

function safetensors(header: unknown, data: readonly number[]): Uint8Array {
  const json = strToU8(JSON.stringify(header));
  return Uint8Array.of(json.length & 255, json.length >> 8, 0, 0, 0, 0, 0, 0, ...json, ...data);
}
