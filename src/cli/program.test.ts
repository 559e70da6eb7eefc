import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  ArgumentRangeError,
  CancelledError,
  type FewgoodError,
  FileError,
  UsageError,
} from '../errors.ts';
import { type Command, type CommandTitle, ExitCode } from './command.ts';
import { runProgram } from './program.ts';

/** Runs a program of one command, `paint`, that does `work`. */
async function run(
  argv: readonly string[],
  work: (argv: readonly string[]) => ExitCode,
): Promise<{ code: ExitCode; out: string[]; log: string[] }> {
  const [out, log]: string[][] = [[], []];
  const terminal = {
    out: (line: string) => void out.push(line),
    log: (line: string) => void log.push(line),
    stdin: Readable.from([]),
    bar: undefined,
    signal: new AbortController().signal,
  };
  const title: CommandTitle = { name: 'part paint', summary: 'Paint' };
  const paint: Command = {
    ...title,
    manual: async () => ({ ...title, usage: '', examples: [], options: {} }),
    run: async (args) => work(args),
  };
  const code = await runProgram(argv, { commands: [paint], version: '1.2.3', terminal });
  return { code, out, log };
}

describe('runProgram()', () => {
  it('gives a command the words behind its name, and passes its exit code on', async () => {
    const calls: (readonly string[])[] = [];
    const work = (argv: readonly string[]): ExitCode => {
      calls.push(argv);
      return ExitCode.anomalous;
    };
    expect((await run(['part', 'paint', 'a', '--x', '1'], work)).code).toBe(ExitCode.anomalous);
    expect(calls).toEqual([['a', '--x', '1']]);
  });

  it.each<[FewgoodError, ExitCode]>([
    [new UsageError('Cannot', 'Do.'), ExitCode.usage],
    [new ArgumentRangeError('size', 1, '2'), ExitCode.usage],
    [new FileError('read a', 'gone', 'Look.'), ExitCode.fault],
    [new CancelledError('paint', 'a coat'), ExitCode.interrupted],
  ])('tells %s and exits %i', async (error, code) => {
    const result = await run(['part', 'paint'], () => {
      throw error;
    });
    const text = `${error.code}: ${error.message}\n  ${error.remedy}`;
    expect(result).toEqual({ code, out: [], log: [text] });
  });

  it('hides no bug', async () => {
    const bug = run(['part', 'paint'], () => {
      throw new TypeError('a bug');
    });
    await expect(bug).rejects.toThrow(TypeError);
  });

  it('never runs a command that is asked for its help', async () => {
    const { code, out } = await run(['part', 'paint', 'a', '--help'], () => ExitCode.fault);
    expect([code, out[0]]).toEqual([ExitCode.ok, expect.stringMatching(/^Paint\.\n/)]);
  });
});
