import { describe, expect, it } from 'vitest';
import { type CommandManual, ExitCode } from './command.ts';
import { commandHelp, optionMeaning, optionSyntax, programHelp } from './help.ts';

const command: CommandManual = {
  name: 'part paint',
  summary: 'Paint a part',
  usage: 'PART [options]',
  details: `A first line that the source
    breaks where it likes.`,
  examples: ['fewgood part paint bolt.part --coats 2'],
  options: {
    coats: { type: 'number', value: 'N', default: 1, help: 'how often' },
    'colour-of-the-whole-part-and-its-box': {
      type: 'string',
      choices: ['red', 'blue'],
      help: `which colour${', or another'.repeat(9)}`,
    },
    dry: { type: 'boolean', help: 'wait' },
  },
};

describe('commandHelp()', () => {
  it('shows what the table holds, in two columns that wrap', () => {
    expect(commandHelp(command)).toBe(`Paint a part.

Usage: fewgood part paint PART [options]

Options:
  --coats N                       how often (default: 1)
  --colour-of-the-whole-part-and-its-box red|blue
                                  which colour, or another, or another, or another, or another, or
                                  another, or another, or another, or another, or another
  --dry                           wait
  --help                          Show this

A first line that the source breaks where it likes.

Examples:
  fewgood part paint bolt.part --coats 2`);
  });
});

describe('programHelp()', () => {
  it('lists the commands and the exit codes', () => {
    const help = programHelp([command], '1.2.3');
    expect(help).toMatch(/^fewgood 1\.2\.3: /);
    expect(help).toContain('\n  part paint                      Paint a part\n');
    for (const code of Object.values(ExitCode)) expect(help).toContain(`\n  ${code} `);
  });
});

describe('optionSyntax() and optionMeaning()', () => {
  it.each([
    [{ type: 'number', help: 'h' }, '--x N', 'h'],
    [{ type: 'boolean', help: 'h' }, '--x', 'h'],
    [{ type: 'string', value: 'FILE', help: 'h', default: 'a' }, '--x FILE', 'h (default: a)'],
    [{ type: 'string', choices: ['a', 'b'], help: 'h' }, '--x a|b', 'h'],
    [{ type: 'number', help: 'h', default: 0 }, '--x N', 'h (default: 0)'],
    [{ type: 'number', help: 'h', aliases: ['y'] }, '--x N', 'h (old name: --y)'],
    [
      { type: 'number', help: 'h', default: 0, aliases: ['y', 'z'] },
      '--x N',
      'h (default: 0; old name: --y; old name: --z)',
    ],
  ] as const)('%j', (spec, syntax, meaning) => {
    expect([optionSyntax('x', spec), optionMeaning(spec)]).toEqual([syntax, meaning]);
  });
});
