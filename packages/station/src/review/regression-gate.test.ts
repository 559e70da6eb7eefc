import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { faultOf, ReviewSample } from '../../../../test/helpers/review-sample.ts';
import { readAnswer } from '../api/index.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let reviews: ReviewSample;
/** Version that passes the defect. */
let blind = 0;
beforeAll(async () => {
  reviews = await ReviewSample.create();
  const { score } = await reviews.inspection('bad');
  const { id } = await reviews.propose({ kind: 'threshold', threshold: (score ?? 0) * 2 });
  blind = (await reviews.apply(id)).version ?? 0;
  await reviews.takeBack(id);
});
afterAll(async () => {
  await reviews.sample.remove();
});

describe('a defect that passed', () => {
  it('blocks every version that passes it', async () => {
    const points: [number, number][] = [
      [10, 12],
      [20, 22],
    ];
    const mask = [{ width: 8, points }];
    const review = await reviews.decide('bad', 'defect', { name: 'striped', mask });
    expect(review).toMatchObject({ name: 'striped', mask, state: 'decided' });
    expect(await faultOf(reviews.activate(blind))).toMatchObject({
      status: 409,
      code: 'REGRESSION',
      facts: { broken: [{ name: 'striped', verdict: 'pass' }] },
    });
    const param = { ...reviews.part, version: String(blind) };
    const { regression } = reviews.api.parts[':part'].versions[':version'];
    expect(await readAnswer(regression.$get({ param }))).toMatchObject({
      pictures: 1,
      mayActivate: false,
      broken: [{ id: review.id, inspection: { key: 'bad' } }],
    });
    expect(await reviews.activeVersion()).toBe(1);
  });

  it('lets it through for a reason, which stands in the chain', async () => {
    expect(await faultOf(reviews.activate(blind, { override: true }))).toMatchObject({
      status: 409,
      message: expect.stringContaining('no reason'),
    });
    await reviews.activate(blind, { override: true, reason: 'a trial' });
    expect(await reviews.activeVersion()).toBe(blind);
    const query = { action: 'regression.overridden' };
    expect((await readAnswer(reviews.api.audit.$get({ query }))).items).toMatchObject([
      { detail: { version: blind, reason: 'a trial', broken: [expect.any(String)] } },
    ]);
    // Back to the version that stops it, which nothing stands against.
    const rollBack = reviews.api.parts[':part']['roll-back'];
    await readAnswer(rollBack.$post({ param: reviews.part, json: {} }));
    expect(await reviews.activeVersion()).toBe(1);
  });

  it('blocks a proposal, and is told of before', async () => {
    const { score } = await reviews.inspection('bad');
    const ready = await reviews.propose({ kind: 'threshold', threshold: (score ?? 0) * 3 });
    expect(ready).toMatchObject({
      state: 'ready',
      findings: { regression: { mayActivate: false, broken: [{ name: 'striped' }] } },
    });
    const { code } = await faultOf(reviews.apply(ready.id));
    expect(code).toBe('REGRESSION');
    const param = { proposal: ready.id };
    const { cancel } = reviews.api.proposals[':proposal'];
    expect(await readAnswer(cancel.$post({ param }))).toMatchObject({ state: 'discarded' });
  });
});

describe('the threshold', () => {
  it('says what is known of good and bad scores', async () => {
    const param = reviews.part;
    await reviews.decide('next', 'right');
    const part = reviews.api.parts[':part'];
    const scores = await readAnswer(part['threshold-scores'].$get({ param }));
    expect(scores.good.map(({ name }) => name)).toEqual(['next.png']);
    expect(scores.bad.map(({ name }) => name)).toEqual(['bad.png']);
    expect(scores.histogram.good.reduce((a, b) => a + b)).toBe(1);
    const effect = async (threshold: number) =>
      readAnswer(part['threshold-effect'].$get({ param, query: { threshold: String(threshold) } }));
    expect(await effect(0)).toMatchObject({
      falseRejects: { count: 1, of: 1 },
      escapes: { count: 0, of: 1 },
      promise: { holds: false, morePicturesAtThisRate: null },
    });
    expect(await effect((scores.bad[0]?.score ?? 0) * 2)).toMatchObject({
      falseRejects: { count: 0, of: 1 },
      escapes: { count: 1, of: 1 },
      // 59 good pictures at 5 %, one of which is there.
      promise: { holds: false, morePictures: 58 },
    });
  });

  it('is set by a person, as a version of its own', async () => {
    const { score, threshold } = await reviews.inspection('bad');
    const between = ((score ?? 0) + (threshold ?? 0)) / 2;
    const ready = await reviews.propose({ kind: 'threshold', threshold: between });
    expect(ready.findings).toMatchObject({ to: between, provisional: true, kinds: {} });
    const { version } = await reviews.apply(ready.id, { reason: 'looked at the scores' });
    const param = { ...reviews.part, version: String(version) };
    const get = reviews.api.parts[':part'].versions[':version'].$get;
    expect(await readAnswer(get({ param }))).toMatchObject({
      origin: 'threshold',
      parent: 1,
      active: true,
      summary: { threshold: between },
    });
    expect(await reviews.send('bad-2', reviews.sample.bad)).toMatchObject({
      verdict: 'fail',
      threshold: between,
      score,
    });
  });
});
