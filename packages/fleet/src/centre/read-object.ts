import type { ObjectStore } from '@nats-io/obj';
import { errors } from '@nats-io/transport-node';

/** Milliseconds in which an object must come: one whose server ends meanwhile would never. */
const PATIENCE = 120_000;

/**
 * An object, shape [size], whole by its hash; undefined where there is none.
 *
 * @throws {@link errors.TimeoutError} if it does not come.
 */
export async function readObject(
  store: ObjectStore,
  name: string,
): Promise<Uint8Array | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new errors.TimeoutError()), PATIENCE);
  });
  try {
    return (await Promise.race([store.getBlob(name), late])) ?? undefined;
  } finally {
    clearTimeout(timer);
  }
}
