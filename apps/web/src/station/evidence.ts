import type {
  AcceptanceReport as StationAcceptance,
  ProductionCharts as StationCharts,
} from '@fewgood/station/api';
import type { AcceptanceReport } from '../ports/acceptance-api.ts';
import type {
  ControlChart,
  EvidenceApi,
  ProductionCharts,
  ProductionPeriod,
  Rate,
  TrailEntry,
} from '../ports/evidence-api.ts';
import { thumbnailAddress } from './inspection-rows.ts';
import { get, queryOf } from './request.ts';

/** Evidence that a station has. */
export const stationEvidence: EvidenceApi = {
  charts: async (partId, filter, signal) => {
    const query = queryOf({ ...filter });
    return chartsOf(await get<StationCharts>(`/parts/${partId}/charts${query}`, signal));
  },
  acceptance: async ({ id, version }, limits, language, signal) => {
    const query = queryOf({ ...limits, language: language === 'de' ? 'de' : 'en' });
    const path = `/parts/${id}/versions/${String(version)}/acceptance${query}`;
    return acceptanceOf(await get<StationAcceptance>(path, signal));
  },
  trail: async (id, signal) => get<TrailEntry[]>(`/inspections/${id}/trail`, signal),
};

function chartsOf({ control, latency, throughput, ...rest }: StationCharts): ProductionCharts {
  const { inspections, omitted, withoutControl, hours, shifts } = rest;
  return {
    inspections,
    omitted,
    withoutControl,
    control: control && controlOf(control),
    hours: hours.map(periodOf),
    shifts: shifts.map(periodOf),
    ...latency,
    mean: throughput.mean,
    peak: throughput.peak,
  };
}

function acceptanceOf(report: StationAcceptance): AcceptanceReport {
  const { part, version, activations, terms, pictures, kept, leftOut, repeatability } = report;
  const { number, createdAt, ...rest } = version;
  return {
    ...rest,
    partName: part.name,
    version: number,
    created: createdAt,
    activation: activations.at(-1) ?? null,
    terms: terms.map(({ share, ...term }) => ({ ...term, share: rateOf(share) })),
    kept,
    pictures: pictures.map(({ picture, pictureRemoved, ...row }) => ({
      ...row,
      thumbnail: pictureRemoved ? null : thumbnailAddress(picture),
    })),
    leftOut,
    repeatability,
    madeAt: report.madeAt,
    madeBy: report.madeBy,
    head: report.head,
  };
}

function controlOf({
  version,
  baseline,
  points,
  ewma,
  cusum,
}: NonNullable<StationCharts['control']>): ControlChart {
  return {
    version,
    baseline: baseline.scores,
    isSmall: baseline.isSmall,
    ids: points.id,
    times: points.time,
    ratios: points.ratio,
    standard: points.standard,
    ewma: ewma.values,
    ewmaLimits: ewma.limits,
    cusumUp: cusum.up,
    cusumDown: cusum.down,
    cusumLimit: cusum.decision,
    alarms: [
      ...ewma.alarms.map((alarm) => ({ ...alarm, chart: 'ewma' as const, since: null })),
      ...cusum.alarms.map((alarm) => ({ ...alarm, chart: 'cusum' as const })),
    ].toSorted((a, b) => a.from - b.from),
  };
}

function periodOf({
  day,
  name,
  inspections,
  fail,
  cannotJudge,
}: StationCharts['hours'][number]): ProductionPeriod {
  return { day, name, inspections, fail: rateOf(fail), cannotJudge: rateOf(cannotJudge) };
}

function rateOf({ count, of, share, interval }: StationCharts['hours'][number]['fail']): Rate {
  return { count, of, share, ...interval };
}
