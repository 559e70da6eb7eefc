import { createContext, type ReactNode, use } from 'react';
import type { ConnectionsApi } from '../ports/connections-api.ts';
import type { EvidenceApi } from '../ports/evidence-api.ts';
import type { InspectionApi } from '../ports/inspection-api.ts';
import type { LinesApi } from '../ports/lines-api.ts';
import type { LiveApi } from '../ports/live-api.ts';
import type { PartsApi } from '../ports/parts-api.ts';
import type { PeopleApi } from '../ports/people-api.ts';
import type { ReviewApi } from '../ports/review-api.ts';
import type { StorageApi } from '../ports/storage-api.ts';
import type { StudyApi } from '../ports/study-api.ts';

/** All that the page asks for; null where whoever answers has no such thing, and the page leaves it out. */
export interface PageApi {
  readonly inspections: InspectionApi;
  readonly parts: PartsApi;
  readonly people: PeopleApi | null;
  readonly reviews: ReviewApi | null;
  readonly live: LiveApi | null;
  readonly storage: StorageApi | null;
  readonly evidence: EvidenceApi | null;
  readonly studies: StudyApi | null;
  readonly connections: ConnectionsApi | null;
  readonly lines: LinesApi | null;
}

const ApiContext = createContext<PageApi | null>(null);

/** Gives the page what it asks: the station's server, or the browser itself. */
export function ApiProvider({
  api,
  children,
}: {
  readonly api: PageApi;
  readonly children: ReactNode;
}) {
  return <ApiContext value={api}>{children}</ApiContext>;
}

/** What the page asks. */
export function useApi(): PageApi {
  const api = use(ApiContext);
  if (api === null) throw new Error('Cannot reach an API: expected an ApiProvider');
  return api;
}
