import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import { PUBLISHED_MODELS } from './published-models.ts';
import { architectures, importStateDict } from './state-dict-import.ts';

const files = PUBLISHED_MODELS.flatMap((model) => model.files.map((file) => ({ model, ...file })));
const HUB = /^https:\/\/huggingface\.co\/[\w-]+\/[\w-]+\/resolve\/([0-9a-f]{40})\//;

describe('PUBLISHED_MODELS', () => {
  it('have names of their own, a licence and an origin', () => {
    const names = PUBLISHED_MODELS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { licence, licenceUrl, provenance, title } of PUBLISHED_MODELS) {
      for (const text of [licence, provenance, title]) expect(text).not.toBe('');
      expect(licenceUrl).toMatch(/^https:/);
    }
  });

  it('have a hash on record, or are where the server tells one of that commit', () => {
    expect(files.map(({ sha256 }) => sha256 ?? '0'.repeat(64)).join('')).toMatch(
      /^([0-9a-f]{64})+$/,
    );
    const unrecorded = files.filter(({ sha256 }) => sha256 === undefined);
    expect(unrecorded.map(({ model }) => model.name)).toEqual(['dino-small']);
    for (const { url } of unrecorded) expect(url).toMatch(HUB);
  });

  it('are asked for over connections that are encrypted', () => {
    const urls = files.flatMap(({ url }) => url ?? []);
    expect(urls).toHaveLength(files.length - 1); // Meta sends a link to the other file of DINOv3
    for (const url of urls) expect(new URL(url).protocol).toBe('https:');
    const onHub = urls.filter((url) => url.includes('huggingface'));
    for (const url of onHub) expect(url).toMatch(HUB);
  });

  it('names the hash that torchvision and DINOv3 have in the names of their files', () => {
    const told = files.flatMap(({ url = '', sha256 }) => {
      const [, prefix] = /-([0-9a-f]{8})\.pth$/.exec(url) ?? [];
      return prefix === undefined ? [] : [[prefix, sha256?.slice(0, 8)]];
    });
    expect(told).toHaveLength(3);
    for (const [prefix, begin] of told) expect(begin).toBe(prefix);
  });

  it('asks for access where a licence has conditions', () => {
    const conditional = PUBLISHED_MODELS.filter(({ conditions }) => conditions !== undefined);
    expect(conditional.map(({ name }) => name)).toEqual(['dinov3-small']);
    for (const { accessUrl } of conditional) expect(accessUrl).toMatch(/^https:/);
  });

  it('names networks that are built here, as far as they are', () => {
    const built = PUBLISHED_MODELS.flatMap(({ name, architecture }) => {
      const known = architectures.find((one) => one === architecture);
      return known === undefined ? [] : [{ name, known }];
    });
    expect(built.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['convnext-tiny', 'resnet18-imagenet']),
    );
    const description = { name: 'empty', licence: 'none', provenance: 'none' };
    for (const { known } of built) {
      expect(() => importStateDict(known, new Map(), description)).toThrow(ModelError);
    }
  });
});
