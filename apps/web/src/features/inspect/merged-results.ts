import type { InspectionSummary } from '../../ports/inspection-api.ts';

/** How many results the strip keeps. */
const KEPT = 40;

/** The list with an inspection in its place; what was judged is not made to wait again. */
export function merged(
  all: readonly InspectionSummary[],
  inspection: InspectionSummary,
): readonly InspectionSummary[] {
  const known = all.find(({ id }) => id === inspection.id);
  if (known === undefined) return [inspection, ...all].slice(0, KEPT);
  if (inspection.outcome === 'waiting') return all;
  return all.map((other) => (other.id === inspection.id ? inspection : other));
}
