import { FewgoodError, UsageError } from '../errors.ts';
import { type Command, ExitCode, type Terminal } from './command.ts';
import { commandHelp, programHelp } from './help.ts';

/** The program: its commands, and where it writes. */
export interface Program {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly terminal: Terminal;
}

/**
 * Runs a command line. Errors that are about what the user gave go to the terminal and become an
 * exit code; any other is a bug and is thrown.
 *
 * @param argv - Without the interpreter and the script.
 */
export async function runProgram(argv: readonly string[], program: Program): Promise<ExitCode> {
  try {
    return await dispatch(argv, program);
  } catch (error) {
    if (!(error instanceof FewgoodError)) throw error;
    reportError(error, program.terminal);
    return exitCodeOf(error);
  }
}

/** Tells a person what went wrong, and what to do. */
export function reportError(
  { code, message, remedy }: FewgoodError,
  { log }: Pick<Terminal, 'log'>,
): void {
  log(`${code}: ${message}\n  ${remedy}`);
}

function exitCodeOf({ code }: FewgoodError): ExitCode {
  if (code === 'CANCELLED') return ExitCode.interrupted;
  // The library checks ranges; what it is given here is from the command line.
  return code === 'USAGE' || code === 'ARGUMENT_RANGE' ? ExitCode.usage : ExitCode.fault;
}

async function dispatch(
  argv: readonly string[],
  { commands, version, terminal }: Program,
): Promise<ExitCode> {
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  if (words[0] === '--version') {
    terminal.out(version);
    return ExitCode.ok;
  }
  const command = commands.find(({ name }) => startsWith(words, name.split(' ')));
  if (words.some(isHelp)) {
    terminal.out(command === undefined ? programHelp(commands, version) : commandHelp(command));
    return ExitCode.ok;
  }
  if (words.length === 0) {
    terminal.out(programHelp(commands, version));
    return ExitCode.usage;
  }
  if (command === undefined) throw unknownCommand(words, commands);
  return command.run(words.slice(command.name.split(' ').length), terminal);
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function startsWith(argv: readonly string[], words: readonly string[]): boolean {
  return words.every((word, i) => argv[i] === word);
}

function unknownCommand(argv: readonly string[], commands: readonly Command[]): UsageError {
  const [first] = argv;
  const within = commands.filter(({ name }) => name.startsWith(`${first} `));
  const names = (within.length > 0 ? within : commands).map(({ name }) => name);
  const found = argv.slice(0, within.length > 0 ? 2 : 1).join(' ');
  return new UsageError(
    `Cannot run "${found}": expected a command: ${names.join(', ')}`,
    'Run fewgood --help for what each does.',
  );
}
