import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { StatusCodes } from 'node-opcua';
import { OpcUaLine } from '../../../../../test/helpers/opcua-line.ts';
import { VisionClient } from '../../../../../test/helpers/vision-client.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

let opc: OpcUaLine;
beforeAll(async () => {
  opc = await OpcUaLine.create();
});
afterAll(async () => opc.remove());
afterEach(async () => opc.end());

async function open(): Promise<VisionClient> {
  const client = new VisionClient(await opc.open());
  await expect.poll(async () => client.states(), patience).toEqual(['Operational', 'Ready']);
  return client;
}

/** Starts a job, and lets a picture come. */
async function judge(client: VisionClient, bytes: Uint8Array): Promise<string> {
  const { outputs } = await client.start('m1');
  expect(outputs).toEqual([expect.any(String), 0]);
  const [job] = outputs;
  await opc.drop(`${String(job)}.png`, bytes);
  return String(job);
}

describe('a vision system', () => {
  it('takes a picture by StartSingleJob, and has its result and its events', async () => {
    const client = await open();
    const events: Record<string, unknown>[] = [];
    await client.follow((event) => events.push(event));
    const job = await judge(client, opc.sample.good);
    const names = (): unknown[] => events.map(({ type }) => type);
    await expect.poll(names, patience).toContain('ReadyEventType');
    expect(names()).toEqual([
      'StateChangedEventType',
      'JobStartedEventType',
      'ResultReadyEventType',
      'StateChangedEventType',
      'ReadyEventType',
    ]);
    expect(events.map((event) => event['job'])).toEqual([null, job, job, null, job]);
    expect(events[2]).toMatchObject({ recipe: 'washer', measurement: 'm1', state: 1 });
    const id = String(events[2]?.['result']);
    const [, result, error] = (await client.result(id)).outputs;
    expect(error).toBe(0);
    expect(result).toMatchObject({
      resultId: { id },
      jobId: { id: job },
      externalRecipeId: { id: 'washer' },
      measId: { id: 'm1' },
      resultState: 1,
    });
    expect(await client.latest()).toMatchObject({
      id,
      content: [true, 'pass', expect.any(Number), '', 1],
    });
    expect((await client.result('other')).outputs).toEqual([0, null, -1]);
    expect(await client.trigger.see('Good', 'Correlation')).toEqual({
      Good: true,
      Correlation: 'm1',
    });
  });

  it('lists results, the newest first, as a client asks for them', async () => {
    const client = await open();
    const first = await judge(client, opc.sample.good);
    await expect.poll(async () => client.states(), patience).toEqual(['Operational', 'Ready']);
    const second = await judge(client, opc.sample.bad);
    await expect.poll(async () => client.jobs({}), patience).toEqual([second, first]);
    expect(await client.jobs({ most: 1 })).toEqual([second]);
    expect(await client.jobs({ start: 1 })).toEqual([first]);
    expect(await client.jobs({ job: first })).toEqual([first]);
    expect(await client.jobs({ recipe: 'bolt' })).toEqual([]);
    expect(await client.latest()).toMatchObject({
      content: [false, 'fail', expect.any(Number), '', expect.any(Number)],
    });
  });
});

describe('a vision system that is busy', () => {
  it('does not start another job, and cannot be stopped', async () => {
    const client = await open();
    await client.start('m1');
    expect(await client.states()).toEqual(['Operational', 'SingleExecution']);
    expect(await client.start('m2')).toMatchObject({ status: StatusCodes.BadInvalidState });
    expect((await client.automatic('Stop')).outputs).toEqual([-2]);
    await opc.drop('m1.png', opc.sample.good);
    await expect.poll(async () => client.states(), patience).toEqual(['Operational', 'Ready']);
    expect(await client.automatic('Abort')).toMatchObject({ status: StatusCodes.BadInvalidState });
  });
});

describe('the recipes of a vision system', () => {
  it('are the parts of the station', async () => {
    const client = await open();
    expect(await client.recipes()).toEqual(['washer']);
    expect((await client.recipe('PrepareRecipe', 'bolt')).outputs.at(-1)).toBe(-1);
    expect((await client.recipe('PrepareRecipe', 'washer')).outputs).toMatchObject([
      { id: 'washer' },
      true,
      0,
    ]);
    expect((await client.recipe('UnprepareRecipe', 'bolt')).outputs.at(-1)).toBe(-1);
    expect((await client.recipe('UnprepareRecipe', 'washer')).outputs.at(-1)).toBe(-2);
  });
});

describe('the states of a vision system', () => {
  it('are halted and reset, and nothing is triggered meanwhile', async () => {
    const client = await open();
    expect((await client.main('Halt')).outputs).toEqual([0]);
    expect(await client.states()).toEqual(['Halted', undefined]);
    expect(await client.trigger.trigger('1')).toMatchObject({ good: false, reason: 'refused' });
    expect(await client.start('m1')).toMatchObject({ status: StatusCodes.BadInvalidState });
    expect(await client.trigger.see('Online')).toEqual({ Online: false });
    expect((await client.main('Reset')).outputs).toEqual([0]);
    expect(await client.states()).toEqual(['Operational', 'Ready']);
  });

  it('are an error while there are no pictures, with an event at its begin and at its end', async () => {
    const client = await open();
    const events: unknown[] = [];
    await client.follow(({ type }) => events.push(type));
    await opc.hide(true);
    await expect.poll(async () => client.states(), patience).toEqual(['Error', undefined]);
    await expect.poll(() => events, patience).toContain('ErrorEventType');
    expect(events).not.toContain('ErrorResolvedEventType');
    await opc.hide(false);
    await expect.poll(async () => client.states(), patience).toEqual(['Operational', 'Ready']);
    await expect.poll(() => events, patience).toContain('ErrorResolvedEventType');
  });
});
