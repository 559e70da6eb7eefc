import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ModelError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { appendMetadata } from '../graph/extract.ts';
import { relu } from '../graph/operators/elementwise.ts';
import { readOnnx } from '../graph/read.ts';
import { serializeModel } from '../graph/serialize.ts';
import {
  describeModel,
  HASH_ENTRY_BYTES,
  type ModelDescription,
  modelInfoSchema,
  readModelInfo,
  storedHash,
} from './model-info.ts';

const description: ModelDescription = {
  name: 'Größe 1',
  input: 'x',
  levels: [{ name: 'y', channels: 3 }],
  defaultLevels: ['y'],
  preprocessing: { mean: [0.5, 0.4, 0.3], std: [1, 1, 0.1], size: 64, colourOrder: 'bgr' },
  licence: 'CC0-1.0',
  provenance: 'drawn by hand',
};

describeOnRuntimes('describeModel()', (runtime) => {
  it('writes what readModelInfo() reads', () => {
    const info = readModelInfo(describeModel(onnx(), description));
    expect(info).toEqual({ ...description, sha256: info.sha256 });
    expect(modelInfoSchema.parse(JSON.parse(JSON.stringify(info)))).toEqual(info);
  });

  it('keeps what a model may say besides', () => {
    const more: ModelDescription = {
      ...description,
      preprocessing: { ...description.preprocessing, isSizeFixed: true, sizeMultiple: 16 },
      defaults: { neighbourhood: 1, metric: 'cosine', score: 'top-mean', pose: [90], size: 64 },
    };
    const info = readModelInfo(describeModel(onnx(), more));
    expect(info).toEqual({ ...more, sha256: info.sha256 });
  });

  it('is read without what a later version adds', () => {
    const later = { ...description, defaults: { neighbourhood: 1, later: 2 }, later: 3 };
    const { defaults, ...info } = readModelInfo(describeLater(later));
    expect(defaults).toEqual({ neighbourhood: 1 });
    expect(info).toEqual({ ...description, sha256: info.sha256 });
  });

  it('leaves a file that ONNX Runtime runs', async () => {
    const { y } = await runModel(runtime, describeModel(onnx(), description), {
      x: operand([1, 3, 1, 1]),
    });
    expect(y.values).toEqual([1, 2, 3]);
  });

  it('gives the same bytes again, and another hash for another description', () => {
    const bytes = describeModel(onnx(), description);
    expect(describeModel(onnx(), description)).toEqual(bytes);
    const renamed = describeModel(onnx(), { ...description, name: 'b' });
    expect(readModelInfo(renamed).sha256).not.toBe(readModelInfo(bytes).sha256);
  });

  it('replaces an earlier description and keeps other metadata', () => {
    const once = describeModel(appendMetadata(onnx(), { author: 'a' }), description);
    const twice = describeModel(once, description);
    expect(twice).toEqual(once);
    expect([...readOnnx(twice, '').metadata.keys()]).toEqual([
      'author',
      'fewgood.version',
      'fewgood.model',
      'fewgood.sha256',
    ]);
  });

  it('refuses a description that could not be read', () => {
    const preprocessing = { ...description.preprocessing, std: [1, 0, 1] } as const;
    expect(() => describeModel(onnx(), { ...description, preprocessing })).toThrow(ModelError);
  });
});

describe('storedHash()', () => {
  it('is the hash that stands at the end, and nothing else', () => {
    const bytes = describeModel(onnx(), description);
    const hash = readModelInfo(bytes).sha256;
    expect(storedHash(bytes)).toBe(hash);
    expect(storedHash(bytes.subarray(-HASH_ENTRY_BYTES))).toBe(hash);
    expect(storedHash(bytes.subarray(0, -1))).toBeUndefined();
    expect(storedHash(onnx())).toBeUndefined();
    expect(storedHash(new Uint8Array())).toBeUndefined();
  });
});

describe('readModelInfo()', () => {
  it('notices any byte that changes', () => {
    const bytes = describeModel(onnx(), description);
    for (let i = 0; i < bytes.length; i++) {
      const changed = Uint8Array.from(bytes);
      changed[i] ^= 1 << (i % 8);
      expect(() => readModelInfo(changed, 'm.onnx'), `byte ${i}`).toThrow(ModelError);
    }
  });

  it('notices bytes that are missing or added', () => {
    const bytes = describeModel(onnx(), description);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readModelInfo(bytes.subarray(0, length)), `${length} bytes`).toThrow(ModelError);
    }
    expect(() => readModelInfo(appendMetadata(bytes, { a: 'b' }), 'm.onnx')).toThrow(
      'Cannot use the model m.onnx: it is damaged or was changed; its last entry is not its hash',
    );
  });

  it('says how to import a plain ONNX model', () => {
    expect(() => readModelInfo(onnx(), 'net.onnx')).toThrow(
      'Cannot use the model net.onnx: it has no fewgood metadata: expected a model file; its outputs are y',
    );
  });

  it('refuses another version', () => {
    const bytes = appendMetadata(describeModel(onnx(), description), { 'fewgood.version': '2' });
    expect(() => readModelInfo(bytes)).toThrow('its metadata is of version 2: expected 1');
  });
});

/** A model file with a description that this version would not write. */
function describeLater(content: unknown): Uint8Array {
  const described = appendMetadata(onnx(), {
    'fewgood.version': '1',
    'fewgood.model': JSON.stringify(content),
  });
  return appendMetadata(described, { 'fewgood.sha256': bytesToHex(sha256(described)) });
}

function onnx(): Uint8Array {
  const g = new GraphBuilder();
  g.output('y', relu(g, g.input('x', ['n', 3, 'h', 'w'])));
  return serializeModel(g);
}
