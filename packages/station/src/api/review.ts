import { z } from 'zod';
import {
  idSchema,
  jsonSchema,
  nameSchema,
  noteSchema,
  noticeSchema,
  pageQuery,
  timeSchema,
} from './common.ts';
import { inspectionSchema, verdicts } from './inspection.ts';

/** A pass at or above this share of its threshold is borderline, and is to be reviewed. */
export const BORDERLINE_RATIO = 0.9;

/** What a person may say of a verdict. */
export const reviewDecisions = ['right', 'good', 'defect'] as const;
/** Why an inspection is to be reviewed. */
export const reviewKinds = ['fail', 'borderline', 'cannot judge'] as const;

const MAX_STROKES = 200;
const MAX_POINTS = 5000;

/** A stroke of a brush over a defect, pixels of the picture. */
export const maskStrokeSchema = z
  .strictObject({
    width: z.number().gt(0).max(10_000).describe('of the brush'),
    points: z
      .array(z.tuple([z.number(), z.number()]))
      .min(1)
      .max(MAX_POINTS)
      .describe('x and y of each'),
  })
  .meta({ id: 'MaskStroke' });
export type MaskStroke = z.infer<typeof maskStrokeSchema>;

/** What a person says of the verdict of an inspection. */
export const reviewRequestSchema = z
  .strictObject({
    inspection: idSchema,
    decision: z
      .enum(reviewDecisions)
      .describe('right: as judged; good: good after all; defect: a regression picture from now on'),
    name: nameSchema.optional().describe('what the regression picture of a defect is called'),
    note: noteSchema.default(''),
    mask: z.array(maskStrokeSchema).min(1).max(MAX_STROKES).optional().describe('where it is'),
    expected: idSchema
      .nullable()
      .describe('the review of it that holds as far as the caller knows; 409 where another does'),
  })
  .refine(({ decision, name }) => (decision === 'defect') === (name !== undefined), {
    path: ['name'],
    message: 'a defect has a name, the other decisions have none',
  })
  .meta({ id: 'ReviewRequest' });
export type ReviewRequest = z.infer<typeof reviewRequestSchema>;

export const reviewSchema = z
  .strictObject({
    id: idSchema,
    part: idSchema,
    decision: z.enum(reviewDecisions),
    name: z.string().nullable(),
    note: z.string(),
    mask: z.array(maskStrokeSchema).nullable(),
    state: z
      .enum(['decided', 'applied', 'undone'])
      .describe('applied: a version that judges has it'),
    version: z.int().nullable().describe('that version'),
    decidedAt: timeSchema,
    decidedBy: z.string(),
    undoneAt: timeSchema.nullable(),
    undoneBy: z.string().nullable(),
    inspection: inspectionSchema,
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof reviewSchema>;

export const reviewListSchema = z.object({
  part: idSchema.optional(),
  decision: z.enum(reviewDecisions).optional(),
  state: z.enum(['decided', 'applied', 'undone']).optional(),
  inspection: idSchema.optional(),
  ...pageQuery,
});
export type ReviewList = z.infer<typeof reviewListSchema>;

export const reviewQueueQuerySchema = z.object({
  part: idSchema.optional(),
  kind: z.enum(reviewKinds).optional(),
  ...pageQuery,
});
export type ReviewQueueQuery = z.infer<typeof reviewQueueQuerySchema>;

/** An inspection that is to be reviewed. */
export const reviewQueueItemSchema = z
  .strictObject({ kind: z.enum(reviewKinds), inspection: inspectionSchema })
  .meta({ id: 'ReviewQueueItem' });
export type ReviewQueueItem = z.infer<typeof reviewQueueItemSchema>;

export const reviewCountsSchema = z
  .strictObject({
    fail: z.int(),
    borderline: z.int(),
    cannotJudge: z.int(),
    good: z.int().describe('decided to be good, and not applied yet'),
    regressions: z.int().describe('regression pictures'),
    kept: z.int().describe('as many of the newest to be reviewed keep their pictures in any case'),
  })
  .meta({ id: 'ReviewCounts' });
export type ReviewCounts = z.infer<typeof reviewCountsSchema>;

const REPLAYED = 500;
const MAX_REPLAYED = 20_000;

/** A version that is thought of. */
export const proposalRequestSchema = z
  .strictObject({
    base: z.int().describe('version that judges as far as the caller knows'),
    replay: z
      .int()
      .min(0)
      .max(MAX_REPLAYED)
      .default(REPLAYED)
      .describe('how many past inspections are looked at, the newest ones'),
    change: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('calibration'),
        reviews: z.array(idSchema).min(1).max(200).describe('decisions that it is good after all'),
        accept: z
          .boolean()
          .default(false)
          .describe('takes pictures too that something stands against: somebody looked at each'),
        distinct: z
          .boolean()
          .default(false)
          .describe('takes near copies too: somebody knows that they show different parts'),
      }),
      z.strictObject({ kind: z.literal('threshold'), threshold: z.number().gt(0).max(1e9) }),
    ]),
    note: noteSchema.default(''),
  })
  .meta({ id: 'ProposalRequest' });
export type ProposalRequest = z.infer<typeof proposalRequestSchema>;

export const proposalStates = [
  'waiting',
  'running',
  'held',
  'ready',
  'failed',
  'cancelled',
  'applied',
  'undone',
  'discarded',
] as const;

/** A regression picture that stands against a version. */
export const brokenRegressionSchema = z
  .strictObject({
    id: idSchema.describe('of its review'),
    name: z.string(),
    verdict: z.enum(verdicts).nullable().describe('null where it could not be judged'),
    inspection: inspectionSchema,
  })
  .meta({ id: 'BrokenRegression' });
export type BrokenRegressionPicture = z.infer<typeof brokenRegressionSchema>;

/** Whether regression pictures let a version judge. */
export const regressionReportSchema = z
  .strictObject({
    pictures: z.int(),
    mayActivate: z.boolean(),
    broken: z.array(brokenRegressionSchema),
    stoppedUnseen: z
      .array(z.string())
      .describe('names of defects that are stopped only since they cannot be judged'),
  })
  .meta({ id: 'RegressionReport' });
export type RegressionReport = z.infer<typeof regressionReportSchema>;

/** What a proposal would change. */
export const proposalFindingsSchema = z
  .strictObject({
    from: z.number().nullable().describe('threshold'),
    to: z.number().nullable(),
    falseRejectBound: z.number(),
    provisional: z.boolean(),
    taken: z.array(z.string()).describe('names of pictures that join the calibration'),
    repeated: z
      .array(
        z.strictObject({ name: z.string(), of: z.string(), is: z.enum(['same', 'near-copy']) }),
      )
      .describe('pictures that say nothing new, and do not count'),
    held: z
      .array(z.strictObject({ name: z.string(), objections: z.array(noticeSchema) }))
      .describe('pictures that something stands against: while there is one, nothing is taken'),
    replayed: z.int().describe('past inspections that were looked at'),
    anew: z.boolean().describe('judged anew; else by the scores that are kept'),
    unknown: z.int().describe('of those, how many it is not known of'),
    kinds: z.record(z.string(), jsonSchema).describe('how many flips of each kind, as fail > pass'),
    regression: regressionReportSchema.nullable(),
  })
  .meta({ id: 'ProposalFindings' });
export type ProposalFindings = z.infer<typeof proposalFindingsSchema>;

export const proposalSchema = z
  .strictObject({
    id: idSchema,
    part: idSchema,
    base: z.int().describe('version that judged when it was made'),
    state: z
      .enum(proposalStates)
      .describe('held: something stands against pictures of it; ready: it may be applied'),
    request: proposalRequestSchema,
    progress: z.strictObject({ done: z.int(), total: z.int() }).nullable(),
    findings: proposalFindingsSchema.nullable(),
    flips: z.int(),
    fault: noticeSchema.nullable(),
    version: z.int().nullable().describe('the version that it became'),
    createdAt: timeSchema,
    createdBy: z.string(),
    endedAt: timeSchema.nullable(),
  })
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof proposalSchema>;

export const proposalListSchema = z.object({
  part: idSchema.optional(),
  state: z.enum(proposalStates).optional(),
  ...pageQuery,
});
export type ProposalList = z.infer<typeof proposalListSchema>;

/** A past verdict that would be another. */
export const proposalFlipSchema = z
  .strictObject({ from: z.enum(verdicts), to: z.enum(verdicts), inspection: inspectionSchema })
  .meta({ id: 'ProposalFlip' });
export type ProposalFlip = z.infer<typeof proposalFlipSchema>;

/** How a proposal is applied, or undone. */
export const applicationRequestSchema = z
  .strictObject({
    reason: noteSchema.default(''),
    override: z
      .boolean()
      .default(false)
      .describe('in spite of regression pictures that stand against it; needs a reason'),
  })
  .meta({ id: 'ApplicationRequest' });
export type ApplicationRequest = z.infer<typeof applicationRequestSchema>;
