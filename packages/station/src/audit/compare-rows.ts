import type { Problems } from './problems.ts';

/** What rows are compared with. */
interface Comparison<Fact> {
  /** What a row is called, such as `review`. */
  readonly kind: string;
  /** What the chain says, by the ids of rows. */
  readonly facts: ReadonlyMap<string, Fact>;
  readonly problems: Problems;
}

/**
 * Compares rows with what the chain says of them: none is missing, and none is there that it does not have.
 *
 * @param problemOf - What is wrong with a row; undefined where it is as the chain has it.
 */
export async function compareRows<Row extends { readonly id: string }, Fact>(
  rows: AsyncIterable<Row>,
  { kind, facts, problems }: Comparison<Fact>,
  problemOf: (row: Row, fact: Fact) => string | undefined,
): Promise<void> {
  const missing = new Set(facts.keys());
  for await (const row of rows) {
    const fact = facts.get(row.id);
    const problem = fact === undefined ? 'the chain does not have it' : problemOf(row, fact);
    if (problem !== undefined) problems.add(`${kind} ${row.id}`, problem);
    missing.delete(row.id);
  }
  for (const id of missing) problems.add(`${kind} ${id}`, 'it is missing');
}
