import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CancelledError, type ModelInfo } from 'fewgood';
import type { EvaluationShare } from 'fewgood/node';
import { pause } from '../again.ts';
import { FleetConflictError } from '../errors.ts';
import type { Fleet } from '../fleet.ts';
import { hashOf, PartFiles } from '../parts/part-files.ts';
import { patiently } from '../patiently.ts';
import { ShareStore } from './share-store.ts';
import type { StoredShare } from './share-job.ts';

/** Seconds between two looks whether more is done. */
const LOOK = 0.5;

/** Shares of an evaluation that the fleet is to compute. */
export interface Spread {
  /** What the evaluation is called, in the status of the fleet. */
  readonly request: string;
  readonly shares: readonly EvaluationShare[];
  /** The models that they need. */
  readonly models: readonly { readonly info: ModelInfo; readonly bytes: Uint8Array }[];
  /** Given each cell as its share is done, as text. */
  readonly onCell: (text: string) => Promise<void>;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Has cells computed by the workers of a fleet, a share at a time. What was done when it is stopped need not be done
 * again.
 *
 * @throws {@link FleetConflictError} if no worker can compute a share.
 * @throws {@link CancelledError} if it is stopped.
 */
export async function spread(fleet: Fleet, about: Spread): Promise<void> {
  const { request, shares, models, onCell, log, signal } = about;
  const store = new ShareStore(fleet.centre);
  const files = new PartFiles(fleet.centre);
  for (const { info, bytes } of models) {
    await patiently(async () => files.putModel(info, bytes));
  }
  // Told apart from an attempt that was buried before.
  const attempt = Date.now();
  const open = new Map<string, EvaluationShare>();
  for (const share of shares) {
    const id = hashOf(new TextEncoder().encode(share.text));
    assertGoesOn(signal, 0, shares.length);
    await patiently(async () =>
      store.putShare(id, { text: share.text, files: await sent(store, share) }),
    );
    const job = { type: 'share', format: 1, id, request, category: share.category } as const;
    await patiently(async () => fleet.verdicts.raise(id));
    await patiently(async () => fleet.shares.add(job, attempt));
    open.set(id, share);
    log(`${share.category}: ${share.cells} cells are in the queue`);
  }
  while (open.size > 0) {
    for (const [id] of open) {
      const cells = await patiently(async () =>
        (await store.hasCells(id)) ? store.readCells(id) : undefined,
      );
      if (cells === undefined) continue;
      for (const cell of cells) await onCell(cell);
      open.delete(id);
      await patiently(async () => store.remove(id));
    }
    await assertAlive(fleet, open);
    assertGoesOn(signal, shares.length - open.size, shares.length);
    if (open.size > 0) await pause(LOOK, signal);
  }
}

/** Sends the files of a share that the store has not. */
async function sent(store: ShareStore, { files }: EvaluationShare): Promise<StoredShare['files']> {
  const all: StoredShare['files'] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    all.push({ file, sha256: await store.putData(bytes), suffix: extname(file) });
  }
  return all;
}

function assertGoesOn(signal: AbortSignal, done: number, total: number): void {
  if (signal.aborted) throw new CancelledError('evaluate', `${done} of ${total} categories`);
}

/** @throws {@link FleetConflictError} if a share was buried. */
async function assertAlive(
  fleet: Fleet,
  open: ReadonlyMap<string, EvaluationShare>,
): Promise<void> {
  for (const [id, { category }] of open) {
    const fault = await patiently(async () => fleet.verdicts.faultOf(id));
    if (fault === undefined) continue;
    throw new FleetConflictError(
      `evaluate ${category}`,
      `no worker could: ${fault}`,
      'Look at the status of the fleet, then start it again, which goes on.',
      { category },
    );
  }
}
