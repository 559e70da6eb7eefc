import { z } from 'zod';
import type { Centre } from '../centre/centre.ts';
import { type Fleet, now } from '../fleet.ts';

/** Milliseconds between two signs of life; a third of the time after which a worker is gone. */
const EVERY = 20_000;

const presenceSchema = z.object({
  name: z.string(),
  version: z.string(),
  since: z.string(),
  at: z.string(),
  judged: z.number(),
});
/** A worker that lives. */
export type Presence = z.infer<typeof presenceSchema>;

/** Says that a worker is there, until the signal; whoever listens or not. */
export async function showPresence(
  { centre, lines }: Pick<Fleet, 'centre' | 'lines'>,
  about: () => Pick<Presence, 'name' | 'version' | 'judged'>,
  signal: AbortSignal,
): Promise<void> {
  const since = now();
  const { name } = about();
  const show = async (): Promise<void> => {
    const { version } = about();
    const nothing = { waiting: 0, oldestAt: null, parts: [] };
    await Promise.all([
      centre.workers.put(name, JSON.stringify({ ...about(), since, at: now() })),
      lines.show({ name, kind: 'worker', version, since, ...nothing }),
    ]);
  };
  // A sign that is lost is followed by another one.
  const quietly = (): void => void show().catch(() => undefined);
  quietly();
  const timer = setInterval(quietly, EVERY);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  clearInterval(timer);
  await centre.workers.delete(name).catch(() => undefined);
}

/** The workers that live, by name. */
export async function listWorkers(centre: Centre): Promise<Presence[]> {
  const workers: Presence[] = [];
  for await (const key of await centre.workers.keys()) {
    const entry = await centre.workers.get(key);
    if (entry === null || entry.operation !== 'PUT') continue;
    const parsed = presenceSchema.safeParse(entry.json());
    if (parsed.success) workers.push(parsed.data);
  }
  return workers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
