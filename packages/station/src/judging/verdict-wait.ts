import type { StationInspection } from '../api/inspection.ts';
import type { EventHub } from '../event-hub.ts';
import { type InspectionList, inspectionOf } from '../store/inspection-list.ts';

interface WhereVerdictsAre {
  readonly events: EventHub;
  readonly inspections: InspectionList;
}

/** The inspection as it is once it is judged, or after so many milliseconds. */
export async function awaitVerdict(
  inspection: StationInspection,
  { events, inspections }: WhereVerdictsAre,
  milliseconds: number,
): Promise<StationInspection> {
  if (inspection.state !== 'waiting' || milliseconds === 0) return inspection;
  let stop: (() => void) | undefined;
  const judged = new Promise<StationInspection | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    const leave = events.listen((event) => {
      if (event.type !== 'inspection' || event.inspection.id !== inspection.id) return;
      if (event.inspection.state !== 'waiting') resolve(event.inspection);
    });
    stop = () => {
      clearTimeout(timer);
      leave();
    };
  });
  try {
    // It may have been judged before anybody listened.
    const now = inspectionOf(await inspections.row(inspection.id));
    return now.state === 'waiting' ? ((await judged) ?? now) : now;
  } finally {
    stop?.();
  }
}
