import { z } from 'zod';
import { ArgumentRangeError } from '../../errors.ts';
import {
  DEFAULT_SETTINGS,
  type PartSettings,
  partSettingsSchema,
} from '../../inspection/settings.ts';
import type { Method } from '../methods/method.ts';
import { createMethod } from '../methods/methods.ts';
import { nearestPatch } from '../methods/nearest-patch.ts';
import { padim } from '../methods/padim.ts';
import { patchcore } from '../methods/patchcore.ts';
import { regad } from '../methods/regad.ts';
import { siamese } from '../methods/siamese.ts';
import { subspace } from '../methods/subspace.ts';
import type { OptionValue } from '../results/evaluation-result.ts';

/** Options of a method that differ from its own, as plain data. */
export type MethodChanges = Readonly<Record<string, OptionValue>>;

const share = z.number().positive().max(1);

/** Ranges of the options of methods that keep no memory bank; each has some of them. */
const gridSchema = z.strictObject({
  levels: z.array(z.string()).min(1).exactOptional(),
  sigma: z.number().min(0).max(100).exactOptional(),
  channels: z.int().min(1).exactOptional(),
  regularization: z.number().positive().exactOptional(),
  ceiling: z.int().min(1).exactOptional(),
  rotations: z.array(z.number().min(-360).max(360)).exactOptional(),
  neighbourhood: z.literal([1, 3, 5, 7, 9]).exactOptional(),
  topShare: share.exactOptional(),
  explainedVariance: share.exactOptional(),
});

/** A part's settings that a run decides for all methods alike, in the ranges that settings must have. */
const OF_THE_RUN = { levels: ['any'], size: 224, seed: 0 };

const MAKERS: Readonly<Record<string, (changes: MethodChanges) => Method>> = {
  siamese: (changes) => siamese(toBankSettings(changes)),
  patchcore: (changes) => patchcore(toBankSettings(changes)),
  padim: (changes) => padim(toGridOptions(changes)),
  regad: (changes) => regad(toGridOptions(changes)),
  'nearest-patch': (changes) => nearestPatch(toGridOptions(changes)),
  subspace: (changes) => subspace(toGridOptions(changes)),
};

/**
 * A method with some of its options changed.
 *
 * @param name - Of the method, such as `patchcore`.
 * @throws {@link ArgumentRangeError} if there is no such method or option, or a value is out of range.
 */
export function configureMethod(name: string, changes: MethodChanges): Method {
  const { options } = createMethod(name);
  const known = [...new Set([...Object.keys(options), 'levels'])];
  for (const [option, value] of Object.entries(changes)) {
    if (known.includes(option)) continue;
    const expected = `an option of ${name}, one of ${known.join(', ')}`;
    throw new ArgumentRangeError(option, String(value), expected);
  }
  return MAKERS[name](changes);
}

/** The changed settings of a part, checked. */
function toBankSettings(changes: MethodChanges): Partial<PartSettings> {
  const checked = parse(partSettingsSchema, { ...DEFAULT_SETTINGS, ...OF_THE_RUN, ...changes });
  return Object.fromEntries(Object.entries(checked).filter(([option]) => option in changes));
}

function toGridOptions(changes: MethodChanges): z.infer<typeof gridSchema> {
  return parse(gridSchema, changes);
}

function parse<T>(schema: z.ZodType<T>, value: Readonly<Record<string, unknown>>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const option = String(path[0]);
  throw new ArgumentRangeError(option, JSON.stringify(value[option]), message);
}
