import type { AcceptanceLimits } from '../../ports/acceptance-api.ts';

/** Takes agreed limits, as shares, from an address; what is none is left out. */
export function readAcceptanceSearch(search: Readonly<Record<string, unknown>>): AcceptanceLimits {
  return { falseReject: shareOf(search['falseReject']), escape: shareOf(search['escape']) };
}

function shareOf(value: unknown): number | undefined {
  const share = Number(value);
  return share > 0 && share < 1 ? share : undefined;
}
