import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { healthSchema, readinessSchema, stationSchema } from '../../api/system.ts';
import type { Station } from '../../station.ts';
import { forAll, needs, type StationEnv } from '../access.ts';
import { json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  ...forAll,
  responses: { 200: json(healthSchema, 'the process answers') },
});

const readiness = createRoute({
  method: 'get',
  path: '/ready',
  operationId: 'readiness',
  ...forAll,
  responses: {
    200: json(readinessSchema, 'a picture that is sent now is taken and judged'),
    503: json(readinessSchema, 'what is not there'),
  },
});

const station = createRoute({
  method: 'get',
  path: '/station',
  operationId: 'station',
  ...needs('viewer'),
  responses: { 200: json(stationSchema, 'what a page must know') },
});

const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  operationId: 'metrics',
  ...needs('viewer'),
  responses: {
    200: {
      description: 'counters and times for Prometheus',
      content: { 'text/plain': { schema: z.string() } },
    },
  },
});

/** How the station is. */
export function systemRoutes(service: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(health, (context) => context.json({ status: 'ok' as const }, 200))
    .openapi(readiness, async (context) => {
      const state = await service.readiness();
      return context.json(state, state.ready ? 200 : 503);
    })
    .openapi(station, async (context) => context.json(await service.info(), 200))
    .openapi(metrics, async (context) => {
      const { metrics: registry, outbox, triggers } = service;
      await outbox.measure();
      triggers.measure();
      return context.text(await registry.text(), 200, { 'content-type': registry.type });
    });
}
