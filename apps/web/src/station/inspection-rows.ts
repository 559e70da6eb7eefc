import type { InspectionDetail as StationDetail, StationInspection } from '@fewgood/station/api';
import type {
  Alignment,
  DefectRegion,
  InspectionDetail,
  InspectionSummary,
  Outcome,
  Reason,
} from '../ports/inspection-api.ts';
import { BASE } from './request.ts';

/** Address of a picture that the station keeps, by the hash of its bytes; as a kind that browsers show. */
function pictureAddress(sha256: string): string {
  return `${BASE}/pictures/${sha256}?as=shown`;
}

/** Address of a small one, for lists. */
export function thumbnailAddress(sha256: string): string {
  return `${BASE}/pictures/${sha256}?as=small`;
}

/** A row of the station's as the page shows it. */
export function summaryOf(row: StationInspection): InspectionSummary {
  return {
    id: row.id,
    outcome: outcomeOf(row),
    partId: row.part,
    version: row.version,
    name: row.name,
    source: row.source,
    time: row.acceptedAt,
    ratio: row.ratio,
    score: row.score,
    threshold: row.threshold,
    picture: row.pictureRemoved ? null : pictureAddress(row.picture),
    thumbnail: row.pictureRemoved ? null : thumbnailAddress(row.picture),
    error: row.fault,
    latency: row.milliseconds,
  };
}

function outcomeOf({ state, verdict }: StationInspection): Outcome {
  if (state === 'failed') return 'error';
  return verdict ?? 'waiting';
}

/** What of a record (docs/inspection.schema.json) the page shows. */
interface JudgedRecord {
  readonly provisional: boolean;
  readonly reasons: readonly Reason[];
  readonly regions: readonly DefectRegion[];
  readonly size: { readonly width: number; readonly height: number };
  readonly alignment?: Alignment | null;
}

/** All of an inspection as the page shows it. */
export function detailOf(row: StationDetail): InspectionDetail {
  const record = judgedRecord(row.record);
  return {
    ...summaryOf(row),
    provisional: record?.provisional ?? false,
    reasons: record?.reasons ?? [],
    regions: record?.regions ?? [],
    size: record?.size ?? null,
    ...(record?.alignment !== undefined && { alignment: record.alignment }),
    overlay: row.overlay === null ? null : `${BASE}/inspections/${row.id}/overlay`,
  };
}

/** A record of a picture that was judged; null for one that could not be read, which has only its error. */
function judgedRecord(record: unknown): JudgedRecord | null {
  if (typeof record !== 'object' || record === null || !('regions' in record)) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the station's schema says so
  return record as JudgedRecord;
}
