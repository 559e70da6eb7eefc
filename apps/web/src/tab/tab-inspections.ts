import type { InspectionEntry } from 'fewgood';
import { Fault } from '../ports/fault.ts';
import type { NamedBlob } from '../ports/file-source.ts';
import type {
  Alignment,
  DefectRegion,
  InspectionApi,
  InspectionDetail,
  InspectionFilter,
  InspectionSummary,
  NewInspection,
  Outcome,
} from '../ports/inspection-api.ts';
import { reasonOf, told } from './faults.ts';
import { csvOf, jsonOf } from './inspection-files.ts';
import { judgingPart, versionToJudge } from './judging-part.ts';
import type { InspectionRecord } from './records.ts';
import type { Tab } from './tab.ts';

/** Rows of one page. */
const LIMIT = 50;
/** Pictures of a report: each is judged again, and lies in the file. */
const MOST_REPORTED = 60;

/** Judging in the browser, and what it judged. */
export function tabInspections(tab: Tab): InspectionApi {
  const { store, channel } = tab;
  const matching = async (filter: InspectionFilter) =>
    (await store.inspections()).filter((one) => matches(one, filter));
  return {
    submit: async (picture) => told(async () => judge(tab, picture)),
    one: async (id) => told(async () => detailOf(tab, await recordOf(tab, id))),
    list: async (filter, cursor) =>
      told(async () => {
        const all = await matching(filter);
        const from = cursor === null ? 0 : 1 + all.findIndex(({ id }) => id === cursor);
        const some = all.slice(from, from + LIMIT);
        const items = await Promise.all(some.map(async (one) => detailOf(tab, one)));
        const next = from + LIMIT < all.length ? (some.at(-1)?.id ?? null) : null;
        return { items, next };
      }),
    count: async (filter) =>
      told(async () => {
        const counts: Record<Outcome, number> = {
          pass: 0,
          fail: 0,
          'cannot judge': 0,
          error: 0,
          waiting: 0,
        };
        for (const { outcome } of await matching(filter)) counts[outcome] += 1;
        return counts;
      }),
    watch: (listener) => channel.listen(listener),
    exportFile: (filter, format) => async () =>
      told(async () => {
        const all = await matching(filter);
        const names = new Map((await store.parts()).map(({ id, name }) => [id, name]));
        return format === 'csv' ? csvOf(all, names) : jsonOf(all, names);
      }),
    report: (filter) => async () => told(async () => reportOf(tab, await matching(filter))),
  };
}

function matches(one: InspectionRecord, filter: InspectionFilter): boolean {
  const { partId = one.partId, outcome = one.outcome, from = '', to, text = '' } = filter;
  return (
    one.partId === partId &&
    one.outcome === outcome &&
    one.time >= from &&
    (to === undefined || one.time < to) &&
    one.name.toLowerCase().includes(text.toLowerCase())
  );
}

/** @throws {@link Fault} if it is not kept. */
export async function recordOf(
  { store }: Pick<Tab, 'store'>,
  id: string,
): Promise<InspectionRecord> {
  const record = (await store.inspections()).find((one) => one.id === id);
  if (record !== undefined) return record;
  throw new Fault(
    'missing',
    `Cannot find the inspection ${id}: the browser keeps the newest ones.`,
  );
}

/** An inspection with the addresses of its pictures. */
export async function detailOf(
  { store, addresses }: Pick<Tab, 'store' | 'addresses'>,
  { hasPicture, hasOverlay, reviews: _reviews, ...record }: InspectionRecord,
): Promise<InspectionDetail> {
  const { id } = record;
  const address = async (kind: 'picture' | 'overlay') =>
    addresses.of(`${kind} ${id}`, async () => store.inspectionPicture(id, kind));
  const picture = hasPicture ? await address('picture') : null;
  return {
    ...record,
    picture,
    thumbnail: picture,
    overlay: hasOverlay ? await address('overlay') : null,
  };
}

/** Judges a picture and keeps what came of it, unless that is kept already. */
async function judge(tab: Tab, asked: NewInspection): Promise<InspectionSummary> {
  const { store, engine, parts, channel } = tab;
  const { partId, picture, name, source, key } = asked;
  const known = (await store.inspections()).find(({ id }) => id === key);
  if (known !== undefined) return detailOf(tab, known);
  const part = await judgingPart(tab, partId);
  const begin = {
    ...NOTHING,
    id: key,
    partId,
    name,
    source,
    version: part.number,
    time: new Date().toISOString(),
  };
  let record: InspectionRecord;
  let overlay: Blob | undefined;
  try {
    const start = performance.now();
    const judged = await engine.judge(part, { name, content: picture });
    const latency = performance.now() - start;
    const { verdict, score, threshold, ratio, ...found } = judged.inspection;
    const { provisional, reasons, regions, alignment } = found;
    overlay = await parts.ask('overlay', judged);
    const { width, height } = judged.image;
    record = {
      ...begin,
      outcome: verdict,
      score,
      threshold,
      ratio,
      latency,
      provisional,
      hasOverlay: true,
      size: { width, height },
      reasons: reasons.map(reasonData),
      regions: regions.map(regionData),
      ...(alignment !== undefined && { alignment: alignment && alignmentData(alignment) }),
    };
  } catch (error) {
    const reason = reasonOf(error);
    // What is wrong with the picture is its outcome; what is wrong with the part, or the page, is told at once.
    if (reason.code !== 'IMAGE_UNREADABLE') throw error;
    record = { ...begin, outcome: 'error', error: reason };
  }
  await store.addInspection(record, { picture, ...(overlay === undefined ? {} : { overlay }) });
  const detail = await detailOf(tab, record);
  channel.inspected(detail, true);
  return detail;
}

/** Of a picture that could not be read. */
const NOTHING = {
  hasPicture: true,
  hasOverlay: false,
  ratio: null,
  score: null,
  threshold: null,
  error: null,
  latency: null,
  provisional: false,
  reasons: [],
  regions: [],
  reviews: [],
  size: null,
} as const;

function regionData({ x, y, width, height, peak, kind, ...sizes }: DefectRegion): DefectRegion {
  const { millimetres, small } = sizes;
  return {
    x,
    y,
    width,
    height,
    peak,
    kind,
    ...(millimetres && { millimetres }),
    ...(small && { small }),
  };
}

function alignmentData({ angle, dx, dy, scale }: Alignment): Alignment {
  return { angle, dx, dy, scale };
}

function reasonData({ code, message, remedy, facts }: InspectionDetail['reasons'][number]) {
  return { code, message, remedy, facts: { ...facts } };
}

/** A report of the newest pictures that are kept, of the part of the first one; each is judged again for its map. */
async function reportOf(tab: Tab, all: readonly InspectionRecord[]): Promise<NamedBlob> {
  const { store, engine, parts } = tab;
  const newest = all.find(({ hasPicture }) => hasPicture);
  if (newest?.version === undefined || newest.version === null) {
    throw new Fault('refused', 'Cannot write a report: no picture is kept of what is shown.', {
      remedy: 'Inspect something, or widen the filter.',
    });
  }
  const { partId, version } = newest;
  const record = await store.part(partId);
  const part = versionToJudge(tab, record, version);
  const entries: InspectionEntry[] = [];
  const reported = all
    .filter((one) => one.partId === partId && one.version === version && one.hasPicture)
    .slice(0, MOST_REPORTED);
  for (const { id, name, time, error } of reported) {
    if (error !== null) {
      const { code, message, remedy } = error;
      entries.push({ name, time, error: { code, message, remedy, facts: {} } });
      continue;
    }
    const content = await store.inspectionPicture(id, 'picture');
    const { inspection, image, decode } = await engine.judge(part, { name, content });
    entries.push({ name, time, inspection, image, decode });
  }
  const time = new Date().toISOString();
  const blob = await parts.ask('report', {
    part: await part.read(),
    name: part.name,
    note: `Version ${String(version)}, ${time}`,
    entries,
  });
  return { name: `report-${time.slice(0, 19).replaceAll(':', '-')}.html`, blob };
}
