import { createHash } from 'node:crypto';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FaultRecord, InspectionRecord } from 'fewgood';
import type { RunLetter } from '@fewgood/station/store';
import { NOTHING_SHA256 } from '../message.ts';

/** Media types by suffix: what a file of that name should be. */
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.bmp': 'image/bmp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};
/** Who sends a picture that a run found by itself. */
const SENDER = 'fewgood inspect';

/** What is told of a picture that a run has judged, or could not read. */
export type RunRecord = InspectionRecord | FaultRecord;

/**
 * Writes a record of a run as connectors tell it. The key is made of the part, the name of the picture and what it holds: one
 * that is judged again, as the run was killed before it could remember that, is the same inspection.
 *
 * @param now - UTC, ISO 8601.
 */
export function runLetter(record: RunRecord, now: string): RunLetter {
  const { path, file, judgedBy } = record;
  const fault = 'error' in record ? record.error : null;
  const part = judgedBy?.part ?? { name: '', sha256: NOTHING_SHA256 };
  const known = [part.sha256, path, file?.sha256, fault?.code];
  const id = createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 40);
  const { file: name, page } = fileOf(path);
  const inspection = {
    id,
    part: part.sha256,
    key: id,
    name: path,
    source: SENDER,
    picture: file?.sha256 ?? NOTHING_SHA256,
    type: TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream',
    pictureRemoved: false,
    acceptedAt: record.time ?? now,
    acceptedBy: SENDER,
    judgedAt: record.time,
    verdictAt: now,
    version: null,
    record,
    overlay: null,
  };
  return {
    inspection: { ...inspection, ...outcomeOf(record) },
    partName: part.name.replace(/\.part$/, ''),
    links: {
      inspection: linkOf(name) + page,
      overlay: 'error' in record || record.overlay === null ? null : linkOf(record.overlay),
    },
  };
}

function outcomeOf(record: RunRecord) {
  if ('error' in record) {
    const { code, message, remedy, facts } = record.error;
    const fault = { code, message, remedy, facts: JSON.parse(JSON.stringify(facts)) };
    const nothing = { verdict: null, score: null, threshold: null, ratio: null };
    return { state: 'failed' as const, ...nothing, milliseconds: null, fault };
  }
  const { verdict, score, threshold, ratio, timings } = record;
  const milliseconds = Object.values(timings).reduce((sum, part) => sum + part, 0);
  return { state: 'judged' as const, verdict, score, threshold, ratio, milliseconds, fault: null };
}

/** One of several pictures in a file is named by its number behind a `#`, as in an address. */
function fileOf(path: string): { readonly file: string; readonly page: string } {
  const [, file = path, page = ''] = /^(.*\.\w+)(#\d+)$/.exec(path) ?? [];
  return { file, page };
}

function linkOf(path: string): string {
  return pathToFileURL(resolve(path)).href;
}
