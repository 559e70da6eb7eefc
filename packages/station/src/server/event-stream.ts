import type { StationEvent } from '../api/system.ts';
import type { EventHub } from '../event-hub.ts';

/** Milliseconds between signs of life, which keep a proxy from ending the connection. */
const HEARTBEAT = 15_000;
/** Events that a slow reader may be behind; then its stream ends, and it begins anew with what is true then. */
const MOST_BEHIND = 1000;

/** Milliseconds after which a browser connects again. */
const RETRY = 2000;

/**
 * An answer of server-sent events, from now on.
 *
 * @param isAllowed - Whether the reader still may: asked at each sign of life.
 */
export function eventStream(
  hub: EventHub,
  isWanted: (event: StationEvent) => boolean,
  isAllowed: () => Promise<boolean>,
): Response {
  const encoder = new TextEncoder();
  let stop: (() => void) | undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        let isOpen = true;
        const end = (): void => {
          stop?.();
          if (isOpen) controller.close();
          isOpen = false;
        };
        const send = (text: string): void => {
          if (!isOpen) return;
          if ((controller.desiredSize ?? 0) <= 0) end();
          else controller.enqueue(encoder.encode(text));
        };
        send(`retry: ${RETRY}\n\n`);
        const beat = async (): Promise<void> => {
          if (await isAllowed()) send(': alive\n\n');
          else end();
        };
        // A database that is away tells nothing of the reader.
        const timer = setInterval(() => void beat().catch(() => undefined), HEARTBEAT);
        timer.unref();
        const leave = hub.listen((event) => {
          if (isWanted(event)) send(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
        });
        stop = () => {
          clearInterval(timer);
          leave();
        };
      },
      cancel: () => stop?.(),
    },
    { highWaterMark: MOST_BEHIND },
  );
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // A proxy that collects an answer would keep events back.
      'x-accel-buffering': 'no',
    },
  });
}
