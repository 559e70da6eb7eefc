/** A part of several kinds on a station: imported, judged by, calibrated. */
import { encodePng } from 'fewgood/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawKit, learnKit } from '../../../../test/helpers/kit-sample.ts';
import { ReviewSample } from '../../../../test/helpers/review-sample.ts';
import { nodeCpu } from '../../../../test/helpers/runtimes.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { inspectionRecordSchema, readAnswer } from '../api/index.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let sample: StationSample;
let reviews: ReviewSample;

beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart(await learnKit(nodeCpu.create(1)));
  reviews = ReviewSample.over(sample);
});
afterAll(async () => {
  await sample.remove();
});

async function summaryOf(version: number) {
  const param = { part: sample.part, version: String(version) };
  const versions = sample.client.api.parts[':part'].versions;
  return (await readAnswer(versions[':version'].$get({ param }))).summary;
}

describe('a part of several kinds', () => {
  it('says what all kinds claim together, and shows the golden samples of all', async () => {
    const { threshold, support, leaveOneOut, provisional } = await summaryOf(1);
    expect([threshold, provisional]).toEqual([1, true]);
    expect(support.map(({ name }) => name)).toContain('kit-2.png #plug');
    const highest = Math.max(...leaveOneOut.map(({ score }) => score));
    expect(Math.abs(highest - 1)).toBeLessThan(0.3);
    const last = String(support.length - 1);
    const param = { part: sample.part, version: '1', index: last };
    const { $get } = sample.client.api.parts[':part'].versions[':version'].support[':index'];
    expect((await $get({ param })).status).toBe(200);
  });

  it('judges places, and names those that are empty', async () => {
    const good = await reviews.send('good', await encodePng(drawKit(12)));
    expect(good).toMatchObject({ verdict: 'pass', threshold: 1 });
    const { id, verdict } = await reviews.send('empty', await encodePng(drawKit(12, { 3: null })));
    expect(verdict).toBe('fail');
    const inspections = sample.client.api.inspections[':inspection'];
    const { record } = await readAnswer(inspections.$get({ param: { inspection: id } }));
    const judged = inspectionRecordSchema.parse(record);
    expect(
      'objects' in judged && judged.objects?.map(({ place, verdict: one }) => [place, one]),
    ).toEqual([
      ['pill left', 'pass'],
      ['board', 'pass'],
      ['pill right', 'pass'],
      ['plug', 'cannot judge'],
      ['rest', 'pass'],
    ]);
  });

  it('calibrates each kind by confirmed kits', async () => {
    await reviews.send('more', await encodePng(drawKit(14)));
    const { id } = await reviews.decide('more', 'good');
    const change = { kind: 'calibration' as const, reviews: [id], accept: true, distinct: true };
    const ready = await reviews.propose(change);
    expect(ready).toMatchObject({ state: 'ready', findings: { from: 1, to: 1 } });
    const { version } = await reviews.apply(ready.id);
    const { confirmed } = await summaryOf(Number(version));
    expect(confirmed.map(({ name }) => name)).toContain('more.png #board');
    expect(confirmed).toHaveLength(5);
  });

  it('takes no threshold that a person chose', async () => {
    const change = { kind: 'threshold' as const, threshold: 2 };
    const base = Number(await reviews.activeVersion());
    const id = await reviews.begin(change, base);
    expect(await reviews.ended(id)).toMatchObject({
      state: 'failed',
      fault: { message: expect.stringContaining('several kinds') },
    });
  });
});
