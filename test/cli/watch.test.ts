import { appendFile, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { useTray } from './tray.ts';
import { put, until, useWatch, verdicts } from './watching.ts';

const all = useTray();
const { folder, tray, inspect } = all;
const { inbox, watch } = useWatch(all);

describe('fewgood inspect --watch', () => {
  it('judges files as they arrive, once each, when they are complete', async () => {
    const place = await inbox('arriving');
    await writeFile(join(place, 'first.png'), await readFile(tray[0]));
    const { lines, stop } = watch(place);
    // A slow writer, who is not done when the first picture is judged.
    const bytes = await readFile(tray[2]);
    let written = 0;
    while (lines.length < 1) {
      await appendFile(join(place, 'slow.png'), bytes.subarray(written, ++written));
      await sleep(20);
    }
    await appendFile(join(place, 'slow.png'), bytes.subarray(written));
    await put(join(place, 'renamed.png'), bytes);
    await until(lines, 3);
    await sleep(700); // one more look at the folder
    const { code } = await stop();
    expect(verdicts(lines).toSorted()).toEqual([
      'fail renamed.png',
      'fail slow.png',
      'pass first.png',
    ]);
    expect(code).toBe(ExitCode.anomalous);
  });

  it('says when there is no such folder', async () => {
    const { code, log } = await inspect(['--watch', folder('nowhere')]);
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(/FILE_FAULT: Cannot watch the folder .*nowhere: there is no such/);
  });

  it('names folders within, and watches them with --recursive', async () => {
    const place = await inbox('subfolders');
    await mkdir(join(place, 'cam1'));
    await put(join(place, 'cam1', 'a.png'), await readFile(tray[0]));
    await put(join(place, 'b.png'), await readFile(tray[0]));
    const flat = watch(place, ['--settle', '0.2']);
    await until(flat.lines, 1);
    const { log } = await flat.stop();
    expect(log).toMatch(/1 folder within, not watched: \S+cam1\. With --recursive they are\./);
    const deep = watch(place, ['--settle', '0.2', '--recursive']);
    await until(deep.lines, 2);
    expect((await deep.stop()).log).not.toContain('not watched');
    expect(verdicts(deep.lines).toSorted()).toEqual(['pass a.png', 'pass b.png']);
  });
});

describe('fewgood inspect --watch, by content', () => {
  it('judges pictures of any name, and neither its own outputs nor other files', async () => {
    const place = await inbox('contents');
    const argv = ['--settle', '0.1', '--overlays', place];
    await put(join(place, 'IMG0004'), await readFile(tray[0]));
    await writeFile(join(place, 'note.txt'), 'a note');
    const { lines, stop } = watch(place, argv);
    await until(lines, 1);
    await sleep(1000);
    const { code, log } = await stop();
    expect([verdicts(lines), code]).toEqual([['pass IMG0004'], ExitCode.ok]);
    expect(log).toMatch(/passed over, 1 file that is no picture: \S+note\.txt/);
    expect(log).toMatch(/passed over, 1 output of fewgood's own: \S+overlay\.png/);
  });
});

describe('fewgood inspect --watch, pictures that change', () => {
  it('counts one that is touched, and does not judge it again', async () => {
    const place = await inbox('touched');
    await put(join(place, 'part.png'), await readFile(tray[0]));
    const { lines, stop } = watch(place, ['--settle', '0.1']);
    await until(lines, 1);
    await utimes(join(place, 'part.png'), 1e9, 1e9);
    await sleep(1500);
    const { code, log } = await stop();
    expect([verdicts(lines), code]).toEqual([['pass part.png'], ExitCode.ok]);
    expect(log).toContain('touched or written again as they were, not judged again: 1 picture');
  });

  it('counts pictures that are replaced before they could be judged, and exits with 1', async () => {
    const place = await inbox('replaced');
    const [good, bad] = [await readFile(tray[0]), await readFile(tray[2])];
    const { lines, stop } = watch(place, ['--settle', '2']);
    for (let i = 0; i < 6; i++) {
      await put(join(place, 'part.png'), i % 2 === 0 ? good : bad);
      await sleep(300);
    }
    await until(lines, 1);
    const { code, log } = await stop();
    expect(verdicts(lines)).toEqual(['fail part.png']);
    expect(log.match(/part\.png was replaced before it could be judged/g)).toHaveLength(5);
    expect(log).toContain('replaced or deleted before they could be judged: 5 pictures');
    expect(code).toBe(ExitCode.fault);
  });

  it('judges one again that is overwritten with the same size and time, and says so', async () => {
    const place = await inbox('overwritten');
    const path = join(place, 'part.bmp');
    const [one, other] = [bmp(96, 120), bmp(96, 90)];
    await writeFile(path, one);
    await utimes(path, 1e9, 1e9);
    const { lines, stop } = watch(place, ['--settle', '0.2']);
    await until(lines, 1);
    await writeFile(path, other);
    await utimes(path, 1e9, 1e9);
    await until(lines, 2);
    await stop();
    expect(lines.map((line) => line.includes('part.bmp (replaced)'))).toEqual([false, true]);
  });

  it('waits for the bytes of a bitmap that is preallocated, and judges it once', async () => {
    const place = await inbox('preallocated');
    const path = join(place, 'part.bmp');
    const bytes = bmp(96, 120);
    const empty = Buffer.alloc(bytes.length);
    bytes.copy(empty, 0, 0, 54);
    const { lines, stop } = watch(place, ['--settle', '0.5']);
    await writeFile(path, empty);
    await sleep(1500);
    expect(lines).toEqual([]);
    await writeFile(path, bytes);
    await until(lines, 1);
    await sleep(1000);
    await stop();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('replaced');
  });
});

describe('fewgood inspect --watch, its folder away', () => {
  it('awaits its return, and says so once, and again when it is back', async () => {
    const place = await inbox('away');
    await put(join(place, 'a.png'), await readFile(tray[0]));
    const report = folder('away.html');
    const { lines, stop } = watch(place, ['--settle', '0.1', '--report', report]);
    await until(lines, 1);
    await rename(place, `${place}-away`);
    await sleep(1000);
    await rename(`${place}-away`, place);
    await put(join(place, 'b.png'), await readFile(tray[0]));
    await until(lines, 2);
    const { code, log } = await stop();
    expect(log.match(/away is away: there is no such file or folder/g)).toHaveLength(1);
    expect(log.match(/away is back\./g)).toHaveLength(1);
    expect(code).toBe(ExitCode.ok);
    expect((await readFile(report, 'utf8')).match(/<article/g)).toHaveLength(2);
  });

  it('does not end in silence with 0 when it was removed', async () => {
    const place = await inbox('removed');
    await put(join(place, 'a.png'), await readFile(tray[0]));
    const { lines, stop } = watch(place, ['--settle', '0.1']);
    await until(lines, 1);
    await rm(place, { recursive: true });
    await sleep(600);
    const { code, log } = await stop();
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('was away when the watch ended');
  });
});

/** A grey bitmap that is lighter to the right. */
function bmp(side: number, grey: number): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM', 0, 'latin1');
  head.writeUInt32LE(54 + side * side * 3, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(side, 18);
  head.writeInt32LE(side, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  const pixels = Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => grey + (i % (side * 3)) / 4,
  );
  return Buffer.concat([head, pixels]);
}
