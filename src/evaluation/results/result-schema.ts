/** What result files must look like; keys are written in the order in which they stand here. */
import * as z from 'zod';
import type { EvaluationCell, EvaluationResult, StoredCell } from './evaluation-result.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);
const figure = share.nullable();
const name = z.string().min(1);

const countedShare = z.strictObject({ count, of: count, low: share, high: share });
const metricsSchema = z.strictObject({
  imageAuroc: figure,
  pixelAuroc: figure,
  aupro: figure,
  averagePrecision: figure,
  f1Max: z.strictObject({ f1: share, threshold: z.number() }).nullable(),
  calibrated: z
    .strictObject({ threshold: z.number(), falseRejects: countedShare, escapes: countedShare })
    .nullable(),
  missing: z.strictObject({
    imageAuroc: z.string().exactOptional(),
    pixelAuroc: z.string().exactOptional(),
    aupro: z.string().exactOptional(),
    averagePrecision: z.string().exactOptional(),
    f1Max: z.string().exactOptional(),
    calibrated: z.string().exactOptional(),
  }),
});

const milliseconds = z.number().min(0);
const timingsSchema = z.strictObject({
  bankSeconds: z.number().min(0),
  inspectionSeconds: z.number().min(0),
  stages: z.record(
    name,
    z.strictObject({ p50: milliseconds, p95: milliseconds, p99: milliseconds }),
  ),
});

/** Schema of a cell. */
export const cellSchema: z.ZodType<EvaluationCell> = z.strictObject({
  method: name,
  category: name,
  shots: z.int().min(1),
  seed: z.int(),
  size: z.int().min(1).optional(),
  foreground: z
    .union([z.strictObject({ share, agreement: share }), z.strictObject({ refused: z.string() })])
    .optional(),
  support: z.array(name).min(1),
  metrics: metricsSchema,
  scores: z.array(z.number()),
  proCurve: z
    .strictObject({ falsePositiveRate: z.array(share), regionOverlap: z.array(share) })
    .nullable(),
  timings: timingsSchema,
});

/** Schema of a cell as it is kept until the run is finished. */
export const storedCellSchema: z.ZodType<StoredCell> = z.strictObject({
  pictures: z.string().regex(/^[\da-f]{64}$/),
  cell: cellSchema,
});

const methodSchema = z.strictObject({
  id: name,
  name,
  variant: name.nullable(),
  backbone: z.strictObject({ name, sha256: z.string() }),
  size: z.int().min(1),
  options: z.record(
    name,
    z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(z.union([z.string(), z.number()])),
    ]),
  ),
});

const shape = z.array(z.tuple([share, share])).min(3);
const lookAreaSchema = z.strictObject({
  include: shape.nullable(),
  ignore: z.array(shape),
  mask: z
    .strictObject({ width: z.int().min(1), height: z.int().min(1), sha256: z.string() })
    .nullable(),
});

/** Schema of a result. */
export const resultSchema: z.ZodType<EvaluationResult> = z.strictObject({
  provenance: z.strictObject({
    command: z.string(),
    version: z.string(),
    commit: z.string().nullable(),
    machine: z.string(),
    runtime: z.string(),
  }),
  dataset: z.strictObject({
    name,
    layout: z.enum(['mvtec-ad-2', 'mvtec-loco', 'visa', 'mvtec-ad', 'folder']),
    note: z.string().nullable(),
  }),
  methods: z.array(methodSchema).min(1),
  categories: z
    .array(
      z.strictObject({
        name,
        trainingPictures: count,
        tests: z.array(
          z.strictObject({
            path: name,
            defect: name,
            anomalous: z.boolean(),
            outOfSight: z.literal(true).optional(),
          }),
        ),
        lookArea: lookAreaSchema.optional(),
      }),
    )
    .min(1),
  shots: z.array(z.int().min(1)).min(1),
  seeds: z.array(z.int()).min(1),
  foreground: z.literal('auto').optional(),
  cells: z.array(cellSchema),
});
