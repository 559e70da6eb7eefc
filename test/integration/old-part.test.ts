/**
 * A part file of fewgood 0.1.0, written before its header had a version: it opens and judges as it
 * did then, for ever. Never write it again. It was made at commit aa5d793 by
 *
 *     const settings = { augment: ['flip'], pose: 'fixed', samplingRatio: 0.2, levels: ['layer1', 'layer2'] };
 *     encodePart(await smallPart(drawParts({ size: 64, count: 3 }), { settings }));
 *
 * The pictures, `drawParts({ size: 64, seed: 2, count: 2 })`, the second one `striped()`, lie beside
 * it, with the scores that the inspector of that commit gave them.
 */
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readModelInfo } from '../../src/features/model-info.ts';
import {
  calibratePart,
  recalibrated,
  scoreConfirmed,
} from '../../src/inspection/calibrate-part.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import type { Part } from '../../src/inspection/part.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import { HEADER_VERSION } from '../../src/inspection/part-upgrade.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { nodeRuntime } from '../../src/node/runtime/runtime.ts';
import { drawParts, smallModel } from '../helpers/small-part.ts';

const THRESHOLD = 2.228707402317418;
const PICTURES = [
  { name: 'good.png', score: 1.3008047972536243, peak: 1.1478060483932495, verdict: 'pass' },
  { name: 'striped.png', score: 11.929711760826876, peak: 12.109124183654785, verdict: 'fail' },
] as const;
/** Settings that parts did not have then, as it was learned and judges. */
const SINCE_THEN = {
  tiles: 1,
  tileOverlap: 32,
  enlarge: 'none',
  bankAngles: 'of-pose',
  topShare: 0.01,
  retrieve: 'all',
  reverse: 0,
  presence: 'none',
  appearance: 'none',
} as const;
const oldHeader = z.looseObject({
  settings: z.looseObject({}),
  calibration: z.looseObject({ leaveOneOut: z.array(z.looseObject({})) }),
});
/** Largest relative difference: another processor rounds otherwise. */
const TOLERANCE = 1e-5;

describe('a part of fewgood 0.1.0', () => {
  it('opens with the settings that it was learned under', async () => {
    const { settings, banks, calibration } = await readOldPart();
    expect(settings).toMatchObject({
      size: 64,
      fit: 'stretch',
      pose: 'fixed',
      augment: ['flip'],
      draws: 'grid',
      levels: ['layer1', 'layer2'],
      neighbourhood: 3,
      ...SINCE_THEN,
      fusion: 'concat',
      metric: 'euclidean',
      score: 'reweighted',
      samplingRatio: 0.2,
      bankCeiling: 8192,
      coreset: 'per-picture',
      sigma: 4,
      levelScale: 'median',
      scoreNeighbours: 9,
      storage: 'float32',
      seed: 0,
    });
    expect(banks.map(({ level, bank }) => [level, bank.rows, bank.cols])).toEqual([
      ['layer1+layer2', 309, 24],
    ]);
    expect(calibration.threshold).toBe(THRESHOLD);
  });

  it('is saved as it was, but for the version and its settings', async () => {
    const old = await readFile(pathOf('part-v1.part'));
    const part = decodePart(old, 'part-v1.part');
    const saved = encodePart(part);
    const header = oldHeader.parse(JSON.parse(headerOf(old)));
    // What a part without reverse matching has of it.
    const none = { rule: 'largest', missingLimit: null, missingMapLimit: null };
    const leaveOneOut = header.calibration.leaveOneOut.map((one) => ({ ...one, missing: null }));
    expect(JSON.parse(headerOf(saved))).toEqual({
      ...header,
      headerVersion: HEADER_VERSION,
      settings: { ...header.settings, ...SINCE_THEN },
      copies: null,
      reverse: null,
      pose: null,
      sampleBits: 16,
      calibration: { ...header.calibration, ...none, leaveOneOut },
    });
    expect(arraysOf(saved).equals(arraysOf(old))).toBe(true);
  });
});

describe('an inspector of a part of fewgood 0.1.0', () => {
  it('judges as it did', async () => {
    expect.hasAssertions();
    await expectOldScores(await readOldPart(), THRESHOLD);
  });

  it.each([undefined, 0.01])(
    'keeps its threshold when no picture is new, at target %s',
    async (target) => {
      const part = await readOldPart();
      const { part: again, change } = recalibrated(part, [], target);
      expect(change).toMatchObject({ from: THRESHOLD, to: THRESHOLD, toPass: [], toFail: [] });
      expect(again.calibration.mapLimit).toBe(part.calibration.mapLimit);
      // Also once it was saved by this version.
      const saved = decodePart(encodePart(again), 'saved.part');
      expect(recalibrated(saved, []).part.calibration.threshold).toBe(THRESHOLD);
    },
  );

  it('judges as it did when its confirmed pictures were saved by this version', async () => {
    const part = await readOldPart();
    const inspector = await createInspector(part);
    const confirmed = drawParts({ size: 64, seed: 3, count: 2 });
    const scores = [];
    for (const picture of confirmed) scores.push(await scoreConfirmed(inspector, picture));
    await inspector.release();
    const { part: calibrated } = calibratePart(part, scores);
    const saved = decodePart(encodePart(calibrated), 'saved.part');
    expect(saved).toEqual(calibrated);
    await expectOldScores(saved, calibrated.calibration.threshold);
  });
});

/** The part; its model is made anew of the same weights, and may have other bytes by now. */
async function readOldPart(): Promise<Part> {
  const part = decodePart(await readFile(pathOf('part-v1.part')), 'part-v1.part');
  const { sha256 } = readModelInfo(smallModel(), 'small.onnx');
  return { ...part, model: { ...part.model, sha256 } };
}

async function createInspector(part: Part): Promise<Inspector> {
  return Inspector.create(part, { runtime: nodeRuntime({ threads: 1 }), model: smallModel() });
}

async function expectOldScores(part: Part, threshold: number | null): Promise<void> {
  const inspector = await createInspector(part);
  for (const { name, score, peak, verdict } of PICTURES) {
    const image = await readImage(pathOf(name));
    const scored = await inspector.score(image);
    expect(Math.abs(scored.score / score - 1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(Math.max(...scored.map()) / peak - 1)).toBeLessThan(TOLERANCE);
    expect(await inspector.inspect(image)).toMatchObject({ verdict, threshold });
  }
  await inspector.release();
}

/** The header's text without the spaces behind it. */
function headerOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8', 16, startOf(bytes)).trimEnd();
}

/** All between header and hash. */
function arraysOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes).subarray(startOf(bytes), -32);
}

function startOf(bytes: Uint8Array): number {
  return 16 + Buffer.from(bytes).readUInt32LE(12);
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../fixtures/parts/${name}`, import.meta.url));
}
