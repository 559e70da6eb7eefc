import { Readable } from 'node:stream';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { defineCommand, ExitCode, parseNumber, type Values } from './command.ts';

const options = {
  name: { type: 'string', help: 'a name' },
  size: { type: 'number', help: 'a size', default: 3, whole: true, min: 1 },
  share: { type: 'number', help: 'a share', aliases: ['part', 'ratio'] },
  mode: { type: 'string', help: 'a mode', choices: ['fast', 'slow'], default: 'fast' },
  force: { type: 'boolean', help: 'by force', aliases: ['violently'] },
  ignore: { type: 'list', help: 'what is left out' },
} as const;

const terminal = {
  out: () => undefined,
  log: () => undefined,
  stdin: Readable.from([]),
  bar: undefined,
  signal: new AbortController().signal,
};

/** What a command with these options is given for a command line. */
async function parse(...argv: string[]): Promise<{ options: object; args: readonly string[] }> {
  let values: { options: object; args: readonly string[] } | undefined;
  const command = defineCommand({
    name: 'test',
    summary: 'Test',
    manual: async () => ({ usage: '', examples: [], options }),
    work: async () => async (invocation) => {
      values = { options: invocation.options, args: invocation.args };
      return ExitCode.ok;
    },
  });
  await command.run(argv, terminal);
  if (values === undefined) throw new Error('the command did not run');
  return values;
}

describe('defineCommand()', () => {
  it('fills in defaults: false for a switch, undefined where there is none', async () => {
    const defaults = {
      name: undefined,
      size: 3,
      share: undefined,
      mode: 'fast',
      force: false,
      ignore: [],
    };
    expect(await parse()).toEqual({ options: defaults, args: [] });
  });

  it('reads values by their type, wherever they stand, the last one of a kind', async () => {
    const line = 'a --size=4 - --share 1e-3 --force --name x --mode slow --size 5 -- --b';
    const { options: values, args } = await parse(...line.split(' '));
    expect(values).toEqual({
      name: 'x',
      size: 5,
      share: 0.001,
      mode: 'slow',
      force: true,
      ignore: [],
    });
    expect(args).toEqual(['a', '-', '--b']);
  });

  it('gathers what a list is given, in order', async () => {
    const { options: values } = await parse('--ignore', 'a', 'x', '--ignore', 'b,c');
    expect(values).toMatchObject({ ignore: ['a', 'b,c'] });
  });

  it('takes old names for the new ones', async () => {
    const { options: values } = await parse('--ratio', '0.5', '--violently');
    expect(values).toMatchObject({ share: 0.5, force: true });
    expect(values).not.toHaveProperty('ratio');
  });

  it.each([
    [['--share', '1', '--part', '1'], 'Cannot use --share beside --part: they are one option'],
    [['--ratio', '1', '--part', '2'], 'Cannot use --part beside --ratio: they are one option'],
    [['--part', 'x'], 'Cannot use --share "x": expected a number'],
    [['--mode', 'medium'], 'Cannot use --mode "medium": expected one of fast, slow'],
    [['--size', 'big'], 'Cannot use --size "big": expected a whole number of at least 1'],
    [['--size', '1.5'], 'expected a whole number of at least 1'],
    [['--size', '0'], 'expected a whole number of at least 1'],
    [['--share', 'Infinity'], 'Cannot use --share "Infinity": expected a number'],
    [['--share', ''], 'expected a number'],
    [['--share'], "Option '--share <value>' argument missing"],
    [['--force=yes'], "Option '--force' does not take an argument"],
    [['-x'], "Unknown option '-x'"],
  ])('refuses %j', async (argv, message) => {
    const refused = parse(...argv);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('Values', () => {
  it('are typed by the table', () => {
    expectTypeOf<Values<typeof options>>().toEqualTypeOf<{
      readonly name: string | undefined;
      readonly size: number;
      readonly share: number | undefined;
      readonly mode: 'fast' | 'slow';
      readonly force: boolean;
      readonly ignore: readonly string[];
    }>();
  });
});

describe('parseNumber()', () => {
  it('takes what its bounds allow', () => {
    expect(parseNumber('a', '-2.5')).toBe(-2.5);
    expect(parseNumber('a', ' 7 ', { min: 7, whole: true })).toBe(7);
  });

  it.each(['', ' ', 'NaN', '1,5', '0x', '6.999'])('refuses %j', (text) => {
    expect(() => parseNumber('a', text, { min: 7 })).toThrow(UsageError);
  });
});
