import * as z from 'zod';
import { type PictureWarning, WARNING_CODES } from '../image/decoded-image.ts';
import type { Size } from '../image/rgb-image.ts';
import type {
  FaultyEntry,
  InspectedEntry,
  InspectionEntry,
  PictureFault,
  PictureFile,
} from './entry.ts';
import type { HottestPatch, Inspection, Timings } from './inspection.ts';
import type { JudgedBy, RecordContext } from './record-context.ts';
import { alignmentSchema, boxFields, objectSchema, reasonSchema } from './record-fields.ts';

/** What every record says of its picture. */
interface PictureRecord {
  /** The picture as it was named. */
  readonly path: string;
  /** When it was judged, UTC, ISO 8601; null where the platform gave no calendar. */
  readonly time: string | null;
  /** Its file; null where it could not be read, or is none. */
  readonly file: PictureFile | null;
  /** Whether its file had been judged before, and was overwritten since. */
  readonly replaced: boolean;
  /** What judged it; null where the program did not say. */
  readonly judgedBy: JudgedBy | null;
}

/** What `fewgood inspect --json` writes of one picture, one object a line. */
export interface InspectionRecord
  extends PictureRecord, Omit<Inspection, 'map' | 'hottest' | 'timings' | 'score'> {
  /** Size of the picture, pixels. */
  readonly size: Size;
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
  /** Path of its overlay; null if none was written. */
  readonly overlay: string | null;
  /** Path of its anomaly map; null if none was written. */
  readonly map: string | null;
  /** What is doubtful about how the picture was read; empty where nothing is. */
  readonly warnings: readonly PictureWarning[];
  /** Milliseconds; with `time` the only field that differs between runs. */
  readonly timings: Timings & {
    /** Reading and decoding the file. */
    readonly decode: number;
  };
}

/** What `--json` writes of a picture that could not be read. */
export interface FaultRecord extends PictureRecord {
  /** What is wrong, and what to do. */
  readonly error: PictureFault;
}

const milliseconds = z.number();
const sha256 = z.string().describe('SHA-256, hexadecimal');
const namedHash = z.strictObject({ name: z.string(), sha256 });

const picture = {
  path: z.string().describe('the picture as it was named'),
  time: z.string().nullable().describe('when it was judged, UTC, ISO 8601'),
  file: z
    .strictObject({
      modified: z
        .string()
        .describe("when the file was last written, by the file's own time stamp, UTC, ISO 8601"),
      bytes: z.number().describe('size of the file'),
      sha256,
    })
    .nullable()
    .describe('the file as it was read; null if it could not be read'),
  replaced: z
    .boolean()
    .describe('true if the file had been judged before, and was overwritten since'),
  judgedBy: z
    .strictObject({
      part: namedHash.describe('the part file'),
      models: z.array(namedHash).describe('the model files of the part'),
      version: z.string().describe('of fewgood'),
    })
    .nullable()
    .describe('what judged it'),
};

const inspectionRecordSchema: z.ZodType<InspectionRecord> = z.strictObject({
  ...picture,
  size: z.strictObject({ width: z.number(), height: z.number() }).describe('pixels'),
  verdict: z.enum(['pass', 'fail', 'cannot judge']),
  reasons: z
    .array(reasonSchema)
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
        ...boxFields,
        area: z.number().describe('pixels above the map limit'),
        peak: z.number().describe('largest map value, as a ratio to the map limit'),
        kind: z
          .enum(['foreign', 'missing'])
          .describe('something that good pictures do not show, or do and this one does not'),
        millimetres: z
          .strictObject({ width: z.number(), height: z.number(), area: z.number() })
          .exactOptional()
          .describe('its size in mm, and its area in mm²; of a part that has a scale'),
        small: z
          .literal(true)
          .exactOptional()
          .describe('there where it is smaller than the least area: it fails no picture by itself'),
      }),
    )
    .describe(
      'defects of a failed picture, or what differs where the part is not there or is too small to fail it, most anomalous first',
    ),
  hottest: z
    .strictObject({
      model: z.string().exactOptional().describe('name of its model, in a part of several'),
      level: z.string(),
      distance: z.number().describe('to the nearest bank element, feature units'),
      box: z.strictObject(boxFields),
      nearest: z.strictObject({
        picture: z.string().describe('name of the support picture'),
        augmentation: z.string().describe('under which it was seen'),
        box: z.strictObject(boxFields).describe("pixels of the model's input"),
      }),
    })
    .describe('the most anomalous patch and the support patch nearest to it'),
  overlay: z.string().nullable().describe('path of its overlay; null if none was written'),
  map: z.string().nullable().describe('path of its anomaly map; null if none was written'),
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
    .describe('milliseconds; with time the only field that differs between runs'),
  alignment: alignmentSchema
    .nullable()
    .exactOptional()
    .describe(
      'how the part lies beside the first good picture, null where that is not known; of a part that is aligned',
    ),
  objects: z
    .array(objectSchema)
    .exactOptional()
    .describe('the objects of a picture of several, in reading order'),
  expectedObjects: z
    .number()
    .nullable()
    .exactOptional()
    .describe('how many objects there should be; null where any number may'),
  foundObjects: z.number().exactOptional().describe('how many objects are there'),
});

const faultRecordSchema: z.ZodType<FaultRecord> = z.strictObject({
  ...picture,
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

/**
 * An inspection as a line of JSON holds it.
 *
 * @param context - Names of the part's support pictures, and what is known besides the entry.
 */
export function toRecord(
  entry: InspectedEntry,
  { supportNames, ...context }: RecordContext & { readonly supportNames: readonly string[] },
): InspectionRecord {
  const { image, inspection, decode } = entry;
  const { verdict, reasons, provisional, score, threshold, ratio, hottest, timings } = inspection;
  const { overlay = null, map = null } = context.outputsOf?.(entry) ?? {};
  const { nearest } = hottest;
  return {
    path: entry.name,
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
    size: { width: image.width, height: image.height },
    overlay,
    map,
    ...pictureOf(entry, context),
    warnings: [...(image.warnings ?? [])],
    timings: { decode, ...timings },
    ...(inspection.alignment === undefined ? {} : { alignment: inspection.alignment }),
    ...objectsIn(inspection),
  };
}

/** What a record says of objects; nothing of a picture of one. */
function objectsIn({
  objects,
  expectedObjects = null,
  foundObjects = 0,
}: Inspection): Pick<InspectionRecord, 'objects' | 'expectedObjects' | 'foundObjects'> {
  return objects === undefined ? {} : { objects, expectedObjects, foundObjects };
}

/** A fault as a line of JSON holds it. */
export function toFaultRecord(entry: FaultyEntry, context: RecordContext = {}): FaultRecord {
  const { code, message, remedy, facts } = entry.error;
  const error = { code, message, remedy, facts };
  return { path: entry.name, error, ...pictureOf(entry, context) };
}

/** All but its path, which stands first. */
function pictureOf(
  { time, file, replaced }: InspectionEntry,
  { judgedBy }: RecordContext,
): Omit<PictureRecord, 'path'> {
  return {
    time: time ?? null,
    file: file ?? null,
    replaced: replaced ?? false,
    judgedBy: judgedBy ?? null,
  };
}
