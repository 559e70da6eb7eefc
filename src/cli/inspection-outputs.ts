import { basename, join } from 'node:path';
import { toFaultRecord, toRecord } from '../inspection/inspection-record.ts';
import type { Part } from '../inspection/part.ts';
import { ensureFolder, openPendingFile, writeFileAtomic } from '../node/files/files.ts';
import { encodePng, toDataUri } from '../node/image/image-encoder.ts';
import type { FaultyFile, InspectedFile } from '../node/inspection/inspect-files.ts';
import { createOutputNames } from '../node/files/output-names.ts';
import { paintMap } from '../page/colour-scale.ts';
import { formatRatio, formatScore } from '../page/format.ts';
import { InspectionReport } from '../report/inspection-report.ts';
import { overlayPicture } from '../report/overlay.ts';
import type { Terminal } from './command.ts';
import { printable } from '../printable.ts';

/** Where inspected pictures go; an inspection has one or several. */
export interface InspectionOutput {
  /** Takes one picture, in the order that they were judged. */
  add(file: InspectedFile | FaultyFile): Promise<void> | void;
  /** Finishes, once all were added. */
  close?(): Promise<void>;
  /** Takes away what is not finished; called at the end in any case. */
  discard?(): Promise<void>;
}

/** One line a picture for a person. */
export function textOutput({ out }: Terminal): InspectionOutput {
  return {
    add: (file) => {
      const name = printable(file.name);
      if ('error' in file) {
        out(`error         ${name}  ${file.error.message}`);
        return;
      }
      const { verdict, score, ratio, regions } = file.inspection;
      const share = ratio === null ? '' : `  ${formatRatio(ratio)}× threshold`;
      const where = regions.map(({ x, y, width, height }) => `${width}×${height} at ${x},${y}`);
      const places = where.length === 0 ? '' : `  ${where.slice(0, 3).join('; ')}`;
      out(`${verdict.padEnd(12)}  ${name}  score ${formatScore(score)}${share}${places}`);
    },
  };
}

/** One JSON object a line, as docs/inspection.schema.json says. */
export function jsonOutput({ out }: Terminal, part: Part): InspectionOutput {
  const supportNames = part.support.map(({ name }) => name);
  return {
    add: (file) => {
      const record =
        'error' in file
          ? toFaultRecord(file.name, file.error)
          : toRecord(file.name, file.inspection, { supportNames, decode: file.decode });
      out(JSON.stringify(record));
    },
  };
}

const CSV_COLUMNS = [
  'path',
  'verdict',
  'provisional',
  'score',
  'threshold',
  'ratio',
  'regions',
  'largest_area',
  'error',
];

/** A table with a header; RFC 4180 quoting. */
export function csvOutput({ out }: Terminal): InspectionOutput {
  out(CSV_COLUMNS.join(','));
  const line = (cells: readonly Cell[]): void => out(cells.map(csvCell).join(','));
  return {
    add: (file) => {
      if ('error' in file) {
        line([file.name, 'error', '', '', '', '', '', '', file.error.message]);
        return;
      }
      const { verdict, provisional, score, threshold, ratio, regions } = file.inspection;
      const areas = regions.map(({ area }) => area);
      const largest = areas.length === 0 ? '' : Math.max(...areas);
      line([file.name, verdict, provisional, score, threshold, ratio, regions.length, largest, '']);
    },
  };
}

type Cell = string | number | boolean | null;

function csvCell(value: Cell): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One PNG a picture in a folder, `NAME.overlay.png` or `NAME.map.png`. */
export async function pictureOutput(
  folder: string,
  kind: 'overlay' | 'map',
): Promise<InspectionOutput> {
  await ensureFolder(folder);
  const nameFor = createOutputNames();
  return {
    add: async (file) => {
      if ('error' in file) return;
      const { image, inspection } = file;
      const painted = kind === 'map' ? paintMap(inspection.map) : overlayPicture(image, inspection);
      const name = `${nameFor(file.name)}.${kind}.png`;
      await writeFileAtomic(join(folder, name), await encodePng(painted));
    },
  };
}

/** The HTML report, written as pictures come and put in place when it is whole. */
export async function reportOutput(
  path: string,
  part: Part,
  { partPath, note }: { partPath: string; note: string },
): Promise<InspectionOutput> {
  const subject = { part, partName: basename(partPath).replace(/\.part$/, ''), note };
  const report = new InspectionReport(subject, { encode: toDataUri });
  const file = await openPendingFile(path);
  await file.append(await report.head());
  return {
    add: async (entry) => file.append(await report.add(entry)),
    close: async () => {
      await file.append(report.foot());
      await file.commit();
    },
    discard: () => file.discard(),
  };
}

/** Several outputs as one. */
export function together(outputs: readonly InspectionOutput[]): Required<InspectionOutput> {
  return {
    add: async (file) => {
      for (const output of outputs) await output.add(file);
    },
    close: async () => {
      for (const output of outputs) await output.close?.();
    },
    discard: async () => {
      for (const output of outputs) await output.discard?.();
    },
  };
}
