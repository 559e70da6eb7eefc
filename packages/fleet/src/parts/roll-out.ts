import { basename } from 'node:path';
import { decodePart, viewsOf } from 'fewgood';
import { FleetConflictError } from '../errors.ts';
import { type Fleet, now, thisActor } from '../fleet.ts';
import { assertName } from '../names.ts';
import { patiently } from '../patiently.ts';
import type { RolloutRow } from '../rows/tables.ts';
import { localModel, PartFiles } from './part-files.ts';
import { tellRecipe } from './recipes.ts';

/** A part file that is to judge. */
export interface PartRollout {
  /** What the fleet calls the part. */
  readonly part: string;
  /** Path of the file, for its name. */
  readonly path: string;
  /** The file, shape [size]. */
  readonly bytes: Uint8Array;
  readonly reason: string;
}

/**
 * Makes a part file the version that judges all that is submitted from now on. What was submitted before is judged by
 * the version of then.
 *
 * @throws {@link ArgumentRangeError} if the name is none.
 * @throws {@link PartError} if the file is no part.
 * @throws {@link FleetConflictError} if a model that the part needs is not on this machine.
 */
export async function rollOut(
  fleet: Fleet,
  { part: name, path, bytes, reason }: PartRollout,
): Promise<RolloutRow> {
  assertName('part', name);
  const part = decodePart(bytes, basename(path));
  const files = new PartFiles(fleet.centre);
  const models: { name: string; sha256: string }[] = [];
  for (const { model } of viewsOf(part)) {
    const local = await localModel(model);
    if (local === undefined) {
      throw new FleetConflictError(
        `roll ${name} out`,
        `its model ${model.name} is not on this machine`,
        'Pull or import the model, or name it in FEWGOOD_MODEL.',
        { part: name, model: model.name, sha256: model.sha256 },
      );
    }
    await patiently(async () => files.putModel(model, local));
    models.push({ name: model.name, sha256: model.sha256 });
  }
  const sha256 = await patiently(async () => files.putPart(bytes));
  const row = await patiently(async () =>
    fleet.rollouts.add({
      part: name,
      sha256,
      file: basename(path),
      bytes: bytes.length,
      models: JSON.stringify(models),
      at: now(),
      actor: thisActor(),
      reason,
    }),
  );
  await patiently(async () => tellRecipe(fleet.centre, row));
  return row;
}

/**
 * Makes a version that judged before the one that judges again.
 *
 * @param to - The first 8 digits of its hash or more; the one before the active one by default.
 * @throws {@link FleetNotFoundError} if there is no such part, or no such version of it.
 * @throws {@link FleetConflictError} if no other version judged before.
 */
export async function rollBack(
  fleet: Fleet,
  {
    part,
    to,
    reason,
  }: { readonly part: string; readonly to?: string | undefined; readonly reason: string },
): Promise<RolloutRow> {
  const row = await patiently(async () => {
    const { seq: _seq, previous: _previous, ...version } = await fleet.rollouts.earlier(part, to);
    return fleet.rollouts.add({ ...version, at: now(), actor: thisActor(), reason });
  });
  await patiently(async () => tellRecipe(fleet.centre, row));
  return row;
}
