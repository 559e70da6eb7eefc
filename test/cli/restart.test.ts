import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { drawParts, writePictures } from '../helpers/small-part.ts';
import { useTray } from './tray.ts';
import { put, until, useWatch, verdicts } from './watching.ts';

const all = useTray();
const { folder, tray, inspect } = all;
const { inbox, watch } = useWatch(all);

describe('fewgood inspect --state and --log', () => {
  it('go on after a restart: nothing twice, one header, no overlay overwritten', async () => {
    const place = await inbox('restarted');
    const [log, state, overlays] = ['l.csv', 'l.state', 'o'].map((name) => folder(name));
    const argv = ['--settle', '0.1', '--log', log, '--state', state, '--overlays', overlays];
    await put(join(place, 'kept.png'), await readFile(tray[0]));
    await put(join(place, 'part.png'), await readFile(tray[2]));
    const first = watch(place, argv);
    await until(first.lines, 2);
    await first.stop();
    await put(join(place, 'part.png'), await readFile(tray[1]));
    await put(join(place, 'new.png'), await readFile(tray[1]));
    const second = watch(place, argv);
    await until(second.lines, 2);
    await sleep(500);
    const { log: words } = await second.stop();
    expect(words).toContain('judged before, passed over: 1 picture');
    expect(verdicts(second.lines).toSorted()).toEqual(['pass new.png', 'pass part.png replaced']);
    const rows = (await readFile(log, 'utf8')).trimEnd().split('\n');
    expect(rows.map((row) => row.startsWith('path,'))).toEqual([true, false, false, false, false]);
    // kept, new, and both pictures of the name part.png.
    const names = (await readdir(overlays)).filter((name) => name.endsWith('.png'));
    expect(names).toHaveLength(4);
    for (const name of names) expect(rows.join('\n')).toContain(`${name},`);
    expect(rows[1]).toMatch(/,washer\.part,[0-9a-f]{64},[0-9a-f]{64},\d+\.\d+\.\d+,{6}$/);
  });

  it('go on with a list of pictures too, by their content', async () => {
    const [state, log] = [folder('tray.state'), folder('tray.jsonl')];
    const argv = ['--state', state, '--log', log];
    expect((await inspect([tray[0], ...argv])).out).toHaveLength(1);
    const { out, log: words } = await inspect([...tray, ...argv]);
    expect([out.length, words.includes('passed over: 1 picture')]).toEqual([2, true]);
    const records = (await readFile(log, 'utf8')).trimEnd().split('\n');
    expect(records.map((line) => JSON.parse(line).path)).toEqual(tray);
  });
});

describe('fewgood inspect --state, what is not remembered', () => {
  it('judge again what an output lacks', async () => {
    const [state, log] = [folder('lacking.state'), folder('later', 'l.jsonl')];
    const argv = [...tray, '--state', state, '--log', log];
    const failed = await inspect(argv);
    expect([failed.code, failed.out.length]).toEqual([ExitCode.fault, 3]);
    expect(failed.log).toContain(`the log ${log}: without 3 pictures`);
    await mkdir(folder('later'));
    const again = await inspect(argv);
    expect([again.code, again.out.length]).toEqual([ExitCode.anomalous, 3]);
    expect((await readFile(log, 'utf8')).trimEnd().split('\n')).toHaveLength(3);
    expect((await inspect(argv)).out).toEqual([]);
  });

  it('do not take an error for a judgement: an option may cure it', async () => {
    const large = { name: 'large.png', image: drawParts({ count: 1, size: 128 })[0].image };
    const argv = [...(await writePictures(folder(), [large])), '--state', folder('cured.state')];
    for (let run = 0; run < 2; run++) {
      const { code, out } = await inspect([...argv, '--max-megapixels', '0.01']);
      expect([code, out[0]]).toEqual([
        ExitCode.fault,
        expect.stringMatching(/^error .*at most 0\.01/),
      ]);
    }
    expect((await inspect(argv)).out[0]).toMatch(/large\.png {2}score/);
    expect((await inspect(argv)).out).toEqual([]);
  });
});

describe('fewgood inspect --state and --log, files', () => {
  it('add whole rows behind one that was torn within quotes, and name it', async () => {
    const log = folder('torn.csv');
    await inspect([tray[0], folder('gone, "far" away.png'), '--log', log]);
    const whole = await readFile(log, 'utf8');
    const torn = whole.slice(0, whole.indexOf('away.png') + 3);
    await writeFile(log, torn);
    const { log: words } = await inspect([tray[1], tray[2], '--log', log]);
    expect(words).toContain('torn.csv ends within a record');
    const rows = (await readFile(log, 'utf8')).split('\n');
    expect(rows.slice(0, 3).join('\n')).toBe(`${torn}"`);
    expect(rows.slice(3).map((row) => row.split(',').slice(0, 2))).toEqual([
      [tray[1], 'pass'],
      [tray[2], 'fail'],
      [''],
    ]);
    expect((await inspect([tray[0], '--log', log])).log).not.toContain('ends within');
  });

  it('refuse one file for two outputs, also by a link, and leave it as it is', async () => {
    const [log, link] = [folder('one.jsonl'), folder('two.jsonl')];
    await inspect([tray[0], '--log', log]);
    const before = await readFile(log);
    await symlink(log, link);
    const wrong = [
      ['--log', log, '--state', log],
      ['--log', log, '--state', link],
      ['--log', folder('new'), '--report', folder('tray', '..', 'new')],
      ['--log', folder('a.state.lock'), '--state', folder('a.state')],
      ['--log', folder('o'), '--overlays', folder('o')],
    ];
    for (const outputs of wrong) {
      const { code, log: words, out } = await inspect([tray[0], ...outputs]);
      expect([code, out]).toEqual([ExitCode.fault, []]);
      expect(words).toContain('it is the same file as another output');
    }
    expect(await readFile(log)).toEqual(before);
    const shared = ['--overlays', folder('shared'), '--maps', folder('shared')];
    expect((await inspect([tray[0], ...shared])).code).toBe(ExitCode.ok);
  });

  it('refuse files of another kind', async () => {
    const path = folder('note.csv');
    await writeFile(path, 'a note\n');
    const { code, log } = await inspect([tray[0], '--log', path]);
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('Cannot add to note.csv: it is another file');
    const { log: words } = await inspect([tray[0], '--state', path]);
    expect(words).toContain('it is another file: expected a state file of an inspection');
    expect(await readFile(path, 'utf8')).toBe('a note\n');
    expect(await readdir(folder())).not.toContain('note.csv.lock');
  });
});

describe('fewgood inspect --report, with --state or --watch', () => {
  it('keeps the report of an earlier run, and has a number behind the new one', async () => {
    const [state, report] = [folder('kept.state'), folder('kept.html')];
    const argv = ['--state', state, '--report', report];
    expect((await inspect([tray[0], ...argv])).log).toContain(`report: ${report}`);
    const before = await readFile(report, 'utf8');
    const { log } = await inspect([...tray, ...argv]);
    expect(log).toContain(`report: ${folder('kept-2.html')} (${report} is kept)`);
    expect(await readFile(report, 'utf8')).toBe(before);
    const later = await readFile(folder('kept-2.html'), 'utf8');
    expect([before, later].map((html) => html.match(/<article/g)?.length)).toEqual([1, 2]);
    // Nothing was left to judge.
    expect((await inspect([...tray, ...argv])).log).not.toContain('report: ');
    const names = (await readdir(folder())).filter((name) => /kept.*html|fewgood/.test(name));
    expect(names.toSorted()).toEqual(['kept-2.html', 'kept.html']);
  });

  it('keeps it where a folder is watched, and replaces it where all is judged again', async () => {
    const [place, report] = [await inbox('reported'), folder('watched.html')];
    await inspect([tray[0], '--report', report]);
    await put(join(place, 'a.png'), await readFile(tray[0]));
    const { lines, stop } = watch(place, ['--settle', '0.1', '--report', report]);
    await until(lines, 1);
    expect((await stop()).log).toContain('watched-2.html');
    const { log } = await inspect([...tray, '--report', report]);
    expect(log).toMatch(/^report: \S+watched\.html$/m);
    expect((await readFile(report, 'utf8')).match(/<article/g)).toHaveLength(3);
  });
});
