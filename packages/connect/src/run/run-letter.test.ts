import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspectionDetailSchema } from '@fewgood/station/api';
import type { FaultRecord } from 'fewgood';
import { expect, it } from 'vitest';
import { runLetter, type RunRecord } from './run-letter.ts';

const sha256 = 'a'.repeat(64);
const now = '2026-01-02T03:04:05.678Z';
const record: FaultRecord = {
  path: 'tray/1.tif#2',
  time: null,
  file: { modified: now, bytes: 3, sha256 },
  replaced: false,
  judgedBy: { part: { name: 'washer.part', sha256: 'b'.repeat(64) }, models: [], version: '1' },
  error: { code: 'IMAGE', message: 'Cannot read it', remedy: 'Send another', facts: { at: [1] } },
};
const idOf = (more: Partial<RunRecord>): string =>
  runLetter({ ...record, ...more }, now).inspection.id;

it('writes what the API of a station would have', () => {
  const { inspection, partName, links } = runLetter(record, now);
  expect(inspectionDetailSchema.parse({ ...inspection, seq: 1 })).toMatchObject({
    name: 'tray/1.tif#2',
    picture: sha256,
    type: 'image/tiff',
    state: 'failed',
    verdict: null,
    acceptedAt: now,
    fault: record.error,
  });
  const file = pathToFileURL(resolve('tray/1.tif')).href;
  expect([partName, links]).toEqual(['washer', { inspection: `${file}#2`, overlay: null }]);
});

it('gives one id to the same picture, and another to another', () => {
  const ids = [
    idOf({}),
    idOf({ path: 'tray/1.tif#3' }),
    idOf({ file: { modified: now, bytes: 3, sha256: 'c'.repeat(64) } }),
    idOf({ file: null }),
    idOf({ judgedBy: { part: { name: 'washer.part', sha256 }, models: [], version: '1' } }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(idOf({ time: now, replaced: true })).toBe(ids[0]);
});

it('has the hash of nothing for a file that could not be read, and no # for one in its name', () => {
  const { inspection, links } = runLetter({ ...record, path: 'a#1', file: null }, now);
  expect(inspection.picture).toBe(createHash('sha256').digest('hex'));
  expect(links?.inspection).toBe(pathToFileURL(resolve('a#1')).href);
});
