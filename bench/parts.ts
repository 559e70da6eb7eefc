/**
 * The parts whose inspection is timed.
 *
 * @module
 */
import { join } from 'node:path';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import type { Part } from '../src/inspection/part.ts';
import { presetModel, presetSettings } from '../src/inspection/presets.ts';
import type { PartSettings } from '../src/inspection/settings.ts';
import { savePart } from '../src/node/inspection/part-store.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { drawnPictures, WORK } from './drawn.ts';

/** Good pictures that parts are learned from, unless another number is timed. */
export const SHOTS = 4;

/** A part to time. */
interface TimedSettings {
  readonly name: string;
  readonly settings: Partial<PartSettings>;
  /** Name of the packaged model; the usual one by default. */
  readonly model?: string | undefined;
}

/** What users get: by default with a size and without, and by the presets of other sizes and models. */
export const TIMED: readonly TimedSettings[] = [
  { name: 'default, `--enlarge none`', settings: { enlarge: 'none' } },
  { name: 'default', settings: {} },
  ...(['fast', 'accurate'] as const).map((preset) => ({
    name: `\`--preset ${preset}\``,
    settings: presetSettings(preset),
    model: presetModel(preset),
  })),
];

/** A part with what judges by it. */
export interface TimedPart {
  /** With its size and the rows of its bank. */
  readonly name: string;
  readonly part: Part;
  /** Its file. */
  readonly path: string;
  readonly inspector: Inspector;
}

/** Learns a part, saves it, and readies it. */
export async function learnTimed({ name, settings, model }: TimedSettings): Promise<TimedPart> {
  const runtime = nodeRuntime();
  const { bytes } = await findModel(model);
  // The first picture is the one that is judged.
  const support = (await drawnPictures(SHOTS + 1)).slice(1);
  const part = await enroll(support, { runtime, model: bytes, settings });
  const path = join(WORK, `${name.replaceAll(/\W+/g, '-')}.part`);
  await savePart(path, part);
  const inspector = await Inspector.create(part, {
    // As a station has it.
    runtime: nodeRuntime({ placement: 'fixed' }),
    model: bytes,
    clock: () => performance.now(),
  });
  const rows = part.banks.map(({ bank }) => bank.rows).join(' + ');
  return { name: `${name}: ${part.settings.size} px, bank ${rows}`, part, path, inspector };
}
