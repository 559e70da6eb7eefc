import { connectorNameSchema, nameSchema } from '@fewgood/station/api';
import { z } from 'zod';

/** The name of a connector. */
export const named = { name: connectorNameSchema };

/** What may be said of any outlet. */
export const outletSettings = {
  from: z.enum(['now', 'start']).default('now'),
  details: z.boolean().default(false),
  attempts: z.int().min(1).max(1000).default(10),
  backOff: z
    .strictObject({
      firstSeconds: z.number().min(0.01).max(3600).default(1),
      mostSeconds: z.number().min(0.01).max(3600).default(60),
    })
    .default({ firstSeconds: 1, mostSeconds: 60 }),
};

/** A secret is never in the file: it names the environment variable that has it. */
export const secretSchema = z.strictObject(
  { env: z.string().regex(/^\w+$/, 'the name of an environment variable') },
  'expected { "env": "NAME" }, the environment variable that has the secret',
);

/** What the station is called. */
export const stationNameSchema = nameSchema;

/** Where secrets are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a connector is made of besides its settings. */
export interface Surroundings {
  /** What the station is called. */
  readonly station: string;
  /** Where people reach it. */
  readonly address: string | undefined;
  readonly environment: Environment;
}

/** Whether an address has no password, which would be one in the file. */
export function hasNoPassword(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}
