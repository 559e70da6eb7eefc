/** What becomes of each picture that is confirmed: held, counted, listed, taken back. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { encodeJpeg } from '../../src/node/image/image-encoder.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { writePictures } from '../helpers/small-part.ts';
import { confirmedIn, useCalibrations } from './calibrations.ts';
import { run } from './harness.ts';

const { folder, support, good, paths, freshPart, calibrate } = useCalibrations();
let odd: string;
beforeAll(() => {
  odd = paths[good.length];
});

const pictureSchema = z.looseObject({ name: z.string(), ratio: z.number() });
const recordSchema = z.looseObject({
  confirmed: z.number(),
  threshold: z.number(),
  taken: z.array(pictureSchema.extend({ accepted: z.array(z.string()) })),
  repeated: z.array(pictureSchema.extend({ is: z.string(), of: z.looseObject({}) })),
  held: z.array(
    pictureSchema.extend({
      file: z.string(),
      objections: z.array(z.looseObject({ code: z.string(), message: z.string() })),
    }),
  ),
  change: z.looseObject({
    from: z.number(),
    to: z.number(),
    toPass: z.array(z.looseObject({ name: z.string(), list: z.string() })),
  }),
});

describe('a picture above the threshold', () => {
  it('is named with its ratio, and nothing is written until it is accepted or left out', async () => {
    const part = await freshPart('a.part');
    const before = await readFile(part);
    const { code, out } = await calibrate(part, paths[0], odd);
    expect(code).toBe(ExitCode.anomalous);
    expect(out[0]).toBe(`${part}: nothing was changed, 1 picture waits for a decision:`);
    expect(out[1]).toMatch(/odd\.png: its score \S+ is \d\.\d\d times the threshold \S+$/);
    expect(out[2]).toBe(`See where: fewgood inspect ${part} '${odd}' --report held.html`);
    expect(out[3]).toContain('--accept');
    expect(await readFile(part)).toEqual(before);
  });

  it('is taken with --accept: it passes from then on, and the part remembers', async () => {
    const part = await freshPart('b.part');
    const inspect = ['inspect', part, odd, '--model', folder('small.onnx')];
    expect((await run(inspect)).code).toBe(ExitCode.anomalous);
    const { code, out, log } = await calibrate(part, odd, '--accept');
    expect(code).toBe(ExitCode.ok);
    expect(log).toBe('odd.png: accepted in spite of: score above the threshold');
    expect(out.at(-1)).toMatch(
      /^threshold \S+ → \S+: of 5 stored scores 1 from fail to pass, 0 from pass to fail$/,
    );
    expect((await run(inspect)).code).toBe(ExitCode.ok);
    const listed = await run(['part', 'pictures', part]);
    expect(listed.out.at(-1)).toContain('accepted: score above the threshold');
  });

  it('is a field in JSON, before and after it is accepted', async () => {
    const part = await freshPart('c.part');
    const refused = await calibrate(part, paths[0], odd, '--json');
    const held = recordSchema.parse(JSON.parse(refused.out[0]));
    expect([refused.code, held.confirmed, held.taken]).toEqual([ExitCode.anomalous, 0, []]);
    expect(held.held).toMatchObject([
      { name: 'odd.png', file: odd, objections: [{ code: 'above-threshold' }] },
    ]);
    expect(held.held[0].ratio).toBeGreaterThan(1);
    expect(held.change.to).toBe(held.change.from);
    const { out } = await calibrate(part, paths[0], odd, '--json', '--accept');
    const taken = recordSchema.parse(JSON.parse(out[0]));
    expect(taken.taken.map(({ name, accepted }) => [name, accepted])).toEqual([
      [good[0].name, []],
      ['odd.png', ['above-threshold']],
    ]);
    expect(taken.change).toMatchObject({
      from: held.threshold,
      to: taken.threshold,
      toPass: [{ name: 'odd.png', list: 'confirmed' }],
    });
  });
});

describe('a picture above a threshold that holds', () => {
  it('is held, too', async () => {
    const part = await freshPart('d.part');
    const { out } = await calibrate(
      part,
      ...paths.slice(0, 6),
      '--target-false-reject',
      '0.45',
      '--json',
    );
    expect(JSON.parse(out[0])).toMatchObject({ provisional: false, confirmed: 6 });
    expect((await calibrate(part, odd)).code).toBe(ExitCode.anomalous);
    expect(await confirmedIn(part)).toHaveLength(6);
  });
});

/** What a camera gives a moment later: other noise, a little more light. */
function nextFrame({ data, width, height }: RgbImage): RgbImage {
  const levels = Uint8ClampedArray.from(data, (level, i) => level * 1.01 + ((i * 7919) % 5) - 2);
  return { data: new Uint8Array(levels.buffer), width, height };
}

describe('near copies', () => {
  it('of confirmed and of support pictures do not count, unless they are known to be distinct', async () => {
    const part = await freshPart('e.part');
    await mkdir(folder('copies'));
    const names = [folder('copies', 'again.jpg'), folder('copies', 'support.jpg')];
    await writeFile(names[0], await encodeJpeg(nextFrame(good[0].image), 80));
    await writeFile(names[1], await encodeJpeg(nextFrame(support[2].image), 60));
    const { out, log } = await calibrate(part, paths[0], ...names);
    expect(out[0]).toBe(`${part}: 1 confirmed good picture`);
    expect(log.split('\n')).toEqual([
      `again.jpg: not counted, it is nearly the same picture as ${good[0].name} (--distinct counts it)`,
      `support.jpg: not counted, it is nearly the same picture as ${support[2].name} (--distinct counts it)`,
    ]);
    const record = recordSchema.parse(
      JSON.parse((await calibrate(part, ...names, '--json')).out[0]),
    );
    expect(record.repeated.map(({ name, is }) => [name, is])).toEqual([
      ['again.jpg', 'near-copy'],
      ['support.jpg', 'near-copy'],
    ]);
    await calibrate(part, ...names, '--distinct', '--accept');
    expect(await confirmedIn(part)).toEqual([good[0].name, 'again.jpg', 'support.jpg']);
  });

  it('are warned of when a part is learned, and count once there', async () => {
    const [one] = await writePictures(folder('burst'), [support[0]]);
    const two = folder('burst', 'frame-2.jpg');
    await writeFile(two, await encodeJpeg(nextFrame(support[0].image), 85));
    const [three] = await writePictures(folder('burst'), [support[1]]);
    const learn = ['--augment', 'none', '--pose', 'fixed', '--model', folder('small.onnx')];
    const words = ['enroll', folder('burst.part'), one, two, three, ...learn];
    const { out, log } = await run([...words, '--json']);
    expect(log).toContain(
      `warning: frame-2.jpg is nearly the same picture as ${support[0].name}: the two count as one. `,
    );
    expect(JSON.parse(out[0])).toMatchObject({
      warnings: [{ code: 'near-copy', facts: { picture: 'frame-2.jpg', of: support[0].name } }],
      calibration: { pictures: 2 },
    });
  });
});

describe('fewgood part pictures', () => {
  it('lists support and confirmed pictures, when they were confirmed and where from', async () => {
    const part = await freshPart('f.part');
    await calibrate(part, paths[0], '--origin', 'line 3, checked by hand');
    await calibrate(part, paths[1]);
    const { out } = await run(['part', 'pictures', part]);
    expect(out[0]).toBe('4 support pictures');
    expect(out[1]).toMatch(/^ {2}washer-000-good\.png {2}[\da-f]{12}$/);
    expect(out[5]).toBe('2 confirmed good pictures');
    const digits = String.raw`[\da-f]{12}  \d{4}-\d\d-\d\dT[\d:.]+Z`;
    expect(out[6]).toMatch(
      new RegExp(
        `^  washer-000-good\\.png  ${digits}  line 3, checked by hand  score \\S+  ratio 0\\.`,
      ),
    );
    expect(out[7]).toContain(`  ${paths[1]}  score`);
    const json = await run(['part', 'pictures', part, '--json']);
    expect(json.out[0]).not.toContain('thumbnail');
    const listed = z
      .object({
        support: z.array(z.strictObject({ name: z.string(), sha256: z.string().length(64) })),
        threshold: z.number(),
        confirmed: z.array(
          z.looseObject({
            name: z.string(),
            sha256: z.string().length(64),
            score: z.number(),
            peak: z.number(),
            ratio: z.number(),
            date: z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
            origin: z.string(),
            accepted: z.array(z.string()),
          }),
        ),
      })
      .parse(JSON.parse(json.out[0]));
    expect(listed.confirmed.map(({ origin }) => origin)).toEqual([
      'line 3, checked by hand',
      paths[1],
    ]);
  });

  it('wants a part', async () => {
    expect((await run(['part', 'pictures'])).code).toBe(ExitCode.usage);
  });
});

describe('taking pictures back', () => {
  it('tells that a blank names none', async () => {
    const { code, log } = await calibrate(folder('learned.part'), '--remove', '');
    expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining('none is given')]);
  });

  it('removes them by name, origin or first digits, and says what that changes', async () => {
    const part = await freshPart('g.part');
    await calibrate(part, ...paths.slice(0, 3));
    await calibrate(part, odd, '--accept', '--origin', 'a mistake');
    const { out } = await calibrate(part, '--remove', 'a mistake');
    expect(out[0]).toMatch(/^removed odd\.png {2}[\da-f]{12} {2}\S+ {2}a mistake$/);
    expect(out[1]).toBe(`${part}: 3 confirmed good pictures`);
    expect(out.at(-1)).toMatch(/^threshold \S+ → \S+: of 7 stored scores 0 from fail to pass, 0 /);
    const [first, second] = (await loadPart(part)).calibration.confirmed;
    const json = await calibrate(part, '--remove', first.name, second.sha256.slice(0, 8), '--json');
    expect(JSON.parse(json.out[0])).toMatchObject({
      confirmed: 1,
      removed: [{ name: first.name }, { name: second.name }],
      change: { toPass: [] },
    });
    expect(await confirmedIn(part)).toEqual([good[2].name]);
  });

  it('names the candidates where several are meant, and changes nothing', async () => {
    const part = await freshPart('h.part');
    const [twin] = await writePictures(folder('others'), [{ ...good[1], name: good[0].name }]);
    await calibrate(part, paths[0], twin);
    const before = await readFile(part);
    const { code, log } = await calibrate(part, '--remove', good[0].name);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain('2 confirmed pictures are meant: expected one of');
    for (const { sha256 } of (await loadPart(part)).calibration.confirmed) {
      expect(log).toContain(sha256.slice(0, 12));
    }
    expect(log).toContain(twin);
    expect(await readFile(part)).toEqual(before);
  });

  it.each([
    ['a support picture', support[3].name, /it is a support picture/],
    ['a word that stands for none', 'bolt.png', /no confirmed picture has that name/],
  ])('refuses %s', async (_, word, message) => {
    const refused = await calibrate(folder('learned.part'), '--remove', word);
    expect([refused.code, refused.out]).toEqual([ExitCode.usage, []]);
    expect(refused.log).toMatch(message);
  });

  it('takes all back: the part is as it was learned', async () => {
    const part = await freshPart('i.part');
    await calibrate(part, ...paths.slice(0, 2));
    const { code, out } = await calibrate(part, '--reset');
    expect(code).toBe(ExitCode.ok);
    expect(out.slice(0, 3)).toEqual([
      expect.stringMatching(`^removed ${good[0].name}`),
      expect.stringMatching(`^removed ${good[1].name}`),
      `${part}: 0 confirmed good pictures`,
    ]);
    expect(await readFile(part)).toEqual(await readFile(folder('learned.part')));
  });
});
