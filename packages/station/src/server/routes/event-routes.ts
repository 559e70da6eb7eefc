import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { eventQuerySchema, type StationEvent } from '../../api/system.ts';
import type { Station } from '../../station.ts';
import { type AccessPolicy, needs, type StationEnv } from '../access.ts';
import { eventStream } from '../event-stream.ts';
import { refuseInvalid } from '../faults.ts';

const events = createRoute({
  method: 'get',
  path: '/events',
  operationId: 'events',
  ...needs('viewer'),
  request: { query: eventQuerySchema },
  responses: {
    200: {
      description: 'what happens, as it happens: server-sent events, each a `StationEvent`',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
});

/** What happens, as it happens, to whom may see it. */
export function eventRoutes({ events: hub }: Station, policy: AccessPolicy) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid }).openapi(events, (context) => {
    const { part } = context.req.valid('query');
    const isWanted = (event: StationEvent): boolean => part === undefined || isAbout(event, part);
    const isAllowed = async (): Promise<boolean> =>
      (await policy.callerOf(context, false)) !== null;
    return eventStream(hub, isWanted, isAllowed);
  });
}

function isAbout(event: StationEvent, part: string): boolean {
  if (event.type === 'inspection') return event.inspection.part === part;
  if (event.type === 'enrolment') return event.enrolment.part === part;
  return !('part' in event) || event.part === part;
}
