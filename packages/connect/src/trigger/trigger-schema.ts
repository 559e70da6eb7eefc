import { nameSchema, triggerNameSchema } from '@fewgood/station/api';
import type { TriggerSettings } from '@fewgood/station';
import { z } from 'zod';
import { type Environment, hasNoPassword, secretSchema } from '../config/common-settings.ts';
import { ConnectorError } from '../errors.ts';

const common = {
  name: triggerNameSchema,
  part: nameSchema.optional(),
  deadlineSeconds: z.number().min(0.05).max(60).default(2),
};

const inputSchema = z
  .string()
  .min(1)
  .refine(
    hasNoPassword,
    'expected one without a password: name the environment variable that has it',
  );

/** Where a station takes one picture when it is asked to. */
export const triggerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('camera'),
    ...common,
    input: z.union([inputSchema, secretSchema]),
    rate: z.number().min(0.2).max(120).default(10),
    latencySeconds: z.number().min(0).max(30).optional(),
  }),
  z.strictObject({
    kind: z.literal('folder'),
    ...common,
    folder: z.string().min(1),
    settleSeconds: z.number().min(0.02).max(60).default(0.2),
  }),
]);
type TriggerEntry = z.infer<typeof triggerSchema>;

/**
 * What a station is told of a trigger.
 *
 * @throws {@link ConnectorError} if the address of its camera is to be in the environment, and is not.
 */
export function readTrigger(entry: TriggerEntry, environment: Environment): TriggerSettings {
  const { name, part, deadlineSeconds } = entry;
  const shared = { name, part, deadlineSeconds };
  if (entry.kind === 'folder') {
    const { kind, folder, settleSeconds } = entry;
    return { ...shared, source: { kind, folder, settleSeconds } };
  }
  const { kind, rate } = entry;
  const input = typeof entry.input === 'string' ? entry.input : environment[entry.input.env];
  if (input === undefined || input === '') {
    const variable = typeof entry.input === 'string' ? '' : entry.input.env;
    throw new ConnectorError(
      `open the trigger ${name}`,
      `the environment variable ${variable} is not set: expected the address of its camera`,
      `Set ${variable} where the station is started.`,
    );
  }
  const { latencySeconds = latencyOf(input) } = entry;
  return { ...shared, source: { kind, input, rate, latencySeconds } };
}

/** Seconds that a camera may take, where nobody measured it: one of the network encodes, sends and decodes; a file does not. */
function latencyOf(input: string): number {
  if (/^[a-z]+:\/\//.test(input)) return 0.5;
  return /^(?:\/dev\/|gige:)/.test(input) ? 0.2 : 0;
}
