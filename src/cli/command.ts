import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';

/** One row of a command's option table: it drives parsing, `--help` and docs/cli.md. */
export interface OptionSpec {
  /** Of a `list`, each time that the option is given adds an item. */
  readonly type: 'string' | 'number' | 'boolean' | 'list';
  readonly help: string;
  /** Old names, which mean the same. */
  readonly aliases?: readonly string[];
  /** What stands behind the option in the help, such as FILE. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Smallest number that is accepted. */
  readonly min?: number;
  /** Whether the number must be whole. */
  readonly whole?: boolean;
  readonly default?: string | number;
  /** What holds where there is no default and the option is not given, for the help. */
  readonly unset?: string;
}

interface TypeOf {
  string: string;
  number: number;
  boolean: boolean;
  list: readonly string[];
}

type ValueOf<O extends OptionSpec> = O extends { choices: readonly (infer Choice)[] }
  ? Choice
  : TypeOf[O['type']];

type IsAlwaysSet<O extends OptionSpec> = O extends
  { default: unknown } | { type: 'boolean' | 'list' }
  ? true
  : false;

/** Parsed options: one that is not defaulted may be undefined, a list is empty. */
export type Values<T extends Record<string, OptionSpec>> = {
  readonly [K in keyof T]: ValueOf<T[K]> | (IsAlwaysSet<T[K]> extends true ? never : undefined);
};

/** Where a command writes and reads: results to `out`, words for a person to `log`. */
export interface Terminal {
  readonly out: (line: string) => void;
  /**
   * Waits until what `out` was given is written.
   *
   * @throws {@link FileError} if it cannot be.
   */
  readonly flushed?: () => Promise<void>;
  /** Of the open file that `out` adds to; none by default. */
  readonly descriptor?: number;
  /** Says that there are other outputs than `out`, for which a command goes on when nobody reads that any more. */
  readonly outliveReader?: () => void;
  /** Whether `out` adds to a file that begins so, as a log does that an earlier run began; no by default. */
  readonly continues?: (beginning: string) => boolean;
  readonly log: (line: string) => void;
  /** Standard input, for lists of paths. */
  readonly stdin: NodeJS.ReadableStream;
  /** Where a progress bar may be drawn; undefined when nobody watches. */
  readonly bar: NodeJS.WriteStream | undefined;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
}

/** Process exit codes, part of the public interface; {@link exitMeanings} says what they tell. */
export const ExitCode = { ok: 0, fault: 1, usage: 2, anomalous: 3, interrupted: 130 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each exit code tells, for the help and docs/cli.md. */
export const exitMeanings: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [ExitCode.ok, 'done; every inspected picture passes'],
  [
    ExitCode.fault,
    'something went wrong, or a picture could not be read or judged (the others were)',
  ],
  [ExitCode.usage, 'the command line is wrong; nothing was done'],
  [ExitCode.anomalous, 'every picture was judged, and some fail'],
  [ExitCode.interrupted, 'stopped by Ctrl-C (SIGINT), SIGTERM or SIGHUP before the end'],
];

/** What a command takes. */
export interface Manual<T extends Record<string, OptionSpec> = Record<string, OptionSpec>> {
  /** The positional arguments as the help shows them. */
  readonly usage: string;
  /** Paragraphs below the options. */
  readonly details?: string;
  /** Command lines that work. */
  readonly examples: readonly string[];
  readonly options: Readonly<T>;
}

/** What a command is called, in the help of the program. */
export interface CommandTitle {
  /** One or two words, such as `model info`. */
  readonly name: string;
  readonly summary: string;
}

/** A manual with its title. */
export interface CommandManual extends CommandTitle, Manual {}

/** A subcommand of the program; what it takes and what it does are loaded when somebody asks for it. */
export interface Command extends CommandTitle {
  /** What its `--help` and docs/cli.md tell. */
  readonly manual: () => Promise<CommandManual>;
  run(argv: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** What the function of a command is given. */
export interface Invocation<T extends Record<string, OptionSpec>> {
  readonly options: Values<T>;
  readonly args: readonly string[];
  /** The command line as a whole, from the command's name on. */
  readonly words: readonly string[];
  readonly terminal: Terminal;
}

/** A command in two modules: one with its options, light enough for its help, and one that works. */
export interface LazyCommand<T extends Record<string, OptionSpec>> extends CommandTitle {
  /** Loads the first. */
  readonly manual: () => Promise<Manual<T>>;
  /** Loads the second. */
  readonly work: () => Promise<(invocation: Invocation<T>) => Promise<ExitCode>>;
}

/** Ties an option table to the function that runs with the values parsed by it. */
export function defineCommand<T extends Record<string, OptionSpec>>({
  name,
  summary,
  manual,
  work,
}: LazyCommand<T>): Command {
  return {
    name,
    summary,
    manual: async () => ({ name, summary, ...(await manual()) }),
    run: async (argv, terminal) => {
      const parsed = parseWords((await manual()).options, argv);
      const words = [...name.split(' '), ...argv];
      return (await work())({ ...parsed, words, terminal });
    },
  };
}

/** The value of an option that is not given. */
export function defaultOf({
  type,
  default: value,
}: OptionSpec): string | number | boolean | readonly string[] | undefined {
  if (type === 'list') return [];
  return value ?? (type === 'boolean' ? false : undefined);
}

/**
 * Reads the words behind a command's name.
 *
 * @throws {@link UsageError} if they are none that the command takes.
 */
export function parseWords<T extends Record<string, OptionSpec>>(
  table: T,
  argv: readonly string[],
): { options: Values<T>; args: readonly string[] } {
  const { values, positionals } = split(table, argv);
  const options: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    const value = takeGiven(name, spec, values) ?? defaultOf(spec);
    options[name] = value === undefined ? undefined : check(name, spec, value);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loop sets each key of the table
  return { options: options as Values<T>, args: positionals };
}

function split(
  table: Record<string, OptionSpec>,
  argv: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(table).flatMap(([name, { type, aliases = [] }]) =>
      [name, ...aliases].map((word) => [
        word,
        {
          type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
          multiple: type === 'list',
        },
      ]),
    ),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(reason, 'Run the command with --help to see its options.', { cause });
  }
}

/** What stands behind an option or one of its old names. */
function takeGiven(
  name: string,
  { aliases = [] }: OptionSpec,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const [first, second] = [name, ...aliases].filter((word) => values[word] !== undefined);
  if (second !== undefined) {
    throw new UsageError(
      `Cannot use --${first} beside --${second}: they are one option`,
      `Pass --${name} alone.`,
    );
  }
  return first === undefined ? undefined : values[first];
}

function check(name: string, spec: OptionSpec, value: unknown): unknown {
  if (spec.choices !== undefined && !spec.choices.includes(String(value))) {
    const choices = spec.choices.join(', ');
    throw new UsageError(
      `Cannot use --${name} "${String(value)}": expected one of ${choices}`,
      `Pass --${name} one of ${choices}.`,
    );
  }
  return spec.type === 'number' ? parseNumber(name, String(value), spec) : value;
}

/**
 * Reads a number of a command line.
 *
 * @throws {@link UsageError} if it is none, or not one that `bounds` allow.
 */
export function parseNumber(
  option: string,
  text: string,
  { min = -Infinity, whole = false }: Pick<OptionSpec, 'min' | 'whole'> = {},
): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && value >= min && !(whole && !Number.isInteger(value))) return value;
  const least = min === -Infinity ? '' : ` of at least ${min}`;
  const expected = `a ${whole ? 'whole ' : ''}number${least}`;
  throw new UsageError(
    `Cannot use --${option} "${text}": expected ${expected}`,
    `Pass --${option} ${expected}.`,
  );
}
