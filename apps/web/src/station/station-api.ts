import type { PageApi } from '../app/api.tsx';
import { stationConnections } from './connections.ts';
import { stationEvidence } from './evidence.ts';
import { stationInspections } from './inspections.ts';
import { stationLines } from './lines.ts';
import { stationParts } from './parts.ts';
import { stationPeople } from './people.ts';
import { stationReviews } from './reviews.ts';
import { stationStudies } from './studies.ts';

/** The API of the station that the page came from. */
export function stationApi(): PageApi {
  return {
    inspections: stationInspections,
    parts: stationParts,
    people: stationPeople,
    reviews: stationReviews,
    live: null,
    storage: null,
    evidence: stationEvidence,
    studies: stationStudies,
    connections: stationConnections,
    lines: stationLines,
  };
}
