import { z } from 'zod';
import { type PictureWarning, WARNING_CODES } from '../image/decoded-image.ts';
import type { PictureFault } from './entry.ts';
import type { HottestPatch, Inspection, Timings } from './inspection.ts';
import { REASON_CODES } from './reason.ts';

/** What `fewgood inspect --json` writes of one picture, one object a line. */
export interface InspectionRecord extends Omit<
  Inspection,
  'map' | 'hottest' | 'timings' | 'score'
> {
  /** The picture as it was named. */
  readonly path: string;
  /** Anomaly score; null where it is not a number. */
  readonly score: number | null;
  /** The most anomalous patch and the support patch nearest to it. */
  readonly hottest: Omit<HottestPatch, 'nearest'> & {
    /** The support patch. */
    readonly nearest: Omit<HottestPatch['nearest'], 'picture'> & {
      /** Name of the support picture. */
      readonly picture: string;
    };
  };
  /** What is doubtful about how the picture was read; empty where nothing is. */
  readonly warnings: readonly PictureWarning[];
  /** Milliseconds; the only field that differs between runs. */
  readonly timings: Timings & {
    /** Reading and decoding the file. */
    readonly decode: number;
  };
}

/** What `--json` writes of a picture that could not be read. */
export interface FaultRecord {
  /** The picture as it was named. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly error: PictureFault;
}

const FACTS =
  'what the message tells, as data: measured, limit and good (of the good picture that comes nearest) ' +
  'in the unit of the code: size: pixels a side (of a picture that is not square the root of width times ' +
  'height); aspect-ratio: width / height; too-dark, too-bright, low-contrast, saturation: 0 to 1, times ' +
  '255 is levels; overexposed, channel-order, colour-cast: share from 0 to 1; negative, absent: ratio; ' +
  'blurred: 1 / width of edges; noisy: gradient / contrast; goodPictures: how many';

const milliseconds = z.number();
const box = {
  x: z.number().describe('left edge, pixels of the picture'),
  y: z.number().describe('top edge, pixels'),
  width: z.number().describe('pixels'),
  height: z.number().describe('pixels'),
};

const inspectionRecordSchema: z.ZodType<InspectionRecord> = z.strictObject({
  path: z.string().describe('the picture as it was named'),
  verdict: z.enum(['pass', 'fail', 'cannot judge']),
  reasons: z
    .array(
      z.strictObject({
        code: z.enum(REASON_CODES).describe('stable identifier (docs/cannot-judge.md)'),
        message: z.string().describe('what is wrong, and by how much'),
        remedy: z.string().describe('what to do about it'),
        facts: z.record(z.string(), z.json()).describe(FACTS),
      }),
    )
    .describe('what stands against judging the picture by its score; empty where nothing does'),
  provisional: z
    .boolean()
    .describe('true while too few confirmed good pictures back the false-reject target'),
  score: z.number().nullable().describe('anomaly score, not clamped; null if not a number'),
  threshold: z.number().nullable().describe('score above which a picture fails; null if none'),
  ratio: z.number().nullable().describe('score / threshold, not clamped; above 1 fails'),
  regions: z
    .array(
      z.strictObject({
        ...box,
        area: z.number().describe('pixels above the map limit'),
        peak: z.number().describe('largest map value, as a ratio to the map limit'),
        kind: z
          .enum(['foreign', 'missing'])
          .describe('something that good pictures do not show, or do and this one does not'),
      }),
    )
    .describe(
      'defects of a failed picture, or what differs where the part is not there, most anomalous first',
    ),
  hottest: z
    .strictObject({
      model: z.string().exactOptional().describe('name of its model, in a part of several'),
      level: z.string(),
      distance: z.number().describe('to the nearest bank element, feature units'),
      box: z.strictObject(box),
      nearest: z.strictObject({
        picture: z.string().describe('name of the support picture'),
        augmentation: z.string().describe('under which it was seen'),
        box: z.strictObject(box).describe("pixels of the model's input"),
      }),
    })
    .describe('the most anomalous patch and the support patch nearest to it'),
  warnings: z
    .array(
      z.strictObject({
        code: z.enum(WARNING_CODES).describe('stable identifier (docs/pictures.md)'),
        message: z.string().describe('what is doubtful'),
        remedy: z.string().describe('what to do about it'),
      }),
    )
    .describe('what is doubtful about how the picture was read; empty where nothing is'),
  timings: z
    .strictObject({
      decode: milliseconds,
      preprocess: milliseconds,
      features: milliseconds,
      search: milliseconds,
      map: milliseconds,
    })
    .describe('milliseconds; the only field that differs between runs'),
});

const faultRecordSchema: z.ZodType<FaultRecord> = z.strictObject({
  path: z.string().describe('the picture as it was named'),
  error: z.strictObject({
    code: z.string().describe('stable identifier (docs/errors.md)'),
    message: z.string(),
    remedy: z.string(),
    facts: z.record(z.string(), z.json()).describe('what the message tells, as data'),
  }),
});

/** One line of `fewgood inspect --json`; docs/inspection.schema.json is made of it. */
export const recordSchema: z.ZodType<InspectionRecord | FaultRecord> = z.union([
  inspectionRecordSchema,
  faultRecordSchema,
]);

/** What a record says that is not of the inspection. */
export interface RecordContext {
  /** Names of the part's support pictures. */
  readonly supportNames: readonly string[];
  /** Milliseconds that reading took. */
  readonly decode: number;
  /** What was doubtful then; nothing by default. */
  readonly warnings?: readonly PictureWarning[] | undefined;
}

/**
 * An inspection as a line of JSON holds it.
 *
 * @param context - Names of the part's support pictures; milliseconds that reading took, and what was doubtful then.
 */
export function toRecord(
  path: string,
  inspection: Inspection,
  { supportNames, decode, warnings = [] }: RecordContext,
): InspectionRecord {
  const { verdict, reasons, provisional, score, threshold, ratio, hottest, timings } = inspection;
  const { nearest } = hottest;
  return {
    path,
    verdict,
    reasons: reasons.map(({ code, message, remedy, facts }) => ({ code, message, remedy, facts })),
    provisional,
    score: Number.isFinite(score) ? score : null,
    threshold,
    ratio: ratio !== null && Number.isFinite(ratio) ? ratio : null,
    regions: [...inspection.regions],
    hottest: {
      ...hottest,
      nearest: { ...nearest, picture: supportNames[nearest.picture] ?? String(nearest.picture) },
    },
    warnings: [...warnings],
    timings: { decode, ...timings },
  };
}

/** A fault as a line of JSON holds it. */
export function toFaultRecord(
  path: string,
  { code, message, remedy, facts }: PictureFault,
): FaultRecord {
  return { path, error: { code, message, remedy, facts } };
}
