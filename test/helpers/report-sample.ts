/** A hand-made part and inspections of it, for the tests of the report. */
import type { RgbImage } from '../../src/image/rgb-image.ts';
import type { InspectedEntry } from '../../src/inspection/entry.ts';
import type { Inspection } from '../../src/inspection/inspection.ts';
import type { Calibration, Part } from '../../src/inspection/part.ts';
import { DEFAULT_SETTINGS } from '../../src/inspection/settings.ts';

/** A picture of one colour. */
export function plainImage(width: number, height: number, grey = 128): RgbImage {
  return { data: new Uint8Array(width * height * 3).fill(grey), width, height };
}

/** Eight good pictures behind a provisional threshold of 2. */
export function sampleCalibration(changes: Partial<Calibration> = {}): Calibration {
  return {
    leaveOneOut: [],
    confirmed: [],
    targetFalseReject: 0.01,
    rule: 'mean',
    threshold: 2,
    mapLimit: 1.5,
    missingLimit: null,
    missingMapLimit: null,
    provisional: true,
    falseRejectBound: 1 - 0.05 ** (1 / 8),
    pictures: 8,
    morePicturesNeeded: 291,
    ...changes,
  };
}

/** A part learned from two pictures of 32 × 32, on a grid of 4 × 4. */
export function samplePart(changes: Partial<Part> = {}): Part {
  const settings = {
    ...DEFAULT_SETTINGS,
    augment: ['flip'],
    pose: 'fixed',
    bankAngles: 'of-pose',
    retrieve: 'all',
    reverse: 0,
    presence: 'none',
    size: 32,
    levels: ['layer2'],
  } as const;
  return {
    settings,
    model: {
      name: 'resnet18',
      sha256: 'ab'.repeat(32),
      input: 'input',
      levels: [{ name: 'layer2', channels: 8 }],
      defaultLevels: ['layer2'],
      preprocessing: { mean: [0, 0, 0], std: [1, 1, 1], size: 32, colourOrder: 'rgb' },
      licence: 'Apache-2.0',
      provenance: 'random',
    },
    scale: 1,
    sampleBits: null,
    companions: [],
    runtime: 'onnxruntime-node 1.30.0 cpu',
    support: ['good-1.png', 'good-2.png'].map((name) => ({
      name,
      sha256: 'cd'.repeat(32),
      image: plainImage(32, 32, 100),
    })),
    augmentations: ['identity', 'flip'],
    banks: [
      {
        level: 'layer2',
        bank: { data: new Float32Array(4 * 8), rows: 4, cols: 8 },
        pictures: new Uint16Array(4),
        augmentations: new Uint16Array(4),
        positions: new Uint32Array(4),
        gridHeight: 4,
        gridWidth: 4,
        coveringRadius: 1,
        normalScale: 1,
      },
    ],
    copies: null,
    reverse: null,
    pose: null,
    calibration: sampleCalibration(),
    selfTest: [],
    ...changes,
  };
}

/** A picture of 64 × 48 with a defect of 10 × 8 at (20, 16); it fails at a ratio of 1.5. */
export function sampleEntry(name: string, changes: Partial<Inspection> = {}): InspectedEntry {
  const [width, height] = [64, 48];
  const data = new Float32Array(width * height).fill(0.2);
  for (let y = 16; y < 24; y++) data.fill(2.5, y * width + 20, y * width + 30);
  const inspection: Inspection = {
    verdict: 'fail',
    reasons: [],
    provisional: true,
    score: 3,
    threshold: 2,
    ratio: 1.5,
    map: { data, width, height, missing: null },
    regions: [{ x: 20, y: 16, width: 10, height: 8, area: 80, peak: 2.5, kind: 'foreign' }],
    hottest: {
      level: 'layer2',
      box: { x: 16, y: 12, width: 16, height: 12 },
      distance: 3.25,
      nearest: { picture: 1, augmentation: 'flip', box: { x: 8, y: 8, width: 8, height: 8 } },
    },
    timings: { preprocess: 1, features: 20, search: 3, map: 6 },
    ...changes,
  };
  return { name, image: plainImage(width, height), inspection, decode: 4 };
}
