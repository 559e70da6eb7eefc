import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { auditEntrySchema, auditListSchema, auditReportSchema } from '../../api/system.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const list = createRoute({
  method: 'get',
  path: '/audit',
  operationId: 'listAudit',
  ...needs('engineer'),
  request: { query: auditListSchema },
  responses: { 200: json(pageOf(auditEntrySchema), 'who did what, newest first') },
});

const verify = createRoute({
  method: 'post',
  path: '/audit/verify',
  operationId: 'verifyAudit',
  ...needs('administrator'),
  responses: { 200: json(auditReportSchema, 'whether all is as the chain has it') },
});

/** The audit chain. */
export function auditRoutes({ audit }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(list, async (context) =>
      context.json(await audit.page(context.req.valid('query')), 200),
    )
    .openapi(verify, async (context) => context.json(await audit.verify(), 200));
}
