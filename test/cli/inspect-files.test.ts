import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { drawParts, writePictures } from '../helpers/small-part.ts';
import { useTray } from './tray.ts';

const { folder, tray, inspect } = useTray();

describe('fewgood inspect writes', () => {
  it('overlays and maps of each picture under names that do not collide', async () => {
    const results = folder('results');
    const argv = [...tray, folder('gone.png'), '--overlays', results, '--maps', results];
    expect((await inspect(argv)).code).toBe(ExitCode.fault);
    expect((await readdir(results)).toSorted()).toEqual([
      '.fewgood-output',
      'washer-000-good-2.map.png',
      'washer-000-good-2.overlay.png',
      'washer-000-good.map.png',
      'washer-000-good.overlay.png',
      'washer-001-good.map.png',
      'washer-001-good.overlay.png',
    ]);
    const again = folder('again');
    await inspect([tray[1], '--overlays', again]);
    expect(await readFile(join(again, 'washer-001-good.overlay.png'))).toEqual(
      await readFile(join(results, 'washer-001-good.overlay.png')),
    );
  });

  it('maps on one colour scale: hot where the defect is, cold on a good part', async () => {
    const results = folder('maps');
    await inspect([...tray, '--maps', results]);
    const maps = ['-000-good-2', '-001-good'].map((name) => join(results, `washer${name}.map.png`));
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

  it('leaves no half report, and the old one, when another output fails', async () => {
    const place = folder('failing');
    const overlays = join(place, 'overlays');
    // A folder in the way of the second overlay.
    await mkdir(join(overlays, 'washer-001-good.overlay.png'), { recursive: true });
    await writeFile(join(place, 'r.html'), '<!doctype html>old');
    const argv = [...tray, '--report', join(place, 'r.html'), '--overlays', overlays];
    const { code, log, out } = await inspect(argv);
    expect([code, out.length]).toEqual([ExitCode.fault, 2]);
    expect(log).toMatch(/Cannot write .*washer-001-good\.overlay\.png: it is a folder/);
    expect(await readdir(place)).toEqual(['overlays', 'r.html']);
    expect(await readFile(join(place, 'r.html'), 'utf8')).toBe('<!doctype html>old');
    expect(await readdir(overlays)).toHaveLength(2);
  });
});

/** Red minus blue at a pixel. */
function redness(
  { data, width }: { data: Uint8Array; width: number },
  x: number,
  y: number,
): number {
  const at = 3 * (y * width + x);
  return data[at] - data[at + 2];
}
