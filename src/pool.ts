/**
 * Does work on every item, as many at once as there are workers; each worker takes the next item when
 * it is done with one. After a failure no further item is begun, and what is under way is awaited.
 *
 * @param work - Of one worker on one item.
 */
export async function shareOut<W, T>(
  workers: readonly W[],
  items: Iterable<T>,
  work: (worker: W, item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const lane = async (worker: W): Promise<void> => {
    for (let next = queue.next(); !failed && !next.done; next = queue.next()) {
      try {
        await work(worker, next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(workers.map(lane));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
