/** A part and good pictures for the tests of `fewgood calibrate` that look at each picture. */
import { copyFile, writeFile } from 'node:fs/promises';
import { beforeAll } from 'vitest';
import type { NamedImage } from '../../src/inspection/support-pictures.ts';
import { loadPart, savePart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallModel, smallPart, striped, writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

/** What the tests of a file calibrate. */
export interface Calibrations {
  /** A path in the folder that holds all: `small.onnx` and `learned.part`. */
  readonly folder: (...names: string[]) => string;
  /** The pictures that the part was learned from. */
  readonly support: readonly NamedImage[];
  /** Other good pictures, all below its threshold. */
  readonly good: readonly NamedImage[];
  /** Files of the good pictures, then `odd.png`, which is far above the threshold. */
  readonly paths: readonly string[];
  /** A copy of the part for a test. */
  readonly freshPart: (name: string) => Promise<string>;
  /** Runs `fewgood calibrate`. */
  readonly calibrate: (part: string, ...argv: string[]) => Promise<Run>;
}

/** Makes them before the tests of a file. */
export function useCalibrations(): Calibrations {
  const folder = useFolder();
  const support = drawParts();
  const good = drawParts({ seed: 3, count: 6 });
  const paths: string[] = [];
  beforeAll(async () => {
    const image = striped(drawParts({ seed: 9, count: 1 })[0].image);
    paths.push(...(await writePictures(folder('more'), good)));
    paths.push(...(await writePictures(folder('odd ones'), [{ name: 'odd.png', image }])));
    await writeFile(folder('small.onnx'), smallModel());
    await savePart(folder('learned.part'), await smallPart(support));
  });
  return {
    folder,
    support,
    good,
    paths,
    freshPart: async (name) => {
      await copyFile(folder('learned.part'), folder(name));
      return folder(name);
    },
    calibrate: (part, ...argv) =>
      run(['calibrate', part, ...argv, '--model', folder('small.onnx')]),
  };
}

/** Names of the confirmed pictures of a part file. */
export async function confirmedIn(part: string): Promise<string[]> {
  return (await loadPart(part)).calibration.confirmed.map(({ name }) => name);
}
