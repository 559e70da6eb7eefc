import { JetStreamApiError } from '@nats-io/jetstream';
import { z } from 'zod';
import type { Centre } from '../centre/centre.ts';
import type { RolloutRow } from '../rows/tables.ts';

/** What a line must know to judge by the version that is active. */
const recipeSchema = z.object({
  format: z.literal(1),
  /** Of the part. */
  name: z.string(),
  /** Hash of the part file. */
  sha256: z.string(),
  file: z.string(),
  bytes: z.number(),
  models: z.array(z.object({ name: z.string(), sha256: z.string() })),
  /** Number of the rollout: a later one has a higher one. */
  seq: z.number(),
  at: z.string(),
  actor: z.string(),
  reason: z.string(),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** Attempts to be the last one who writes: each that fails means that another one wrote. */
const ATTEMPTS = 100;

/**
 * Tells all lines by the key-value bucket which version judges. PostgreSQL says which one that is: of two that are told
 * at one moment the later rollout stays, whoever writes last.
 */
export async function tellRecipe({ recipes }: Centre, row: RolloutRow): Promise<void> {
  const text = JSON.stringify(recipeOf(row));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const entry = await recipes.get(row.part);
    if (entry !== null && isAsNew(entry.string(), row)) return;
    try {
      await (entry === null
        ? recipes.create(row.part, text)
        : recipes.update(row.part, text, entry.revision));
      return;
    } catch (error) {
      // Somebody else wrote meanwhile: what it is decides who was later.
      if (!(error instanceof JetStreamApiError) || error.status === 503) throw error;
    }
  }
}

function isAsNew(text: string, { seq }: RolloutRow): boolean {
  try {
    const parsed = recipeSchema.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.seq >= seq;
  } catch {
    return false;
  }
}

function recipeOf({
  part,
  sha256,
  file,
  bytes,
  models,
  seq,
  at,
  actor,
  reason,
}: RolloutRow): Recipe {
  const head = { format: 1 as const, name: part, sha256, file, bytes };
  return { ...head, models: JSON.parse(models), seq, at, actor, reason };
}
