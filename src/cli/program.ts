import { UsageError } from '../errors.ts';
import { type Command, ExitCode, type Terminal } from './command.ts';
import { commandHelp, programHelp } from './help.ts';

/** The program: its commands, and where it writes. */
export interface Program {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly terminal: Terminal;
}

/**
 * Finds the command that a command line names, and runs it.
 *
 * @param argv - Without the interpreter and the script.
 * @throws {@link UsageError} if there is no such command.
 */
export async function runProgram(argv: readonly string[], program: Program): Promise<ExitCode> {
  const { commands, version, terminal } = program;
  const [first] = argv;
  if (first === undefined || first === '--help' || first === 'help') {
    terminal.out(programHelp(commands, version));
    return first === undefined ? ExitCode.usage : ExitCode.ok;
  }
  if (first === '--version') {
    terminal.out(version);
    return ExitCode.ok;
  }
  const command = commands.find(({ name }) => startsWith(argv, name.split(' ')));
  if (command === undefined) throw unknownCommand(argv, commands);
  const rest = argv.slice(command.name.split(' ').length);
  if (rest.includes('--help')) {
    terminal.out(commandHelp(command));
    return ExitCode.ok;
  }
  return command.run(rest, terminal);
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
