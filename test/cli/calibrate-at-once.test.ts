/** Calibrations of one part that run at once, and parts that cannot be written. */
import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { loadPart, savePart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallPart } from '../helpers/small-part.ts';
import { confirmedIn, useCalibrations } from './calibrations.ts';
import { ended, run, start } from './harness.ts';

const { folder, good, paths, freshPart, calibrate } = useCalibrations();
const isRoot = process.getuid?.() === 0;

describe('calibrations at once', () => {
  it('lose nothing: each finds what the other confirmed', async () => {
    const part = await freshPart('j.part');
    const batches = [paths.slice(0, 3), paths.slice(3, 6)];
    const words = ['--model', folder('small.onnx')];
    const runs = await Promise.all(
      batches.map((batch) => ended(start(['calibrate', part, ...batch, ...words]))),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect((await confirmedIn(part)).toSorted()).toEqual(good.map(({ name }) => name).toSorted());
    expect((await readdir(folder())).filter((name) => name.startsWith('j.part'))).toEqual([
      'j.part',
    ]);
  });

  it('wait for each other, and tell for whom', async () => {
    const part = await freshPart('k.part');
    const owner = {
      token: 't',
      pid: process.pid,
      host: hostname(),
      since: new Date().toISOString(),
    };
    await writeFile(`${part}.lock`, JSON.stringify(owner));
    const abort = new AbortController();
    const argv = ['calibrate', part, '--reset'];
    const { code, log } = await run(argv, {
      signal: abort.signal,
      // Not before it said so, however slow the machine is.
      onLog: (line) => line.includes('waiting for') && abort.abort(),
    });
    expect(code).toBe(ExitCode.interrupted);
    expect(log).toContain(`waiting for ${part}: process ${process.pid} on ${hostname()}, since `);
  });
});

describe('a calibration', () => {
  it('refuses a part that was learned anew meanwhile', async () => {
    const part = await freshPart('l.part');
    const other = await smallPart(drawParts({ seed: 21 }));
    const words = ['--model', folder('small.onnx')];
    /** The part was read by now: the list of pictures comes after it. */
    async function* list(): AsyncGenerator<string> {
      await savePart(part, other);
      yield paths[0];
    }
    const reading = run(['calibrate', part, '-', ...words], { stdin: list() });
    const { code, log } = await reading;
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('it was learned anew while the pictures were scored');
    expect(await loadPart(part)).toEqual(other);
  });

  it.skipIf(isRoot)(
    'says that a part cannot be written (needs a user other than root)',
    async () => {
      await mkdir(folder('locked'));
      const part = folder('locked', 'a.part');
      await copyFile(folder('learned.part'), part);
      await chmod(folder('locked'), 0o555);
      for (const argv of [[paths[0]], ['--reset']]) {
        const { code, log } = await calibrate(part, ...argv);
        expect([code, log]).toEqual([1, expect.stringContaining('a.part: permission denied')]);
      }
      await chmod(folder('locked'), 0o755);
    },
  );
});
