import type {
  InspectionCounts,
  InspectionDetail as StationDetail,
  Page as StationPage,
  StationInspection,
} from '@fewgood/station/api';
import type {
  InspectionApi,
  InspectionDetail,
  InspectionFilter,
  InspectionSummary,
  NewInspection,
  Outcome,
} from '../ports/inspection-api.ts';
import { watchStation } from './events.ts';
import { ask, BASE, get, queryOf } from './request.ts';
import { detailOf, summaryOf } from './inspection-rows.ts';

/** Rows of one page. */
const LIMIT = 50;

/** Judging at a station, and what it judged. */
export const stationInspections: InspectionApi = {
  submit: submitPicture,
  one: async (id, signal): Promise<InspectionDetail> =>
    detailOf(await get<StationDetail>(`/inspections/${id}`, signal)),
  list: async (filter, cursor, signal) => {
    const query = queryOf({ ...filterQuery(filter), cursor, limit: LIMIT });
    const page = await get<StationPage<StationInspection>>(`/inspections${query}`, signal);
    return { items: page.items.map(summaryOf), next: page.next };
  },
  count: async (filter, signal) => {
    const query = queryOf(filterQuery(filter));
    const counts = await get<InspectionCounts>(`/inspection-counts${query}`, signal);
    const { pass, fail, cannotJudge, failed, waiting } = counts;
    return { pass, fail, 'cannot judge': cannotJudge, error: failed, waiting };
  },
  watch: (listener) =>
    watchStation({
      onConnection: listener.onConnection,
      onEvent: (event) => {
        if (event.type === 'inspection') listener.onInspection(summaryOf(event.inspection));
        else if (event.type === 'review' || event.type === 'part' || event.type === 'connection') {
          listener.onChange(event.type);
        }
      },
    }),
  exportFile: (filter, format) =>
    `${BASE}/inspection-export${queryOf({ ...filterQuery(filter), format })}`,
  report: null,
};

async function submitPicture(inspection: NewInspection): Promise<InspectionSummary> {
  const { partId, picture, name, source, key } = inspection;
  const query = queryOf({ part: partId, name, source });
  const taken = await ask<StationInspection>(`/inspections${query}`, {
    method: 'POST',
    headers: {
      'idempotency-key': key,
      'content-type': picture.type === '' ? 'application/octet-stream' : picture.type,
    },
    body: picture,
  });
  return summaryOf(taken);
}

/** An outcome as the station's filters say it. */
const OUTCOMES: Readonly<Record<Outcome, Readonly<Record<string, string>>>> = {
  pass: { verdict: 'pass' },
  fail: { verdict: 'fail' },
  'cannot judge': { verdict: 'cannot judge' },
  error: { state: 'failed' },
  waiting: { state: 'waiting' },
};

function filterQuery({ partId, outcome, from, to, text }: InspectionFilter) {
  return {
    part: partId,
    from,
    to,
    name: text,
    ...(outcome === undefined ? {} : OUTCOMES[outcome]),
  };
}
