import type { IPublishPacket } from 'mqtt';
import { expect, it } from 'vitest';
import { topicsOf } from './topics.ts';
import { readOrder } from './trigger-order.ts';

const topics = topicsOf('line 3', 'plant/line3');
const OWN = 'plant/line3/triggers/cell/answer';

function read(payload: string, more: Partial<IPublishPacket> = {}) {
  const topic = topics.trigger('cell');
  const packet: IPublishPacket = {
    cmd: 'publish',
    topic,
    payload: Buffer.from(payload),
    qos: 1,
    dup: false,
    retain: false,
    ...more,
  };
  return readOrder(packet, 'cell', topics);
}
const asking = (responseTopic: string) => read('', { properties: { responseTopic } });
const data = (text: string) => Buffer.from(text);

it('reads part and correlation, and where the answer goes', () => {
  expect(read('')).toEqual({ answerTo: OWN });
  expect(read('{"part":"washer","correlation":"17"}')).toMatchObject({
    part: 'washer',
    correlation: '17',
    answerTo: OWN,
  });
  const properties = { responseTopic: 'cell 4/answers', correlationData: data('belt 9') };
  expect(read(' ', { properties })).toMatchObject({
    correlation: 'belt 9',
    correlationData: data('belt 9'),
    answerTo: 'cell 4/answers',
  });
});

it('names no inspection by bytes that are no text', () => {
  for (const bytes of [Buffer.of(0xff, 0xfe), data('a\u0000b'), data('a'.repeat(101)), data('')]) {
    const order = read('', { properties: { correlationData: bytes } });
    expect([order.correlation, order.correlationData, order.fault]).toEqual([
      undefined,
      bytes,
      undefined,
    ]);
  }
});

it('knows a message that comes again by its correlation, and nothing without one', () => {
  const properties = { correlationData: Buffer.of(0xff, 1) };
  const keys = [
    read('{"correlation":"1"}'),
    read('{"correlation":"2"}'),
    read('{"correlation":"1","part":"nut"}'),
    read('{"correlation":"1"}', { properties: { responseTopic: 'other' } }),
    read('', { properties }),
    read('', { properties: { correlationData: Buffer.of(0xff, 2) } }),
  ].map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).not.toContain(undefined);
  expect(read('{"correlation":"1"}', { dup: true }).key).toBe(keys[0]);
  expect(read('{"part":"nut"}').key).toBeUndefined();
});

it.each([
  ['no JSON', read('now!')],
  ['another setting', read('{"parts":"nut"}')],
  ['a part that is no name', read('{"part":""}')],
  ['a picture', read(JSON.stringify({ part: 'a'.repeat(5000) }))],
  ['one that is retained', read('', { retain: true })],
])('refuses %s', (_, order) => {
  expect(order.fault?.code).toBe('TRIGGER_MESSAGE');
  expect(order.key).toBeUndefined();
});

it('answers nowhere where the station alone speaks, and where it is asked itself', () => {
  const others = [topics.base, topics.state, topics.last, topics.verdict('nut')];
  const asked = [topics.trigger('cell'), topics.answer('tray')];
  for (const topic of [...others, ...asked, '$SYS/broker', 'a/+', '#', '']) {
    const order = asking(topic);
    expect([topic, order.answerTo, order.fault?.code]).toEqual([topic, OWN, 'TRIGGER_MESSAGE']);
  }
  for (const topic of [OWN, `${OWN}/plc 1`, 'plant/line30/a', 'a']) {
    expect([asking(topic).answerTo, asking(topic).fault]).toEqual([topic, undefined]);
  }
});
