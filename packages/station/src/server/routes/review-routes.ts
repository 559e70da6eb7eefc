import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema } from '../../api/common.ts';
import {
  reviewCountsSchema,
  reviewListSchema,
  reviewQueueItemSchema,
  reviewQueueQuerySchema,
  reviewRequestSchema,
  reviewSchema,
} from '../../api/review.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ review: idSchema });

const queue = createRoute({
  method: 'get',
  path: '/review-queue',
  operationId: 'listReviewQueue',
  ...needs('viewer'),
  request: { query: reviewQueueQuerySchema },
  responses: { 200: json(pageOf(reviewQueueItemSchema), 'what is to be reviewed, oldest first') },
});

const counts = createRoute({
  method: 'get',
  path: '/review-counts',
  operationId: 'countReviews',
  ...needs('viewer'),
  request: { query: z.object({ part: idSchema.optional() }) },
  responses: { 200: json(reviewCountsSchema, 'how many of each there are') },
});

const list = createRoute({
  method: 'get',
  path: '/reviews',
  operationId: 'listReviews',
  ...needs('viewer'),
  request: { query: reviewListSchema },
  responses: { 200: json(pageOf(reviewSchema), 'decisions, newest first') },
});

const decide = createRoute({
  method: 'post',
  path: '/reviews',
  operationId: 'decideReview',
  ...needs('operator'),
  request: { body: body(reviewRequestSchema) },
  responses: { 201: json(reviewSchema, 'the decision, which holds until it is taken back') },
});

const get = createRoute({
  method: 'get',
  path: '/reviews/{review}',
  operationId: 'getReview',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(reviewSchema, 'the decision') },
});

const undo = createRoute({
  method: 'post',
  path: '/reviews/{review}/undo',
  operationId: 'undoReview',
  ...needs('operator'),
  request: { params },
  responses: { 200: json(reviewSchema, 'the decision, which is taken back') },
});

/** What is to be reviewed, and what people decided. */
export function reviewRoutes({ reviewQueue, reviews }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(queue, async (context) =>
      context.json(await reviewQueue.page(context.req.valid('query')), 200),
    )
    .openapi(counts, async (context) => {
      const { part } = context.req.valid('query');
      return context.json(await reviewQueue.counts(part), 200);
    })
    .openapi(list, async (context) =>
      context.json(await reviews.page(context.req.valid('query')), 200),
    )
    .openapi(decide, async (context) => {
      const request = context.req.valid('json');
      return context.json(await reviews.decide(request, context.var.actor), 201);
    })
    .openapi(get, async (context) =>
      context.json(await reviews.get(context.req.valid('param').review), 200),
    )
    .openapi(undo, async (context) => {
      const { review } = context.req.valid('param');
      return context.json(await reviews.undo(review, context.var.actor), 200);
    });
}
