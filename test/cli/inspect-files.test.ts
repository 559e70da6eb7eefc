import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { drawParts, writePictures } from '../helpers/small-part.ts';
import { useTray } from './tray.ts';

const { folder, tray, inspect } = useTray();

describe('fewgood inspect writes', () => {
  it('overlays and maps of each picture under names that do not collide', async () => {
    const results = folder('results');
    const argv = [...tray, folder('gone.png'), '--overlays', results, '--maps', results];
    expect((await inspect(argv)).code).toBe(ExitCode.fault);
    const names = await namesOf(tray);
    const files = names.flatMap((name) => [`${name}.map.png`, `${name}.overlay.png`]);
    expect((await readdir(results)).toSorted()).toEqual(['.fewgood-output', ...files].toSorted());
    const again = folder('again');
    const overlay = `${names[1]}.overlay.png`;
    await inspect([tray[1], '--overlays', again]);
    expect(await readFile(join(again, overlay))).toEqual(await readFile(join(results, overlay)));
    // Another picture of that name, another file; the same picture, the same file.
    const other = folder('other', basename(tray[1]));
    await mkdir(folder('other'));
    await writeFile(other, await readFile(tray[2]));
    await inspect([other, tray[1], '--overlays', again]);
    expect(await readdir(again)).toHaveLength(3);
  });

  it('where an overlay and a map are into the record, and nothing of those that it has not', async () => {
    const results = folder('named');
    const { out } = await inspect([tray[2], '--json', '--overlays', results]);
    const [name] = await namesOf([tray[2]]);
    const overlay = join(results, `${name}.overlay.png`);
    expect(JSON.parse(out[0])).toMatchObject({ overlay, map: null });
    const { out: rows } = await inspect([tray[2], '--csv', '--maps', results]);
    expect(rows[1]).toContain(`,,${join(results, `${name}.map.png`)},`);
  });

  it('maps on one colour scale: hot where the defect is, cold on a good part', async () => {
    const results = folder('maps');
    await inspect([...tray, '--maps', results]);
    const names = await namesOf([tray[2], tray[1]]);
    const maps = names.map((name) => join(results, `${name}.map.png`));
    const [bad, good] = await Promise.all(maps.map((path) => readImage(path)));
    expect([bad.width, bad.height]).toEqual([96, 96]);
    expect(redness(bad, 24, 24)).toBeGreaterThan(50);
    expect(redness(good, 24, 24)).toBeLessThan(0);
    expect(redness(bad, 80, 80)).toBeLessThan(0);
  });

  it('over no picture when results go where the pictures are', async () => {
    const place = folder('one-place');
    const [path] = await writePictures(place, drawParts({ seed: 2, count: 1 }));
    const before = await readFile(path);
    await inspect([place, '--overlays', place, '--maps', place]);
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(place)).toHaveLength(3);
  });

  it('a report of all pictures, also of those that it could not judge', async () => {
    const report = folder('report.html');
    const { log } = await inspect([...tray, folder('gone.png'), '--report', report]);
    expect(log).toContain(`report: ${report}`);
    const html = await readFile(report, 'utf8');
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html.trimEnd()).toMatch(/<\/html>$/);
    expect(html.match(/<article/g)).toHaveLength(4);
    for (const path of [...tray, folder('gone.png')]) expect(html).toContain(basename(path));
    expect(html).not.toMatch(/(?:src|href)="(?!data:|#)/);
    expect(html).toContain('washer'); // the part's name
  });
});

describe('fewgood inspect, when it cannot write', () => {
  it.each([
    [
      'a report in no folder',
      ['--report', 'no/such/r.html'],
      /Cannot write no\/such\/r\.html: the/,
    ],
    ['a report that is a folder', ['--report', 'src'], /Cannot write src: it is a folder/],
    [
      'overlays in a file',
      ['--overlays', 'README.md'],
      /make the folder README\.md: a file of that/,
    ],
    ['maps below a file', ['--maps', 'README.md/maps'], /a part of the path is a file/],
  ])('says why: %s', async (_, options, message) => {
    const { code, log, out } = await inspect([tray[0], ...options]);
    expect([code, out]).toEqual([ExitCode.fault, []]);
    expect(log).toMatch(message);
  });

  it('names an output that fails, writes the others, and exits with 1', async () => {
    const place = folder('failing');
    const overlays = join(place, 'overlays');
    // A folder in the way of the second overlay.
    const [, second] = await namesOf(tray);
    await mkdir(join(overlays, `${second}.overlay.png`), { recursive: true });
    await writeFile(join(place, 'r.html'), '<!doctype html>old');
    const argv = [...tray, '--json', '--report', join(place, 'r.html'), '--overlays', overlays];
    const { code, log, out } = await inspect(argv);
    expect([code, out.length]).toEqual([ExitCode.fault, 3]);
    expect(log).toMatch(
      /overlays in \S+: FILE_FAULT: Cannot write \S+\.overlay\.png: it is a folder.*\n.*\n.*tried again/,
    );
    expect(log).toMatch(/overlays in \S+: written again/);
    expect(log).toMatch(/overlays in \S+: without 1 picture/);
    const overlaid = out.map((line) => recordSchema.parse(JSON.parse(line)));
    expect(overlaid.map((record) => 'overlay' in record && record.overlay !== null)).toEqual([
      true,
      false,
      true,
    ]);
    expect((await readdir(place)).toSorted()).toEqual(['overlays', 'r.html']);
    expect(await readFile(join(place, 'r.html'), 'utf8')).toMatch(/<\/html>\s*$/);
  });
});

/** What the files about pictures are named. */
async function namesOf(paths: readonly string[]): Promise<string[]> {
  return Promise.all(
    paths.map(async (path) => {
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return `${basename(path, '.png')}-${hash.slice(0, 12)}`;
    }),
  );
}

/** Red minus blue at a pixel. */
function redness(
  { data, width }: { data: Uint8Array; width: number },
  x: number,
  y: number,
): number {
  const at = 3 * (y * width + x);
  return data[at] - data[at + 2];
}
