import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { drawParts, smallPart } from '../../../../test/helpers/small-part.ts';
import { ReviewSample } from '../../../../test/helpers/review-sample.ts';
import { encodePart } from '../../../../src/inspection/part-file.ts';
import { encodePng } from '../../../../src/node/image/image-encoder.ts';
import { readAnswer } from '../api/index.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let sample: ReviewSample;
beforeAll(async () => {
  sample = await ReviewSample.create();
  // The same picture again, and a picture that the part was learned from.
  await sample.send('again', sample.sample.next);
  const [, second] = drawParts({ count: 5 });
  if (second === undefined) throw new Error('nothing was drawn');
  await sample.send('learned', new Uint8Array(await encodePng(second.image)));
});
afterAll(async () => {
  await sample.sample.remove();
});

async function report(query: Record<string, string> = {}, version = '1') {
  const { acceptance } = sample.api.parts[':part'].versions[':version'];
  return acceptance.$get({ param: { ...sample.part, version }, query });
}

it('knows nothing before anybody said what pictures show', async () => {
  const { pictures, terms, kept, repeatability } = await readAnswer(report());
  expect(pictures).toEqual([]);
  expect(terms.map(({ share }) => share.of)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(kept).toEqual({ falseReject: null, escape: null });
  // The same picture was sent twice: that is told by nobody but the station.
  expect(repeatability).toEqual({ pictures: 1, judgements: 2, differing: 0, largestSpread: 0 });
});

it('has verdicts on known pictures, each once, with exact intervals and who said so', async () => {
  await sample.decide('next', 'right');
  await sample.decide('again', 'right');
  await sample.decide('bad', 'defect', { name: 'stripe' });
  const answer = await readAnswer(report({ escape: '0.5', falseReject: '0.99' }));
  expect(answer).toMatchObject({
    part: { name: 'washer' },
    version: { number: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    activations: [{ version: 1, by: 'local' }],
    pictures: [
      { reference: 'bad', verdict: 'fail', name: 'bad.png', decidedBy: 'local' },
      { reference: 'good', verdict: 'pass', name: 'again.png', decidedBy: 'local' },
    ],
    // Clopper and Pearson, none of one: 0 to 0.975.
    limits: { falseReject: 0.99, escape: 0.5 },
    kept: { falseReject: 'shown', escape: 'open' },
    madeBy: 'local',
  });
  const escape = answer.terms.find(({ term }) => term === 'escape');
  expect(escape?.share).toMatchObject({ count: 0, of: 1, interval: { low: 0 } });
  expect(escape?.share.interval.high).toBeCloseTo(0.975, 12);
  const last = await sample.sample.station.audit.page({ limit: 1 });
  expect(answer.head).toEqual({ seq: last.items[0]?.seq, hash: last.items[0]?.hash });
});

it('leaves out what another version judged, and says so', async () => {
  const { versions } = sample.api.parts[':part'];
  const body = new Uint8Array(encodePart(await smallPart(drawParts({ count: 5 }).slice(1, 4))));
  await readAnswer(versions.$post({ param: sample.part, query: {} }, { init: { body } }));
  expect(await readAnswer(report({}, '2'))).toMatchObject({
    pictures: [],
    leftOut: { learned: 0, otherVersions: 2 },
    activations: [],
  });
});

it('speaks German, and refuses what cannot be', async () => {
  const { terms } = await readAnswer(report({ language: 'de' }));
  expect(terms.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^Schlupf /));
  expect((await report({ escape: '2' })).status).toBe(400);
  expect((await report({}, '9')).status).toBe(404);
});

it('tells what was done with an inspection, and where the chain has it', async () => {
  const { id } = await sample.inspection('good');
  const review = await sample.decide('good', 'right');
  await sample.undo(review.id);
  const trail = sample.api.inspections[':inspection'].trail;
  const entries = await readAnswer(trail.$get({ param: { inspection: id } }));
  expect(entries.map(({ action, actor, decision }) => [action, actor, decision])).toEqual([
    ['inspection.accepted', 'local', null],
    ['inspection.judged', 'station', null],
    ['review.decided', 'local', 'right'],
    ['review.undone', 'local', 'right'],
  ]);
  const { items } = await sample.sample.station.audit.page({ limit: 500 });
  for (const { seq, hash } of entries) {
    expect(items.find((one) => one.seq === seq)).toMatchObject({ hash });
  }
  expect((await trail.$get({ param: { inspection: 'none' } })).status).toBe(404);
});

it('notes when a verdict was stored, after judging began', async () => {
  const { acceptedAt, judgedAt, verdictAt } = await sample.inspection('good');
  const [accepted, begun = Number.NaN, stored = Number.NaN] = [acceptedAt, judgedAt, verdictAt].map(
    (at) => Date.parse(at ?? ''),
  );
  expect(begun).toBeGreaterThanOrEqual(accepted ?? Number.NaN);
  expect(stored).toBeGreaterThanOrEqual(begun);
});
