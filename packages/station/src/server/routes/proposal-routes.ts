import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema, pageQuerySchema } from '../../api/common.ts';
import {
  applicationRequestSchema,
  proposalFlipSchema,
  proposalListSchema,
  proposalRequestSchema,
  proposalSchema,
  regressionReportSchema,
} from '../../api/review.ts';
import {
  thresholdEffectSchema,
  thresholdQuerySchema,
  thresholdScoresSchema,
} from '../../api/threshold.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const partParams = z.object({ part: idSchema });
const params = z.object({ proposal: idSchema });

const create = createRoute({
  method: 'post',
  path: '/parts/{part}/proposals',
  operationId: 'createProposal',
  ...needs('engineer'),
  request: { params: partParams, body: body(proposalRequestSchema) },
  responses: { 202: json(proposalSchema, 'the version that is thought of; its replay runs') },
});

const list = createRoute({
  method: 'get',
  path: '/proposals',
  operationId: 'listProposals',
  ...needs('viewer'),
  request: { query: proposalListSchema },
  responses: { 200: json(pageOf(proposalSchema), 'proposals, newest first') },
});

const get = createRoute({
  method: 'get',
  path: '/proposals/{proposal}',
  operationId: 'getProposal',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(proposalSchema, 'the proposal') },
});

const flips = createRoute({
  method: 'get',
  path: '/proposals/{proposal}/flips',
  operationId: 'listProposalFlips',
  ...needs('viewer'),
  request: { params, query: pageQuerySchema },
  responses: { 200: json(pageOf(proposalFlipSchema), 'past verdicts that would be others') },
});

const cancel = createRoute({
  method: 'post',
  path: '/proposals/{proposal}/cancel',
  operationId: 'cancelProposal',
  ...needs('engineer'),
  request: { params },
  responses: { 200: json(proposalSchema, 'the proposal, of which nothing comes') },
});

const apply = createRoute({
  method: 'post',
  path: '/proposals/{proposal}/apply',
  operationId: 'applyProposal',
  ...needs('engineer'),
  request: { params, body: body(applicationRequestSchema) },
  responses: { 200: json(proposalSchema, 'the proposal, whose version judges') },
});

const undo = createRoute({
  method: 'post',
  path: '/proposals/{proposal}/undo',
  operationId: 'undoProposal',
  ...needs('engineer'),
  request: { params, body: body(applicationRequestSchema) },
  responses: { 200: json(proposalSchema, 'the proposal; the version before it judges again') },
});

const regression = createRoute({
  method: 'get',
  path: '/parts/{part}/versions/{version}/regression',
  operationId: 'checkRegression',
  ...needs('engineer'),
  request: { params: partParams.extend({ version: z.coerce.number().int().min(1) }) },
  responses: {
    200: json(regressionReportSchema, 'what the version says of the regression pictures, anew'),
  },
});

const scores = createRoute({
  method: 'get',
  path: '/parts/{part}/threshold-scores',
  operationId: 'thresholdScores',
  ...needs('viewer'),
  request: { params: partParams },
  responses: { 200: json(thresholdScoresSchema, 'scores of pictures that are known') },
});

const effect = createRoute({
  method: 'get',
  path: '/parts/{part}/threshold-effect',
  operationId: 'thresholdEffect',
  ...needs('viewer'),
  request: { params: partParams, query: thresholdQuerySchema },
  responses: { 200: json(thresholdEffectSchema, 'what the threshold would do to them') },
});

/** Versions that somebody thinks of making, and what they would change. */
export function proposalRoutes({ proposals, application, gate, versions, desk }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(create, async (context) => {
      const { part } = context.req.valid('param');
      const request = context.req.valid('json');
      return context.json(await proposals.create(part, request, context.var.actor), 202);
    })
    .openapi(list, async (context) =>
      context.json(await proposals.page(context.req.valid('query')), 200),
    )
    .openapi(get, async (context) =>
      context.json(await proposals.get(context.req.valid('param').proposal), 200),
    )
    .openapi(flips, async (context) => {
      const { proposal } = context.req.valid('param');
      return context.json(await proposals.flips(proposal, context.req.valid('query')), 200);
    })
    .openapi(cancel, async (context) => {
      const { proposal } = context.req.valid('param');
      return context.json(await proposals.cancel(proposal, context.var.actor), 200);
    })
    .openapi(apply, async (context) => {
      const { proposal } = context.req.valid('param');
      const request = context.req.valid('json');
      return context.json(await application.apply(proposal, request, context.var.actor), 200);
    })
    .openapi(undo, async (context) => {
      const { proposal } = context.req.valid('param');
      const request = context.req.valid('json');
      return context.json(await application.undo(proposal, request, context.var.actor), 200);
    })
    .openapi(regression, async (context) => {
      const { part, version } = context.req.valid('param');
      const { sha256 } = await versions.get(part, version);
      return context.json((await gate.check(part, sha256)).report, 200);
    })
    .openapi(scores, async (context) =>
      context.json(await desk.scores(context.req.valid('param').part), 200),
    )
    .openapi(effect, async (context) => {
      const { part } = context.req.valid('param');
      const { threshold } = context.req.valid('query');
      return context.json(await desk.effect(part, threshold), 200);
    });
}
