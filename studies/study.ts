/**
 * What all studies have in common: a command line with --help, and a result that says where it comes
 * from.
 *
 * @module
 */
import {
  type CommandManual,
  ExitCode,
  type OptionSpec,
  parseNumber,
  parseWords,
  type Values,
} from '../src/cli/command.ts';
import { errorText } from '../src/cli/error-flags.ts';
import { commandHelp } from '../src/cli/help.ts';
import { toList } from '../src/cli/run-request.ts';
import { FewgoodError, UsageError } from '../src/errors.ts';
import { readModelInfo } from '../src/features/model-info.ts';
import { readProvenance } from '../src/node/evaluation/provenance.ts';
import { describeFolder } from './picture-folder.ts';
import { type StudyOrigin, StudyRecord } from './study-record.ts';

/** The option of every study. */
const outOption = {
  out: {
    type: 'string',
    value: 'FILE',
    help: 'keep the result, such as results/NAME.json; a study that was stopped goes on',
  },
} as const;

/** What decides the figures of a study, beside src/. */
const DECIDES = ['src', 'packages', 'studies', 'models', 'package-lock.json'];

/** A study: a script of this folder. */
export interface Study<T extends Record<string, OptionSpec>> extends Omit<
  CommandManual,
  'name' | 'options'
> {
  /** Its file, such as `few-shot-auroc.ts`. */
  readonly file: string;
  readonly options: T;
  readonly run: (invocation: StudyInvocation<T>) => Promise<void>;
}

/** What a study is given. */
export interface StudyInvocation<T extends Record<string, OptionSpec>> {
  readonly options: Values<T & typeof outOption>;
  readonly args: readonly string[];
  /** Begins the result, or goes on with it. */
  readonly begin: (about: StudySubject) => Promise<StudyRecord>;
}

/** What a study is about, as far as its result says so. */
export interface StudySubject {
  /** Folders of pictures, as the command line names them. */
  readonly pictures: readonly string[];
  readonly seeds: readonly number[];
  /** The engine, such as `onnxruntime-node 1.30.0 cpu`. */
  readonly runtime: string;
  /** The model file that all figures come from, shape [size]; none where models are trained. */
  readonly model?: Uint8Array;
  /** The folder of --work, which decides no figure; the result calls it WORK. */
  readonly work?: string;
}

/** Runs a study with the words of the command line. */
export async function runStudy<const T extends Record<string, OptionSpec>>(
  study: Study<T>,
): Promise<void> {
  const argv = process.argv.slice(2);
  const name = `studies/${study.file}`;
  const options = { ...study.options, ...outOption };
  if (argv.some((word) => word === '--help' || word === '-h')) {
    console.log(commandHelp({ ...study, name, options }, 'npx tsx'));
    return;
  }
  try {
    const invocation = parseWords(options, argv);
    const begin = async (about: StudySubject): Promise<StudyRecord> =>
      StudyRecord.open(invocation.options.out, await originOf(name, argv, about));
    await study.run({ ...invocation, begin });
  } catch (error) {
    if (!(error instanceof FewgoodError)) throw error;
    console.error(errorText(error, { options }));
    process.exitCode = error instanceof UsageError ? ExitCode.usage : ExitCode.fault;
  }
}

/**
 * Whole numbers of a command line, such as `0,1,2`.
 *
 * @param option - Its name, for the message.
 * @throws {@link UsageError} if one is none.
 */
export function toNumbers(option: string, list: string): number[] {
  return toList(list).map((word) => parseNumber(option, word, { min: 0, whole: true }));
}

/**
 * Names of a command line that are known, such as `none,even`.
 *
 * @param option - Its name, for the message.
 * @throws {@link UsageError} if one is not.
 */
export function toNames<T extends string>(option: string, list: string, known: readonly T[]): T[] {
  return toList(list).map((word) => {
    const name = known.find((one) => one === word);
    if (name !== undefined) return name;
    throw new UsageError(
      `Cannot use --${option} "${word}": expected some of ${known.join(', ')}`,
      'Name them, separated by commas.',
    );
  });
}

async function originOf(
  name: string,
  argv: readonly string[],
  { pictures, seeds, runtime, model, work }: StudySubject,
): Promise<StudyOrigin> {
  const words = argv.map((word) => {
    if (word === work) return 'WORK';
    return word === `--work=${work}` ? '--work=WORK' : word;
  });
  const origin = { program: ['npx', 'tsx', name], folders: DECIDES };
  const { commit, ...provenance } = await readProvenance(words, runtime, origin);
  const folders = [];
  for (const folder of pictures) folders.push(await describeFolder(folder));
  return {
    ...provenance,
    commit: commit ?? 'unknown',
    model: model === undefined ? null : identityOf(model),
    seeds,
    pictures: folders,
  };
}

function identityOf(model: Uint8Array): StudyOrigin['model'] {
  const { name, sha256 } = readModelInfo(model);
  return { name, sha256 };
}
