import { readAnswer } from '@fewgood/station/api';
import { StatusCodes } from 'node-opcua';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OpcUaLine } from '../../../../test/helpers/opcua-line.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

let opc: OpcUaLine;
beforeAll(async () => {
  opc = await OpcUaLine.create();
});
afterAll(async () => opc.remove());
afterEach(async () => opc.end());

describe('a client of OPC UA', () => {
  it('triggers by a method, and reads the same in variables', async () => {
    const client = await opc.open();
    expect(await client.see('Good', 'Done', 'Alarm', 'PartName')).toEqual({
      Good: false,
      Done: false,
      Alarm: false,
      PartName: 'washer',
    });
    const pass = await opc.inspect(client, '11', opc.sample.good);
    expect(pass).toMatchObject({ good: true, verdict: 'pass', reason: '', correlation: '11' });
    expect(await client.see('Good', 'GoodSequence', 'Sequence', 'Done', 'Ratio', 'Ms')).toEqual({
      Good: true,
      GoodSequence: 1,
      Sequence: 1,
      Done: true,
      Ratio: pass['ratio'],
      Ms: pass['ms'],
    });
    const fail = await opc.inspect(client, '12', opc.sample.bad);
    expect(fail).toMatchObject({ good: false, verdict: 'fail', reason: '', sequence: 2 });
    expect(await client.see('Good', 'GoodSequence', 'Fail', 'InspectionId')).toEqual({
      Good: false,
      GoodSequence: 0,
      Fail: true,
      InspectionId: fail['id'],
    });
    const { items } = await readAnswer(
      opc.sample.client.api.inspections.$get({ query: { limit: '1' } }),
    );
    const acceptedBy = `connector:${opc.name}`;
    expect(items).toMatchObject([{ id: fail['id'], acceptedBy, source: 'trigger cell' }]);
  });

  it('has the answer within the deadline, and is not answered good while another trigger is under way', async () => {
    const client = await opc.open({}, 5);
    const late = client.trigger('5');
    await opc.until(client, 'Busy', true);
    const busy = await (await opc.enter()).trigger('6');
    expect(busy).toMatchObject({ good: false, reason: 'busy', sequence: 0, correlation: '6' });
    expect(await late).toMatchObject({ good: false, reason: 'no-picture', sequence: 1, seq: 0 });
    expect(await client.see('Refused', 'Reason', 'Verdict', 'Ratio', 'Done')).toEqual({
      Refused: 1,
      Reason: 'no-picture',
      Verdict: '',
      Ratio: Number.NaN,
      Done: true,
    });
  });
});

describe('a client that asks for a part', () => {
  it('selects a part, and is refused one that there is not', async () => {
    const client = await opc.open({}, 1);
    expect(await client.call('SelectPart', 'bolt')).toMatchObject({
      status: StatusCodes.BadNotFound,
    });
    expect(await client.trigger('1', 'bolt')).toMatchObject({ good: false, reason: 'refused' });
    expect((await client.see('Fault'))['Fault']).toContain('Cannot find the part bolt');
    await opc.sample.client.api.parts.$post({ json: { name: 'nut' } });
    expect(await client.call('SelectPart', 'nut')).toMatchObject({
      status: StatusCodes.BadNotFound,
    });
    expect(await client.call('SelectPart', 'washer')).toMatchObject({ status: StatusCodes.Good });
    expect(await client.call('Trigger', 'a\nb', '')).toMatchObject({
      status: StatusCodes.BadInvalidArgument,
    });
    expect(await client.see('PartName', 'Sequence')).toEqual({ PartName: 'washer', Sequence: 1 });
  });
});

describe('a client that subscribes', () => {
  it('is not good once the answer is old', async () => {
    const client = await opc.open({ answerSeconds: 1 });
    await opc.inspect(client, '1', opc.sample.good);
    await opc.until(client, 'Done', false);
    expect(await client.see('Good', 'GoodSequence', 'Verdict')).toEqual({
      Good: false,
      GoodSequence: 0,
      Verdict: '',
    });
  });

  it('never sees good with the number of another trigger', async () => {
    const client = await opc.open();
    const seen: [name: string, value: unknown][] = [];
    await client.follow(['Good', 'GoodSequence', 'Sequence'], (name, value) => {
      seen.push([name, value]);
    });
    const values = (name: string): unknown[] =>
      seen.filter(([one]) => one === name).map(([, value]) => value);
    const { good, bad } = opc.sample;
    for (const [i, picture] of [good, bad, good].entries()) {
      await opc.inspect(client, String(i), picture);
    }
    await expect.poll(() => values('GoodSequence').at(-1), patience).toBe(3);
    await expect.poll(() => values('Good').at(-1), patience).toBe(true);
    expect(values('Sequence')).toEqual([0, 1, 2, 3]);
    expect(values('Good')).toEqual([false, true, false, true]);
    expect(values('GoodSequence')).toEqual([0, 1, 0, 3]);
  });

  it('is told of an alarm by a bad status, as long as there are no pictures', async () => {
    const client = await opc.open({}, 0.5);
    const before = await client.see('Heartbeat');
    await opc.hide(true);
    await opc.until(client, 'Alarm', true);
    const [good, reason] = await client.read('Good', 'Reason');
    expect(good?.statusCode).toBe(StatusCodes.BadDeviceFailure);
    expect(reason?.statusCode).toBe(StatusCodes.Good);
    expect(await client.trigger('1')).toMatchObject({ good: false, reason: 'no-picture' });
    await opc.hide(false);
    await opc.until(client, 'Alarm', false);
    const [again] = await client.read('Good');
    expect(again).toMatchObject({ statusCode: StatusCodes.Good, value: { value: false } });
    expect(Number((await client.see('Heartbeat'))['Heartbeat'])).toBeGreaterThan(
      Number(before['Heartbeat']),
    );
  });
});
