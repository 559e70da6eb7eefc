/** A part and a tray for the tests of `fewgood inspect`. */
import { writeFile } from 'node:fs/promises';
import { beforeAll } from 'vitest';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { savePart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallModel, smallPart, striped, writePictures } from '../helpers/small-part.ts';
import { type Circumstances, run, type Run, useFolder } from './harness.ts';

/** What the tests of a file inspect. */
export interface Tray {
  /** A path in the folder that holds all: `small.onnx`, `washer.part` and `tray/`. */
  readonly folder: (...names: string[]) => string;
  /** Two good pictures in `tray/a`, then in `tray/b` a bad one that has the name of the first. */
  readonly tray: string[];
  /** Runs `fewgood inspect` with the part. */
  readonly inspect: (argv: readonly string[], circumstances?: Circumstances) => Promise<Run>;
}

/** Makes them before the tests of a file. */
export function useTray(): Tray {
  const folder = useFolder();
  const tray: string[] = [];
  beforeAll(async () => {
    await writeFile(folder('small.onnx'), smallModel());
    await savePart(folder('washer.part'), await smallPart());
    const [good, other] = drawParts({ seed: 2, count: 2 });
    const bad = { name: good.name, image: striped(good.image) };
    tray.push(...(await writePictures(folder('tray', 'a'), [good, other])));
    tray.push(...(await writePictures(folder('tray', 'b'), [bad])));
  });
  return {
    folder,
    tray,
    inspect: (argv, circumstances) =>
      run(
        ['inspect', folder('washer.part'), '--model', folder('small.onnx'), ...argv],
        circumstances,
      ),
  };
}

/** Lines of `--json` without what may differ between runs. */
export function untimed(lines: readonly string[]): object[] {
  return lines.map((line) => {
    const record = recordSchema.parse(JSON.parse(line));
    const { time: _, ...rest } = record;
    return { ...rest, timings: undefined };
  });
}
