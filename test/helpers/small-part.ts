/** A model with few weights and drawn pictures: enough to run everything, anywhere, in a moment. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importOnnx } from '../../src/features/model-import.ts';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import type { EnrolmentOptions } from '../../src/inspection/enrolment-options.ts';
import type { NamedImage } from '../../src/inspection/support-pictures.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import type { Part } from '../../src/inspection/part.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { type FamilyOptions, renderFamily } from '../../src/synthetic/index.ts';
import { nodeCpu } from './runtimes.ts';

/** Random weights of a ResNet-18 of width 8, as torchvision would store them. */
export const smallWeights: URL = new URL('../fixtures/nn/resnet18-width8.npz', import.meta.url);

/** A model file of these weights for pictures of 64 px. */
export function smallModel(name = 'small'): Uint8Array {
  const state = readStateDict(readFileSync(smallWeights), 'resnet18-width8.npz');
  const description = { name, licence: 'CC0-1.0', provenance: 'random' };
  const preprocessing = { size: 64 };
  return importStateDict('resnet18', state, { ...description, preprocessing }).model;
}

/** The same weights as another model: other levels, pictures of 96 px, cosine distances. */
export function otherModel(name = 'other'): Uint8Array {
  return importOnnx(smallModel(), {
    name,
    licence: 'CC0-1.0',
    provenance: 'random',
    preprocessing: { size: 96, std: [0.5, 0.5, 0.5] },
    defaultLevels: ['layer1', 'layer2'],
    defaults: { metric: 'cosine' },
  });
}

/** Settings of {@link smallPart} on a command line. */
export const smallOptions: readonly string[] =
  // Few patches of random features tell no more than that something is there that was not.
  '--augment none --pose fixed --fusion concat --score reweighted --coreset per-picture --retrieve all --reverse 0 --presence none'.split(
    ' ',
  );

/** Good washers of 96 px unless told otherwise. */
export function drawParts(options: Partial<FamilyOptions> = {}): NamedImage[] {
  const family = { kind: 'washer', seed: 1, count: 4, size: 96, ...options } as const;
  return Array.from(renderFamily(family), ({ name, image }) => ({ name: `${name}.png`, image }));
}

/** Writes pictures as PNG files into a folder, which is made; their paths. */
export async function writePictures(
  folder: string,
  pictures: readonly NamedImage[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const { name, image } of pictures) {
    const path = join(folder, name);
    await writeFile(path, await encodePng(image));
    paths.push(path);
  }
  return paths;
}

/** The picture with stripes over its upper left quarter: a defect that no model misses. */
export function striped({ data, width, height }: RgbImage): RgbImage {
  const painted = Uint8Array.from(data, (value, i) => {
    const [column, row] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    if (column >= width / 2 || row >= height / 2) return value;
    return column % 8 < 4 ? 0 : 255;
  });
  return { data: painted, width, height };
}

/** No copies of the pictures: the quickest part. */
export const SMALL_SETTINGS = {
  augment: [],
  pose: 'fixed',
  fusion: 'concat',
  score: 'reweighted',
  coreset: 'per-picture',
  retrieve: 'all',
  reverse: 0,
  presence: 'none',
} as const;

/** A part learned from drawn pictures. */
export async function smallPart(
  pictures: readonly NamedImage[] = drawParts(),
  options: Partial<EnrolmentOptions> = {},
): Promise<Part> {
  return enroll(pictures, {
    runtime: nodeCpu.create(1),
    model: smallModel(),
    settings: SMALL_SETTINGS,
    ...options,
  });
}

/** All that compares: copies and their turns, both directions, presence. */
export const comparingSettings = {
  augment: ['rotation', 'flip'],
  pose: 'auto',
  retrieve: 8,
  reverse: 0.5,
  presence: 'check',
  appearance: 'check',
} as const;
