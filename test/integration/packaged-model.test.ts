import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readModelInfo } from '../../src/features/model-info.ts';

const FOLDER = new URL('../../models/', import.meta.url);
const LIMIT_BYTES = 15 * 2 ** 20;

describe('models/', () => {
  it('has a card with the SHA-256 of each model', async () => {
    const card = await readFile(new URL('README.md', FOLDER), 'utf8');
    for (const { name, bytes } of await packagedModels()) {
      expect(card).toContain(name);
      expect(card).toContain(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('tells licence and origin of each, and fits the package', async () => {
    for (const { name, bytes } of await packagedModels()) {
      const { licence, provenance } = readModelInfo(bytes, name);
      for (const text of [licence, provenance]) expect(text).not.toMatch(/^(unknown)?$/);
      expect(bytes.length).toBeLessThanOrEqual(LIMIT_BYTES);
    }
  });
});

async function packagedModels(): Promise<{ name: string; bytes: Uint8Array }[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.onnx'));
  expect(names).not.toEqual([]);
  return Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(new URL(name, FOLDER)) })),
  );
}
