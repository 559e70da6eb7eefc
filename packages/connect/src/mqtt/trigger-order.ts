import { correlationSchema, nameSchema, type Notice } from '@fewgood/station/api';
import type { IPublishPacket } from 'mqtt';
import { z } from 'zod';
import type { Topics } from './topics.ts';

/** Bytes of an order, at most. */
const LIMIT = 4096;

/** What may stand in the message that triggers; it may be empty. */
const orderSchema = z.strictObject({
  part: nameSchema.optional(),
  correlation: correlationSchema.optional(),
});

/** A message that asks for a picture. */
export interface TriggerOrder {
  /** Name of the part; that of the trigger by default. */
  readonly part?: string | undefined;
  /** What the inspection is called. */
  readonly correlation?: string | undefined;
  /** As it came, for the answer. */
  readonly correlationData: Buffer | undefined;
  /** Topic of the answer. */
  readonly answerTo: string;
  /** The same for a message that a broker or a client sends again; undefined where nothing tells it from another one. */
  readonly key?: string | undefined;
  /** Why it is none. */
  readonly fault?: Notice;
}

/** Reads a message to the topic of a trigger. */
export function readOrder(packet: IPublishPacket, trigger: string, topics: Topics): TriggerOrder {
  const { payload, properties = {}, retain } = packet;
  const { correlationData, responseTopic } = properties;
  const own = topics.answer(trigger);
  const known = { correlationData, answerTo: own };
  if (responseTopic !== undefined && !mayAnswerAt(responseTopic, own, topics.base)) {
    return refused(known, 'it asks for an answer at a topic of the station itself, or of none');
  }
  const there = { ...known, answerTo: responseTopic ?? own };
  // The broker would give it to everybody who comes, and to the station at each of its starts.
  if (retain) return refused(there, 'it is retained');
  const content = contentOf(payload);
  if (content === undefined) return refused(there, 'its content is not as described');
  const { part, correlation = textOf(correlationData) } = content;
  const isKnown = correlationData !== undefined || content.correlation !== undefined;
  const whole = [trigger, there.answerTo, correlationData?.toString('hex'), part, correlation];
  return { ...there, part, correlation, key: isKnown ? JSON.stringify(whole) : undefined };
}

/**
 * Whoever may trigger must not have the station publish where only the station itself may, nor make it trigger itself.
 *
 * @param own - The topic at which the trigger answers by default.
 */
function mayAnswerAt(topic: string, own: string, base: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  if (/^\$|[+#\u0000-\u001f]|^$/.test(topic)) return false;
  if (topic === own || topic.startsWith(`${own}/`)) return true;
  return topic !== base && !topic.startsWith(`${base}/`);
}

/** Undefined if it is none. */
function contentOf(payload: string | Buffer): z.infer<typeof orderSchema> | undefined {
  if (payload.length > LIMIT) return undefined;
  const text = payload.toString().trim();
  if (text === '') return {};
  try {
    return orderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Correlation data as a name, where they are one. */
function textOf(data: Buffer | undefined): string | undefined {
  if (data === undefined) return undefined;
  try {
    return correlationSchema.safeParse(new TextDecoder('utf-8', { fatal: true }).decode(data)).data;
  } catch {
    return undefined;
  }
}

function refused(known: Omit<TriggerOrder, 'fault'>, why: string): TriggerOrder {
  return {
    ...known,
    correlation: textOf(known.correlationData),
    fault: {
      code: 'TRIGGER_MESSAGE',
      message: `Cannot trigger by a message: ${why}`,
      remedy:
        'Publish it as docs/connect.md says: not retained, and empty or JSON with part and correlation.',
      facts: {},
    },
  };
}
