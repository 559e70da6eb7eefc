import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePart } from '../src/inspection/part-file.ts';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { drawParts, smallModel, smallPart, striped } from '../test/helpers/small-part.ts';
import { startProgram } from './built-program.ts';
import type { StartProgram } from './station-process.ts';

/** What a program judges while it is killed, and how it is started. */
export interface KilledProgram {
  /** A part file. */
  readonly part: Uint8Array;
  /** Pictures, PNG, some with a defect. */
  readonly pictures: readonly Uint8Array[];
  /** Starts the program with these words. */
  readonly start: StartProgram;
}

/**
 * A part and pictures of 96 px, of which every third has a defect: a kill is to take a moment. The model lies in the
 * folder, where programs that are started find it.
 */
export async function prepareKilledProgram(folder: string): Promise<KilledProgram> {
  const model = join(folder, 'small.onnx');
  await writeFile(model, smallModel());
  process.env['FEWGOOD_MODEL'] = model;
  const drawn = drawParts({ count: 9 });
  const part = encodePart(await smallPart(drawn.slice(0, 4)));
  const pictures = await Promise.all(
    drawn.map(({ image }, i) => encodePng(i % 3 === 0 ? striped(image) : image)),
  );
  return { part, pictures, start: startProgram };
}
