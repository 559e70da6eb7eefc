import type { Line } from '@fewgood/station/api';
import type { FleetLine, LinesApi } from '../ports/lines-api.ts';
import { get, queryOf } from './request.ts';

/** The lines of the fleet that a station is in. */
export const stationLines: LinesApi = {
  list: async (from, signal) =>
    (await get<Line[]>(`/lines${queryOf({ from })}`, signal)).map(lineOf),
};

function lineOf(line: Line): FleetLine {
  const { name, kind, seenAt, lost, waiting, oldestAt, parts, lastHour } = line;
  const { pass, fail, cannotJudge, failed } = line;
  return {
    name,
    kind,
    seen: seenAt,
    isLost: lost,
    waiting,
    oldest: oldestAt,
    parts,
    counters: { pass, fail, 'cannot judge': cannotJudge, error: failed },
    lastHour,
  };
}
