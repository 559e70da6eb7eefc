import * as z from 'zod';
import { modelInfoSchema } from '../features/model-info.ts';
import { printable } from '../printable.ts';
import type { Appearance } from './appearance.ts';
import { bankNames, needsCopies } from './feature-options.ts';
import { type OptionalFields, optionalFields, optionalFieldsOf } from './optional-fields.ts';
import type {
  Calibration,
  ConfirmedPicture,
  Copies,
  LevelBank,
  Part,
  PartView,
  SupportPicture,
} from './part.ts';
import { assertConsistentKinds, kindHeaders } from './kinds-header.ts';
import { checkHeader, damagedPart, newerPart } from './part-container.ts';
import { FIRST_VERSION, HEADER_VERSION, upgradeSettings } from './part-upgrade.ts';
import { partSettingsSchema } from './settings.ts';

/** What the header says of a bank. */
export interface BankHeader extends Omit<
  LevelBank,
  'bank' | 'pictures' | 'augmentations' | 'positions'
> {
  readonly rows: number;
  readonly width: number;
}

/** What the header says of the copies of the support set. */
export interface CopiesHeader extends Pick<Copies, 'gridHeight' | 'gridWidth'> {
  readonly copies: number;
  readonly width: number;
}

/** What the header says of a calibration. */
interface CalibrationHeader extends Omit<Calibration, 'confirmed'> {
  readonly confirmed: readonly Omit<ConfirmedPicture, 'thumbnail'>[];
}

/** What the header says of the part as one model sees it. */
export interface ViewHeader extends Omit<PartView, 'banks' | 'copies'> {
  readonly banks: readonly BankHeader[];
  readonly copies: CopiesHeader | null;
}

type RewrittenFields = 'support' | 'companions' | 'calibration' | 'kinds' | keyof OptionalFields;

/** What a part file says in words; the rest are arrays. */
export interface PartHeader
  extends OptionalFields, ViewHeader, Omit<Part, keyof PartView | RewrittenFields> {
  readonly support: readonly Omit<SupportPicture, 'image'>[];
  readonly calibration: CalibrationHeader;
  readonly companions: readonly ViewHeader[];
  /** Of a part of several kinds, the headers of all but the first. */
  readonly kinds?: readonly PartHeader[];
}

const count = z.int().min(0);
const side = z.int().min(1);
const positive = z.number().min(0);
const appearanceSchema: z.ZodType<Appearance> = z.object({
  width: side,
  height: side,
  light: positive,
  contrast: positive,
  clipped: positive,
  sharpness: positive,
  grain: positive,
  flatGrain: positive,
  red: positive,
  blue: positive,
  saturation: positive,
});
const scoreSchema = z.object({
  name: z.string(),
  sha256: z.string(),
  score: z.number(),
  peak: z.number(),
  missing: z.object({ ratio: z.number(), peak: z.number() }).nullable().default(null),
  appearance: appearanceSchema.optional(),
});
const supportSchema = scoreSchema.pick({ name: true, sha256: true, appearance: true });

/** What fewgood 0.1.0 did not say is not known, and needs no version: nothing is judged by it. */
const confirmedSchema = scoreSchema.extend({
  date: z.string().nullable().default(null),
  origin: z.string().nullable().default(null),
  accepted: z.array(z.string()).default([]),
});

/** Which version a header is of: all that is known of one that is yet to come. */
const versionSchema = z.object({
  headerVersion: z
    .int('a whole number')
    .min(FIRST_VERSION, `at least ${FIRST_VERSION}`)
    .default(FIRST_VERSION),
});

/** A view in a header, as far as every version up to now has it. */
const viewFields = z.looseObject({ settings: z.record(z.string(), z.unknown()) });

/** A header as far as every version up to now has it. */
const fieldsSchema = viewFields.extend({ companions: z.array(viewFields).default([]) });

const viewSchema = z.object({
  settings: partSettingsSchema,
  model: modelInfoSchema,
  augmentations: z.array(z.string()).min(1),
  banks: z
    .array(
      z.object({
        level: z.string(),
        rows: z.int().min(1),
        width: z.int().min(1),
        gridHeight: z.int().min(1),
        gridWidth: z.int().min(1),
        coveringRadius: z.number(),
        normalScale: z.number().positive(),
      }),
    )
    .min(1),
  copies: z
    .object({
      copies: z.int().min(1),
      width: z.int().min(1),
      gridHeight: z.int().min(1),
      gridWidth: z.int().min(1),
    })
    .nullable()
    .default(null),
  reverse: z
    .object({
      largest: z.number().positive(),
      margin: z.number().min(1),
      usualScore: z.number().min(0),
    })
    .nullable()
    .default(null),
  scale: z.number().positive().default(1),
});

const headerSchema: z.ZodType<PartHeader> = viewSchema.extend({
  companions: z.array(viewSchema).default([]),
  runtime: z.string(),
  support: z.array(supportSchema).min(1),
  pose: z
    .object({ policy: z.enum(['fixed', 'small', 'free']), evidence: z.string() })
    .nullable()
    .default(null),
  ...optionalFields,
  // Parts before were learned from all 16 bits.
  sampleBits: z.int().min(8).max(16).nullable().default(16),
  calibration: z.object({
    leaveOneOut: z.array(scoreSchema),
    confirmed: z.array(confirmedSchema),
    targetFalseReject: z.number().positive().max(1),
    rule: z.enum(['mean', 'largest']).default('mean'),
    threshold: z.number().min(0).nullable(),
    mapLimit: z.number().min(0).nullable(),
    missingLimit: z.number().min(0).nullable().default(null),
    missingMapLimit: z.number().min(0).nullable().default(null),
    provisional: z.boolean(),
    falseRejectBound: z.number(),
    pictures: count,
    morePicturesNeeded: count,
  }),
  selfTest: z.array(z.object({ picture: count, score: z.number() })),
});

/** What a part file says in words of a bank. */
function toBankHeader({
  level,
  bank,
  gridHeight,
  gridWidth,
  coveringRadius,
  normalScale,
}: LevelBank): BankHeader {
  const { rows, cols: width } = bank;
  return { level, rows, width, gridHeight, gridWidth, coveringRadius, normalScale };
}

/** What a part file says in words of a calibration. */
function toCalibrationHeader(calibration: Calibration): CalibrationHeader {
  return { ...calibration, confirmed: calibration.confirmed.map(toPictureHeader) };
}

/** What a part file says in words of a confirmed picture. */
export function toPictureHeader(picture: ConfirmedPicture): Omit<ConfirmedPicture, 'thumbnail'> {
  const { thumbnail: _, ...words } = picture;
  return words;
}

function toCopiesHeader({ features, pictures, gridHeight, gridWidth }: Copies): CopiesHeader {
  return { copies: pictures.length, width: features.cols, gridHeight, gridWidth };
}

function toViewHeader(view: PartView): ViewHeader {
  const { settings, model, augmentations, banks, copies, reverse, scale } = view;
  return {
    settings,
    model,
    augmentations,
    banks: banks.map(toBankHeader),
    copies: copies && toCopiesHeader(copies),
    reverse,
    scale,
  };
}

/** A header as it is written: a part of one model says nothing of companions and scale. */
export interface WrittenHeader
  extends
    Omit<PartHeader, 'scale' | 'companions' | 'kinds'>,
    Partial<Pick<PartHeader, 'scale' | 'companions'>> {
  readonly headerVersion: number;
  readonly kinds?: readonly WrittenHeader[];
}

/** The header of a part, with the version that it is of. */
export function toHeader(part: Part): WrittenHeader {
  const { runtime, support, companions, calibration, selfTest, pose, sampleBits } = part;
  const { settings, model, augmentations, banks, copies, reverse, scale } = toViewHeader(part);
  return {
    headerVersion: HEADER_VERSION,
    settings,
    model,
    runtime,
    support: support.map(({ name, sha256, appearance }) => ({ name, sha256, appearance })),
    augmentations,
    banks,
    copies,
    reverse,
    pose,
    sampleBits,
    ...optionalFieldsOf(part),
    calibration: toCalibrationHeader(calibration),
    selfTest,
    ...(companions.length === 0 ? {} : { scale, companions: companions.map(toViewHeader) }),
    ...(part.kinds && { kinds: part.kinds.map(toHeader) }),
  };
}

/**
 * Reads a header of this or an earlier version.
 *
 * @param header - As JSON has it.
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if a newer fewgood wrote it, or it is not as its version has it.
 */
export function readHeader(header: unknown, name: string): PartHeader {
  const { headerVersion } = checkHeader(versionSchema, header, name);
  if (headerVersion > HEADER_VERSION) {
    throw newerPart(name, `its header has version ${headerVersion}: expected ${HEADER_VERSION}`);
  }
  const { companions, ...first } = checkHeader(fieldsSchema, header, name);
  const upgrade = (view: z.infer<typeof viewFields>): object => {
    const upgraded = upgradeSettings(view.settings, headerVersion);
    if ('settings' in upgraded) return { ...view, settings: upgraded.settings };
    const fault = `its header has ${upgraded.foreign}, unknown in version ${headerVersion}`;
    throw damagedPart(name, fault);
  };
  const fields = { ...upgrade(first), companions: companions.map(upgrade) };
  const kinds = kindHeaders(header, name);
  const parsed: PartHeader = {
    ...checkHeader(headerSchema, fields, name),
    ...(kinds && { kinds: kinds.map((kind) => readHeader(kind, name)) }),
  };
  assertConsistent(parsed, name);
  assertConsistentKinds(parsed, name);
  if (headerVersion > FIRST_VERSION) return parsed;
  return { ...parsed, calibration: { ...parsed.calibration, rule: 'largest' } };
}

/** Checks what fields say of each other: the rest of the code goes by it without a look. */
function assertConsistent(header: PartHeader, name: string): void {
  const { support, selfTest, companions } = header;
  const stranger = selfTest.find(({ picture }) => picture >= support.length);
  if (stranger !== undefined) {
    throw damagedPart(name, `its self-test is of picture ${stranger.picture} of ${support.length}`);
  }
  for (const view of [header, ...companions]) assertConsistentView(view, name);
}

function assertConsistentView({ settings, banks, copies }: ViewHeader, name: string): void {
  const levels = bankNames(settings);
  const ofBanks = banks.map(({ level }) => level);
  if (ofBanks.join() !== levels.join()) {
    const [has, wants] = [ofBanks, levels].map((names) => printable(names.join(', ')));
    throw damagedPart(name, `its banks are of ${has} instead of ${wants}`);
  }
  if (needsCopies(settings) && copies === null) {
    throw damagedPart(name, 'it has no copies of its support set, which its settings ask for');
  }
}
