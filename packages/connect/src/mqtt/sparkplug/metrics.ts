import type { VerdictMessage } from '../../message.ts';
import type { Counters } from '../tally.ts';
import { type Metric, REBIRTH } from './payload.ts';

/** What there is of a verdict, by the name that hosts show; of none, all of them are null. */
const OF_VERDICT: Readonly<
  Record<string, readonly [type: Metric['type'], of: (message: VerdictMessage) => Metric['value']]>
> = {
  Key: ['String', ({ key }) => key],
  Good: ['Boolean', ({ good }) => good],
  Result: ['String', ({ inspection }) => inspection.verdict ?? 'fault'],
  Part: ['String', ({ partName }) => partName],
  Name: ['String', ({ inspection }) => inspection.name],
  Sequence: ['Int64', ({ inspection }) => inspection.seq],
  Score: ['Double', ({ inspection }) => inspection.score],
  Threshold: ['Double', ({ inspection }) => inspection.threshold],
  Ratio: ['Double', ({ inspection }) => inspection.ratio],
  Version: ['Int64', ({ inspection }) => inspection.version],
  Time: ['DateTime', ({ inspection }) => timeOf(inspection)],
  Milliseconds: ['Double', ({ inspection }) => inspection.milliseconds],
  Link: ['String', ({ links }) => links.inspection],
  Overlay: ['String', ({ links }) => links.overlay],
};

/** The metrics of a verdict, at the time that it was made; before the first one, they have no values. */
export function verdictMetrics(message: VerdictMessage | undefined, now: number): Metric[] {
  const timestamp = message === undefined ? now : timeOf(message.inspection);
  return Object.entries(OF_VERDICT).map(([name, [type, of]]) => {
    const value = message === undefined ? null : of(message);
    return { name: `Verdict/${name}`, type, value, timestamp };
  });
}

/** When the verdict was there; of old ones, when the picture came. */
function timeOf({ verdictAt, acceptedAt }: VerdictMessage['inspection']): number {
  return Date.parse(verdictAt ?? acceptedAt);
}

export function counterMetrics(counters: Counters, timestamp: number): Metric[] {
  const { good, fail, cannotJudge, faults } = counters;
  const named = { Good: good, Fail: fail, 'Cannot judge': cannotJudge, Faults: faults };
  return Object.entries(named).map(([name, value]) => {
    return { name: `Counters/${name}`, type: 'Int64', value, timestamp };
  });
}

/** The metrics of the station itself. */
export function nodeMetrics(
  { version, address }: { version: string; address: string | undefined },
  timestamp: number,
): Metric[] {
  return [
    { name: REBIRTH, type: 'Boolean', value: false, timestamp },
    { name: 'Properties/Version', type: 'String', value: version, timestamp },
    { name: 'Properties/Address', type: 'String', value: address ?? null, timestamp },
  ];
}
