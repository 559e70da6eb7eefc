import type { TriggerAnswer } from '@fewgood/station/api';
import type { OutgoingMessage } from '../message.ts';
import type { Publication } from './session.ts';
import type { Topics } from './topics.ts';
import type { TriggerOrder } from './trigger-order.ts';

/** What every message says of itself: text of JSON. */
const JSON_TEXT = {
  payloadFormatIndicator: true,
  contentType: 'application/json',
};

/** Whether a station is connected. */
export interface StateMessage {
  readonly type: 'state';
  readonly format: 1;
  readonly station: string;
  readonly online: boolean;
  /** Why it is not: it ended in order, or nobody knows. */
  readonly reason?: 'ended' | 'lost';
  /** Since when it is connected, and what it is. */
  readonly since?: string;
  readonly version?: string;
  readonly address?: string;
}

/** A message that whoever subscribes later gets as well. */
export function retained(topic: string, content: object): Publication {
  return { topic, body: JSON.stringify(content), retain: true, properties: JSON_TEXT };
}

/** A verdict as it is published: to those who follow them, and for those who come later. */
export interface PublishedVerdict {
  readonly now: Publication;
  readonly last: Publication;
}

/**
 * Makes of a verdict what is published. What receivers sort by stands in its properties as well, so that none has to read
 * the body.
 *
 * @param expirySeconds - Kept by the broker so long for those who are away; for ever by default.
 */
export function publishedVerdict(
  { key, message, body }: OutgoingMessage,
  topics: Topics,
  expirySeconds: number | undefined,
): PublishedVerdict {
  const { good, partName: part, inspection } = message;
  const properties = {
    ...JSON_TEXT,
    correlationData: Buffer.from(key),
    userProperties: {
      key,
      good: String(good),
      verdict: inspection.verdict ?? 'fault',
      part,
      seq: String(inspection.seq),
    },
  };
  const expiry = expirySeconds === undefined ? {} : { messageExpiryInterval: expirySeconds };
  return {
    now: { topic: topics.verdict(part), body, properties: { ...properties, ...expiry } },
    last: { topic: topics.last, body, properties, retain: true },
  };
}

/** The answer to a trigger, as it is published. */
interface AnswerMessage extends TriggerAnswer {
  readonly type: 'answer';
  readonly format: 1;
  readonly station: string;
  /** Whether it was told before, and the message that triggered came again. */
  readonly again: boolean;
}

/**
 * Makes of the answer to a trigger what is published, with the correlation data that came.
 *
 * @param expirySeconds - After which it is worth nothing to somebody who was away.
 */
export function publishedAnswer(
  {
    station,
    again,
    answer,
  }: { readonly station: string; readonly again: boolean; readonly answer: TriggerAnswer },
  { answerTo, correlationData }: Pick<TriggerOrder, 'answerTo' | 'correlationData'>,
  expirySeconds: number,
): Publication {
  const { good, trigger, verdict, reason } = answer;
  const message: AnswerMessage = { type: 'answer', format: 1, station, again, ...answer };
  const properties = {
    ...JSON_TEXT,
    messageExpiryInterval: expirySeconds,
    userProperties: {
      good: String(good),
      verdict: verdict ?? 'none',
      ...(reason !== null && { reason }),
      trigger,
    },
    ...(correlationData !== undefined && { correlationData }),
  };
  return { topic: answerTo, body: JSON.stringify(message), properties };
}
