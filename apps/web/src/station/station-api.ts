import type { PageApi } from '../app/api.tsx';
import { stationInspections } from './inspections.ts';
import { stationParts } from './parts.ts';
import { stationPeople } from './people.ts';
import { stationReviews } from './reviews.ts';

/** The API of the station that the page came from. */
export function stationApi(): PageApi {
  return {
    inspections: stationInspections,
    parts: stationParts,
    people: stationPeople,
    reviews: stationReviews,
    live: null,
    storage: null,
  };
}
