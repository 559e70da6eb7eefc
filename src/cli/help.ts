import type { Command, OptionSpec } from './command.ts';

const COLUMN = 34;
const WIDTH = 100;

/** The help of one command. */
export function commandHelp(command: Command): string {
  const { name, usage, summary, details, examples, options } = command;
  return [
    `${summary}.`,
    '',
    `Usage: fewgood ${name} ${usage}`.trimEnd(),
    '',
    'Options:',
    ...Object.entries(options).map(([option, spec]) => optionLine(option, spec)),
    row('--help', 'Show this'),
    ...(details === undefined ? [] : ['', ...wrap(details, WIDTH)]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}

/** The help of the program. */
export function programHelp(commands: readonly Command[], version: string): string {
  return [
    `fewgood ${version}: visual inspection from a few good pictures.`,
    '',
    'Usage: fewgood COMMAND …',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => row(name, summary)),
    '',
    'Start:',
    '  fewgood demo',
    '  fewgood enroll bolt.part good/*.png',
    '  fewgood inspect bolt.part tray/ --report tray.html',
    '',
    'Each command shows its options with --help. Exit codes: 0 all pass, 3 some fail, 2 the command',
    'line is wrong, 1 anything else went wrong or a picture could not be judged.',
  ].join('\n');
}

function optionLine(name: string, spec: OptionSpec): string {
  const value = spec.value ?? spec.choices?.join('|') ?? (spec.type === 'boolean' ? '' : 'N');
  const preset = spec.default === undefined ? '' : ` (default: ${spec.default})`;
  return row(`--${name} ${value}`.trimEnd(), spec.help + preset);
}

/** Two columns; the right one wraps. */
function row(left: string, right: string): string {
  const indent = ' '.repeat(COLUMN);
  const first = left.length + 4 > COLUMN ? `  ${left}\n${indent}` : `  ${left}`.padEnd(COLUMN);
  return first + wrap(right, WIDTH - COLUMN).join(`\n${indent}`);
}

/** Lines of a text, each of as many words as fit. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line += (line === '' ? '' : ' ') + word;
  }
  return [...lines, line];
}
