import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { run } from './harness.ts';

describe('fewgood', () => {
  it('shows all commands, as help and when it is given none', async () => {
    const help = await run(['--help']);
    expect(help.code).toBe(ExitCode.ok);
    for (const { name, summary } of commands) {
      expect(help.out[0]).toContain(`\n  ${name}`);
      expect(help.out[0].replaceAll(/\s+/g, ' ')).toContain(summary);
    }
    expect(await run(['help'])).toEqual(help);
    expect(await run(['-h'])).toEqual(help);
    expect(await run([])).toEqual({ ...help, code: ExitCode.usage });
  });

  it('shows the commands that begin with a word, as its help', async () => {
    for (const argv of [
      ['part', '--help'],
      ['help', 'part'],
    ]) {
      const { code, out } = await run(argv);
      expect(code).toBe(ExitCode.ok);
      expect(out[0]).toMatch(
        /^Usage: fewgood part COMMAND …[^]*\n {2}part info [^]*\n {2}part pictures /,
      );
      expect(out[0]).not.toContain('enroll');
    }
  });

  it('tells its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: ['1.2.3'], log: '' });
  });

  it.each([
    [['frob'], /Cannot run "frob": expected a command: enroll, inspect/],
    [['--frob'], /Cannot run "--frob"/],
    [
      ['model'],
      /Cannot run "model": expected a command: model pull, model import, model quantize, model info$/m,
    ],
    [
      ['model', 'frob', 'x'],
      /Cannot run "model frob": expected a command: model pull, model import, model quantize, model in/,
    ],
  ])('refuses %j', async (argv, message) => {
    const { code, out, log } = await run(argv);
    expect([code, out]).toEqual([ExitCode.usage, []]);
    expect(log).toMatch(message);
  });
});

const manuals = await Promise.all(commands.map((command) => command.manual()));
describe.each(manuals.map((manual) => ({ ...manual, words: manual.name.split(' ') })))(
  'fewgood $name',
  ({ name, words, usage, options, examples }) => {
    it('shows its usage, options and examples', async () => {
      const help = await run([...words, '--help']);
      expect(help.code).toBe(ExitCode.ok);
      expect(help.out[0]).toContain(`Usage: fewgood ${name} ${usage}`.trimEnd());
      for (const option of Object.keys(options)) expect(help.out[0]).toContain(`  --${option}`);
      for (const example of examples) expect(help.out[0]).toContain(`  ${example}`);
      // Only a command line is never broken.
      const lines = help.out[0].split('\n').filter((line) => !line.includes('fewgood '));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(await run(['help', ...words])).toEqual(help);
      expect(await run([...words, 'a', '--frob', '-h'])).toEqual(help);
    });

    it('has examples that start with its name and use options that there are', () => {
      for (const example of examples) {
        expect(example).toContain(`fewgood ${name}`);
        const used = Array.from(example.matchAll(/(?<= )--([a-z-]+)/g), ([, option]) => option);
        expect(Object.keys(options)).toEqual(expect.arrayContaining(used));
      }
    });

    it('refuses an option that it does not have', async () => {
      const { code, out, log } = await run([...words, '--frob']);
      expect([code, out]).toEqual([ExitCode.usage, []]);
      expect(log).toMatch(/^USAGE: Unknown option '--frob'[^\n]*\n {2}Run the command with --help/);
    });
  },
);
