/**
 * Every error thrown on purpose: what was tried, what was found, what was expected, and a remedy.
 * They speak of settings and options by their names in the library; a command line adds its flags.
 * docs/errors.md is made of these comments.
 *
 * @module
 */
import { about, type ErrorDetails, FewgoodError, TaskError } from './fewgood-error.ts';
import { formatMebibytes } from './mebibytes.ts';

export {
  type ErrorDetails,
  type Fact,
  type Facts,
  FewgoodError,
  type RemedyAction,
} from './fewgood-error.ts';

/**
 * An argument lies outside its documented range.
 *
 * Typical cause: a setting or option outside the range that its documentation states, such as
 * a `size` of 8.
 *
 * Remedy: pass a value within the range that the message states.
 */
export class ArgumentRangeError extends FewgoodError {
  static {
    this.prototype.name = 'ArgumentRangeError';
  }
  readonly code = 'ARGUMENT_RANGE';

  /** @param argument - As the library spells it. */
  constructor(argument: string, found: number | string, expected: string) {
    super(`Cannot use ${argument} = ${found}: expected ${expected}`, `Pass ${expected}.`, {
      // JSON has no infinity and no NaN.
      facts: { argument, found: Number.isFinite(found) ? found : String(found), expected },
      options: [argument],
    });
  }
}

/**
 * An array does not have the shape that its partner or its model needs.
 *
 * Typical cause: data of one model or input size used with a part, a graph or a picture of another.
 *
 * Remedy: use one model and one input size throughout; enrol the part again after a change of
 * either.
 */
export class ShapeError extends FewgoodError {
  static {
    this.prototype.name = 'ShapeError';
  }
  readonly code = 'SHAPE_MISMATCH';

  constructor(what: string, found: readonly number[], expected: string) {
    super(
      `Cannot use ${what} of shape [${found.join(', ')}]: expected ${expected}`,
      'Use one model and input size for the part and the picture, and three channels without alpha.',
      { facts: { what, found, expected } },
    );
  }
}

/**
 * An operator is given values that it cannot take, or a graph is put together wrongly.
 *
 * Typical cause: an operator given values of types or shapes that it does not take, or a value of
 * another graph. Only code that builds or edits ONNX graphs meets it.
 *
 * Remedy: give the operator what the message expects.
 */
export class GraphError extends FewgoodError {
  static {
    this.prototype.name = 'GraphError';
  }
  readonly code = 'GRAPH_INVALID';

  constructor(operator: string, found: string, expected: string) {
    super(
      `Cannot add ${operator} to the graph: ${found}: expected ${expected}`,
      'Give the operator values of the expected types and shapes, all of this graph.',
      { facts: { operator, found, expected } },
    );
  }
}

/**
 * A picture cannot be read: missing, empty, truncated, too large or not a picture.
 *
 * Typical cause: a copy that was cut off, a file that is no picture whatever its name says, an
 * animation, or more pixels than `maxPixels` allows.
 *
 * Remedy: copy the file again from its source or save it as PNG. In a batch the other pictures are
 * judged all the same.
 */
export class ImageError extends TaskError {
  static {
    this.prototype.name = 'ImageError';
  }
  readonly code = 'IMAGE_UNREADABLE';

  constructor(file: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`read the picture ${file}`, fault, remedy, about({ file }, details));
  }
}

/**
 * An input gives no picture: an empty folder, an empty list, or a name that nothing has.
 *
 * Typical cause: a misspelt name or pattern, another current folder, or a folder whose files have
 * other suffixes.
 *
 * Remedy: check the spelling, or name another folder.
 */
export class NoPicturesError extends TaskError {
  static {
    this.prototype.name = 'NoPicturesError';
  }
  readonly code = 'NO_PICTURES';

  /** @param input - A folder, a pattern or a list. */
  constructor(input: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`find pictures in ${input}`, fault, remedy, about({ input }, details));
  }
}

/**
 * A file or folder cannot be read or written: missing, forbidden, a full disk.
 *
 * Typical cause: a wrong path, a folder that does not exist, missing permission, a full disk.
 *
 * Remedy: correct the path or the permission, or free some space; what was there before is
 * untouched.
 */
export class FileError extends TaskError {
  static {
    this.prototype.name = 'FileError';
  }
  readonly code = 'FILE_FAULT';
  /** What was found, without the task: for callers that word the task themselves. */
  readonly fault: string;

  constructor(task: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(task, fault, remedy, details);
    this.fault = fault;
  }
}

/**
 * A model file cannot be used: not ONNX, without the needed metadata, damaged, or another one.
 *
 * Typical cause: an ONNX file as it was exported, without fewgood's description; or a file that was
 * cut off or changed.
 *
 * Remedy: import the network as a model file, and name that as the `model`.
 */
export class ModelError extends TaskError {
  static {
    this.prototype.name = 'ModelError';
  }
  readonly code = 'MODEL_UNUSABLE';

  constructor(model: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`use the model ${model}`, fault, remedy, about({ model }, details));
  }
}

/**
 * A part file cannot be used: not a part file, damaged, of another version or model.
 *
 * Typical cause: another model at hand than the part was learned with, a damaged copy, or a runtime
 * whose scores differ, so that the self-test fails.
 *
 * Remedy: name the `model` that the message names, restore the file from a copy, or enrol the part
 * again.
 */
export class PartError extends TaskError {
  static {
    this.prototype.name = 'PartError';
  }
  readonly code = 'PART_UNUSABLE';

  constructor(part: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`use the part ${part}`, fault, remedy, about({ part }, details));
  }
}

/**
 * A metric has no value for the scores and labels given; never NaN instead.
 *
 * Typical cause: pictures of one label only, or a score that is not a number.
 *
 * Remedy: evaluate on normal and on anomalous pictures.
 */
export class MetricError extends FewgoodError {
  static {
    this.prototype.name = 'MetricError';
  }
  readonly code = 'METRIC_UNDEFINED';

  constructor(found: string, expected: string) {
    super(
      `Cannot compute the metrics: ${found}: expected ${expected}`,
      'Evaluate on normal and on anomalous pictures, all with finite scores.',
      { facts: { found, expected } },
    );
  }
}

/**
 * A data set or its split file cannot be used.
 *
 * Typical cause: a folder that has none of the known layouts, pictures that cannot be read, or masks
 * that do not fit their pictures.
 *
 * Remedy: check the data set, which lists what is wrong, and arrange the folder as the message says.
 */
export class DatasetError extends TaskError {
  static {
    this.prototype.name = 'DatasetError';
  }
  readonly code = 'DATASET_UNUSABLE';

  constructor(dataset: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`use the data set ${dataset}`, fault, remedy, about({ dataset }, details));
  }
}

/**
 * A category of a data set cannot be used: unknown, there twice, or with too few good pictures.
 *
 * Typical cause: a misspelt name, two data sets that have a category of one name, or a category with
 * fewer good pictures than a training needs.
 *
 * Remedy: name `categories` that the data set has, and add good pictures where they are too few.
 */
export class CategoryError extends TaskError {
  static {
    this.prototype.name = 'CategoryError';
  }
  readonly code = 'CATEGORY_UNUSABLE';

  constructor(category: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`use the category ${category}`, fault, remedy, about({ category }, details));
  }
}

/**
 * The pictures to learn from are not a support set: one is there twice, or a list names a wrong one.
 *
 * Typical cause: a copy of a picture among the others, a picture of several objects that shows another
 * number of them, or a list that names pictures of another data set, of defects, or twice.
 *
 * Remedy: leave the picture out that the message names, or correct the list.
 */
export class SupportSetError extends TaskError {
  static {
    this.prototype.name = 'SupportSetError';
  }
  readonly code = 'SUPPORT_SET_UNUSABLE';
}

/**
 * A result file of an evaluation cannot be used: not one, of another version, or damaged.
 *
 * Typical cause: a file of another program or of a newer version, or one that was edited.
 *
 * Remedy: name a file that an evaluation of this version wrote, or evaluate again.
 */
export class ResultError extends TaskError {
  static {
    this.prototype.name = 'ResultError';
  }
  readonly code = 'RESULT_UNUSABLE';

  constructor(file: string, fault: string, details?: ErrorDetails) {
    const remedy = 'Name a file that an evaluation of this version wrote.';
    super(`use the result file ${file}`, fault, remedy, {
      action: 'evaluate',
      ...about({ file }, details),
    });
  }
}

/**
 * A training cannot begin, go on, or make sense any more.
 *
 * Typical cause: a learning rate so high that the loss is no number, encodings that have collapsed
 * to one answer, start weights that are not named, or a checkpoint of other pictures.
 *
 * Remedy: follow the second line of the message; the last checkpoint is as it was.
 */
export class TrainingError extends TaskError {
  static {
    this.prototype.name = 'TrainingError';
  }
  readonly code = 'TRAINING_STOPPED';

  constructor(fault: string, remedy: string, details?: ErrorDetails) {
    super('train', fault, remedy, details);
  }
}

/**
 * Settings of a training cannot be used: unknown, missing, out of their range or at odds.
 *
 * Typical cause: a misspelt name in a file of settings, or a `batch` that `microBatches` does not
 * divide.
 *
 * Remedy: correct the settings that the message names.
 */
export class SettingsError extends TaskError {
  static {
    this.prototype.name = 'SettingsError';
  }
  readonly code = 'SETTINGS_INVALID';

  /** @param source - Where the settings are from. */
  constructor(source: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`use the settings of ${source}`, fault, remedy, about({ source }, details));
  }
}

/**
 * The folder of a run cannot be begun in or gone on with: taken, in use, another run's, or empty.
 *
 * Typical cause: a folder that holds a run already, of other pictures or settings; a second process
 * at work in it; or a folder to go on with in which nothing was begun.
 *
 * Remedy: name another folder as `out`, or go on with the run as it was begun.
 */
export class RunFolderError extends TaskError {
  static {
    this.prototype.name = 'RunFolderError';
  }
  readonly code = 'RUN_FOLDER_UNUSABLE';
}

/**
 * A file of weights cannot be downloaded, or is not the one that was expected.
 *
 * Typical cause: no connection, a proxy or certificate that is not known here, weights for which access
 * has to be asked for, or a file that was changed on the way.
 *
 * Remedy: follow the second line of the message; what was downloaded already is kept, and the next
 * attempt goes on from there.
 */
export class DownloadError extends TaskError {
  static {
    this.prototype.name = 'DownloadError';
  }
  readonly code = 'DOWNLOAD_FAILED';

  constructor(url: string, fault: string, remedy: string, details?: ErrorDetails) {
    super(`download ${url}`, fault, remedy, about({ url }, details));
  }
}

/**
 * The work would need more memory than the ceiling allows; nothing was allocated.
 *
 * Typical cause: many pictures with many augmentations at a large `size`, or a global coreset.
 *
 * Remedy: use fewer pictures, fewer families of `augment` or a smaller `size`, or raise the
 * `memoryLimit`.
 */
export class MemoryCeilingError extends TaskError {
  static {
    this.prototype.name = 'MemoryCeilingError';
  }
  readonly code = 'MEMORY_CEILING';

  /**
   * @param task - What needs the memory.
   * @param bytes - What it needs, and the ceiling.
   */
  constructor(
    task: string,
    { needed, ceiling }: { readonly needed: number; readonly ceiling: number },
    remedy: string,
    details?: ErrorDetails,
  ) {
    const fault = `it needs ${formatMebibytes(needed)}: expected at most ${formatMebibytes(ceiling)}`;
    super(task, fault, remedy, about({ neededBytes: needed, ceilingBytes: ceiling }, details));
  }
}

/**
 * The command line is not one that the command accepts. Only the command line throws it.
 *
 * Typical cause: a misspelt option, a missing argument, or a file that exists and would be
 * replaced.
 *
 * Remedy: follow the second line of the message; `--help` shows what the command takes.
 */
export class UsageError extends FewgoodError {
  static {
    this.prototype.name = 'UsageError';
  }
  readonly code = 'USAGE';
}

/**
 * The caller asked for the work to stop; nothing of it was kept.
 *
 * Typical cause: Ctrl-C, SIGTERM, or an aborted signal in the library.
 *
 * Remedy: start it again; files are as they were before.
 */
export class CancelledError extends FewgoodError {
  static {
    this.prototype.name = 'CancelledError';
  }
  readonly code = 'CANCELLED';

  constructor(task: string, done: string) {
    super(`Cannot ${task}: it was cancelled after ${done}`, 'Start it again to finish it.', {
      facts: { task, done },
    });
  }
}

/**
 * ONNX Runtime would start with its telemetry on.
 *
 * Typical cause: `nodeRuntime()` is called in a worker thread alone. A thread has a copy of the
 * environment, so it cannot switch the telemetry off for the process.
 *
 * Remedy: call `nodeRuntime()` in the main thread before it starts the worker, or set
 * ORT_DISABLE_TELEMETRY=1 in the environment of the process.
 */
export class TelemetryError extends FewgoodError {
  static {
    this.prototype.name = 'TelemetryError';
  }
  readonly code = 'TELEMETRY_ON';

  constructor() {
    super(
      'Cannot start ONNX Runtime in this thread: its telemetry is on: expected the main thread to have switched it off',
      'Call nodeRuntime() in the main thread before it starts this one, or set ORT_DISABLE_TELEMETRY=1 in the environment.',
    );
  }
}

/**
 * The browser cannot do what is asked, or changes what must not be changed.
 *
 * Typical cause: a browser that is too old, one that alters what pages read of pictures against being
 * recognized by them, or files of the engine that lie on another host.
 *
 * Remedy: follow the second line of the message; a current Chromium, Firefox or Safari does all of it.
 */
export class BrowserError extends TaskError {
  static {
    this.prototype.name = 'BrowserError';
  }
  readonly code = 'BROWSER_UNFIT';
}

/**
 * The browser's storage is full, forbidden, or does not hold what was stored.
 *
 * Typical cause: a full disk, a private window, or data of the site that were cleared or changed.
 *
 * Remedy: remove parts and pictures that are no longer needed, or export what shall last to a file.
 */
export class StorageError extends TaskError {
  static {
    this.prototype.name = 'StorageError';
  }
  readonly code = 'STORAGE_FAULT';
}
