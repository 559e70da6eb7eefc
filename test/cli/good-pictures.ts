/** Good pictures and a bad one for the tests of what an enrolment is told besides. */
import { writeFile } from 'node:fs/promises';
import { beforeAll } from 'vitest';
import {
  drawParts,
  smallModel,
  smallOptions,
  striped,
  writePictures,
} from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

/** What the tests of a file learn from and inspect. */
export interface GoodPictures {
  /** A path in the folder that holds all: `small.onnx`, `good/` and `bad/`. */
  readonly folder: (...names: string[]) => string;
  /** A bad one. */
  readonly bad: string[];
  /** Runs `fewgood enroll` with four good pictures. */
  readonly enrol: (part: string, ...options: string[]) => Promise<Run>;
}

/** Makes them before the tests of a file. */
export function useGoodPictures(): GoodPictures {
  const folder = useFolder();
  const good: string[] = [];
  const bad: string[] = [];
  beforeAll(async () => {
    good.push(...(await writePictures(folder('good'), drawParts({ count: 4 }))));
    const [{ image }] = drawParts({ seed: 7, count: 1 });
    const picture = { name: 'striped.png', image: striped(image) };
    bad.push(...(await writePictures(folder('bad'), [picture])));
    await writeFile(folder('small.onnx'), smallModel());
  });
  const enrol = (part: string, ...options: string[]): Promise<Run> => {
    const model = ['--model', folder('small.onnx'), ...smallOptions];
    return run(['enroll', folder(part), ...good, ...model, ...options]);
  };
  return { folder, bad, enrol };
}
