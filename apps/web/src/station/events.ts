import type { StationEvent } from '@fewgood/station/api';
import type { Connection } from '../ports/inspection-api.ts';
import { BASE } from './request.ts';

/** Told of what happens at the station. */
interface EventListener {
  readonly onEvent: (event: StationEvent) => void;
  readonly onConnection: (state: Connection) => void;
}

const TYPES = ['inspection', 'enrolment', 'part', 'queue', 'review', 'connection'] as const;
/** A stream that the browser gave up is opened again after so long, milliseconds. */
const AGAIN = 3000;

/** Listens to the station until the returned function is called; opens the line again when it is cut. */
export function watchStation({ onEvent, onConnection }: EventListener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(`${BASE}/events`);
    source.addEventListener('open', () => {
      onConnection('live');
    });
    source.addEventListener('error', () => {
      onConnection('lost');
      // A cut line is opened again by the browser; a refused one is not.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
    });
    for (const type of TYPES) {
      source.addEventListener(type, ({ data }: MessageEvent<string>) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and server are of one version
        onEvent(JSON.parse(data) as StationEvent);
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
