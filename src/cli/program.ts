import { FewgoodError, UsageError } from '../errors.ts';
import { type Command, ExitCode, type Terminal } from './command.ts';
import { errorText } from './error-flags.ts';
import { commandHelp, groupHelp, programHelp } from './help.ts';

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
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  const command = program.commands.find(({ name }) => startsWith(words, name.split(' ')));
  try {
    return await dispatch(words, command, program);
  } catch (error) {
    if (!(error instanceof FewgoodError)) throw error;
    program.terminal.log(errorText(error, await command?.manual()));
    return exitCodeOf(error);
  }
}

/** The library checks what it is given, which is from the command line here. */
const USAGE_CODES: readonly string[] = [
  'USAGE',
  'ARGUMENT_RANGE',
  'SETTINGS_INVALID',
  'RUN_FOLDER_UNUSABLE',
];

function exitCodeOf({ code }: FewgoodError): ExitCode {
  if (code === 'CANCELLED') return ExitCode.interrupted;
  return USAGE_CODES.includes(code) ? ExitCode.usage : ExitCode.fault;
}

async function dispatch(
  words: readonly string[],
  command: Command | undefined,
  { commands, version, terminal }: Program,
): Promise<ExitCode> {
  if (words[0] === '--version') {
    terminal.out(version);
    return ExitCode.ok;
  }
  if (words.some(isHelp)) {
    const [first = ''] = words;
    const group = commands.filter(({ name }) => name.startsWith(`${first} `));
    if (command !== undefined) terminal.out(commandHelp(await command.manual()));
    else if (group.length > 0) terminal.out(groupHelp(first, group));
    else terminal.out(programHelp(commands, version));
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
  const words = argv.slice(0, within.length > 0 ? 2 : 1).join(' ');
  return new UsageError(
    `Cannot run "${words}": expected a command: ${names.join(', ')}`,
    'Run fewgood --help for what each does.',
  );
}
