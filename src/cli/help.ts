import { type CommandManual, type CommandTitle, exitMeanings, type OptionSpec } from './command.ts';

const COLUMN = 34;
const WIDTH = 100;

/**
 * The help of one command.
 *
 * @param program - What stands before the command's name.
 */
export function commandHelp(command: CommandManual, program: string = 'fewgood'): string {
  const { name, usage, summary, details, examples, options } = command;
  return [
    `${summary}.`,
    '',
    `Usage: ${program} ${name} ${usage}`.trimEnd(),
    '',
    'Options:',
    ...Object.entries(options).map(([option, spec]) =>
      row(optionSyntax(option, spec), optionMeaning(spec)),
    ),
    row('--help', 'Show this'),
    ...(details === undefined ? [] : ['', ...wrap(details, WIDTH)]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}

/** The help of the program. */
export function programHelp(commands: readonly CommandTitle[], version: string): string {
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
    'Exit codes:',
    ...exitMeanings.map(([code, meaning]) => row(String(code), meaning)),
    '',
    'Each command shows its options with --help.',
  ].join('\n');
}

/**
 * The help of commands that begin with the same word, such as `part`.
 *
 * @param word - Theirs.
 */
export function groupHelp(word: string, commands: readonly CommandTitle[]): string {
  return [
    `Usage: fewgood ${word} COMMAND …`,
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => row(name, summary)),
    '',
    'Each command shows its options with --help.',
  ].join('\n');
}

/** An option as it is typed, such as `--size PIXELS`. */
export function optionSyntax(name: string, { type, value, choices }: OptionSpec): string {
  const shown = value ?? choices?.join('|') ?? (type === 'boolean' ? '' : 'N');
  return `--${name} ${shown}`.trimEnd();
}

/** What an option does, its default and its old names. */
export function optionMeaning(option: OptionSpec): string {
  const { help, unset, default: value = unset, aliases = [] } = option;
  const notes = [
    ...(value === undefined ? [] : [`default: ${value}`]),
    ...aliases.map((alias) => `old name: --${alias}`),
  ];
  return notes.length === 0 ? help : `${help} (${notes.join('; ')})`;
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
