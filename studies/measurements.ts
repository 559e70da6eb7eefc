/**
 * The files in results/ that fewgood evaluate did not make: what studies measured.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What every measurement says of its making; the first ones named the engine with the machine. */
const origin = z.object({
  command: z.string(),
  commit: z.string(),
  machine: z.string(),
  runtime: z.string().optional(),
});

/** What one support set of a category gave. */
export const fewShotRun = z.object({
  category: z.string(),
  seed: z.int(),
  imageAuroc: z.number(),
  good: z.int(),
  falseRejects: z.int(),
  defective: z.int(),
  escapes: z.int(),
  enrolSeconds: z.number(),
});

const fewShotSchema = origin.extend({
  shots: z.int(),
  pose: z.string(),
  runs: z.array(fewShotRun),
});

const defaultsSchema = origin.extend({
  data: z.object({
    kinds: z.array(z.string()),
    shots: z.int(),
    size: z.int(),
    seeds: z.object({ support: z.int(), tray: z.int() }),
    good: z.int(),
    defective: z.int(),
  }),
  imageAuroc: z.record(z.string(), z.object({ mean: z.number(), perKind: z.array(z.number()) })),
});

/** The default method at two sizes of the model input, a support set each. */
const inputSizeSchema = origin.extend({
  note: z.string(),
  runs: z.array(
    z.object({
      size: z.int(),
      category: z.string(),
      shots: z.int(),
      seed: z.int(),
      imageAuroc: z.number(),
      pixelAuroc: z.number().nullable(),
      falseRejects: z.int(),
      good: z.int(),
      escapes: z.int(),
      defective: z.int(),
    }),
  ),
});

/** Pictures of a kind, and those that look unlike the good ones. */
const tally = z.object({
  pictures: z.int(),
  unlike: z.int(),
  reasons: z.record(z.string(), z.int()),
});
const looksOf = z.object({
  shots: z.int(),
  good: tally,
  defective: tally,
  impostors: z.record(z.string(), tally),
});
const looksSchema = origin.extend({
  all: z.array(looksOf).min(1),
  runs: z.array(looksOf.extend({ category: z.string() })),
});

/** Pictures of a kind by verdict. */
const verdictCounts = z.object({ pass: z.int(), fail: z.int(), 'cannot judge': z.int() });
const verdictsSchema = origin.extend({
  runs: z
    .array(
      z.object({
        preset: z.string(),
        category: z.string(),
        shots: z.int(),
        seed: z.int(),
        imageAuroc: z.number(),
        enrolSeconds: z.number(),
        inspectMilliseconds: z.number(),
        good: verdictCounts,
        defective: verdictCounts,
        impostors: z.record(z.string(), verdictCounts),
      }),
    )
    .min(1),
});

const share = z.number().nullable();

const trainingRow = z.object({
  variant: z.string(),
  category: z.string(),
  shots: z.int(),
  seed: z.int(),
  training: z.int().nullable().default(null),
  imageAuroc: share,
  pixelAuroc: share,
});

/** A cell of what a training is worth on what it went without. */
export const trainingsRow = trainingRow.extend({ options: z.string(), fold: z.string() });

const trainingsSchema = origin.extend({ rendered: z.string(), rows: z.array(trainingsRow) });

const remediesSchema = origin.extend({
  rows: z.array(trainingRow.extend({ made: z.string() })),
});

/** A cell of what a training is worth. */
export type TrainingRow = z.infer<typeof trainingRow>;
/** What studies/leave-one-category-out.ts measured. */
export type Trainings = z.infer<typeof trainingsSchema>;
/** The same of trainings that were tried on the way. */
export type Remedies = z.infer<typeof remediesSchema>;
/** What studies/few-shot-auroc.ts measured. */
export type FewShot = z.infer<typeof fewShotSchema>;
/** What studies/validate-defaults.ts measured. */
export type Defaults = z.infer<typeof defaultsSchema>;
/** What studies/appearance.ts measured. */
export type Looks = z.infer<typeof looksSchema>;
/** What studies/verdicts.ts measured. */
export type Verdicts = z.infer<typeof verdictsSchema>;
/** Pictures of a kind, whatever the verdict. */
export function picturesOf(counts: VerdictCounts): number {
  return counts.pass + counts.fail + counts['cannot judge'];
}

/** Pictures of one kind by verdict. */
export type VerdictCounts = z.infer<typeof verdictCounts>;
/** Pictures of one kind in what appearance.ts measured. */
export type Tally = z.infer<typeof tally>;
/** What sizes of the input give. */
export type InputSize = z.infer<typeof inputSizeSchema>;
/** Where a measurement comes from. */
export type Origin = z.infer<typeof origin>;

/** Their files in results/. */
export const FILES = {
  fewShot: 'few-shot.json',
  fewShotScrew: 'few-shot-screw.json',
  defaults: 'defaults.json',
  looks: 'appearance.json',
  verdicts: 'verdicts.json',
  presets: 'presets.json',
  accurate: 'accurate.json',
  inputSize: 'input-size.json',
  trainings: 'leave-one-category-out.json',
  longTrainings: 'leave-two-categories-out.json',
  remedies: 'training-remedies.json',
  trainingsOnMvtec: 'trainings-on-mvtec.json',
} as const;

/** All of them. */
export interface Measurements {
  readonly fewShot: FewShot;
  readonly fewShotScrew: FewShot;
  readonly defaults: Defaults;
  readonly looks: Looks;
  readonly verdicts: Verdicts;
  readonly presets: Verdicts;
  readonly accurate: Verdicts;
  readonly inputSize: InputSize;
  readonly trainings: Trainings;
  readonly longTrainings: Trainings;
  readonly remedies: Remedies;
  readonly trainingsOnMvtec: Remedies;
}

/** Reads them. */
export function readMeasurements(): Measurements {
  return {
    fewShot: fewShotSchema.parse(readResult(FILES.fewShot)),
    fewShotScrew: fewShotSchema.parse(readResult(FILES.fewShotScrew)),
    defaults: defaultsSchema.parse(readResult(FILES.defaults)),
    looks: looksSchema.parse(readResult(FILES.looks)),
    verdicts: verdictsSchema.parse(readResult(FILES.verdicts)),
    presets: verdictsSchema.parse(readResult(FILES.presets)),
    accurate: verdictsSchema.parse(readResult(FILES.accurate)),
    inputSize: inputSizeSchema.parse(readResult(FILES.inputSize)),
    trainings: trainingsSchema.parse(readResult(FILES.trainings)),
    longTrainings: trainingsSchema.parse(readResult(FILES.longTrainings)),
    remedies: remediesSchema.parse(readResult(FILES.remedies)),
    trainingsOnMvtec: remediesSchema.parse(readResult(FILES.trainingsOnMvtec)),
  };
}

function readResult(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8'));
}
