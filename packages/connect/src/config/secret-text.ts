import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import { type Environment, secretSchema } from './common-settings.ts';

/** A text that is never in the configuration itself: an environment variable or a file has it. */
export const secretTextSchema = z.union(
  [secretSchema, z.strictObject({ file: z.string().min(1) })],
  'expected { "env": "NAME" } or { "file": "PATH" }, which has the secret',
);
type SecretText = z.infer<typeof secretTextSchema>;

/** Who wants a text, and what for. */
export interface WantedText {
  readonly connector: string;
  /** Such as `its password`. */
  readonly what: string;
  readonly environment: Environment;
}

/**
 * Looks a text up; without the end of its last line, as editors write files.
 *
 * @throws {@link ConnectorError} if it is not there.
 */
export function readSecretText(text: SecretText, wanted: WantedText): string {
  if ('env' in text) return readVariable(text.env, wanted);
  const { connector, what } = wanted;
  try {
    return readFileSync(text.file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new ConnectorError(
      `open the connector ${connector}`,
      `${cause instanceof Error ? cause.message : String(cause)}: expected a file with ${what}`,
      'Check the path, and that the station may read the file.',
      cause,
    );
  }
}

/** @throws {@link ConnectorError} if it is not set. */
export function readVariable(env: string, { connector, what, environment }: WantedText): string {
  const value = environment[env];
  if (value !== undefined && value !== '') return value;
  throw new ConnectorError(
    `open the connector ${connector}`,
    `the environment variable ${env} is not set: expected ${what}`,
    `Set ${env} where the station is started.`,
  );
}
