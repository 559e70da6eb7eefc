/**
 * Every error thrown on purpose: what was tried, what was found, what was expected, and a remedy.
 * docs/errors.md is made of these comments.
 *
 * @module
 */

/** Base class: `error instanceof FewgoodError` tells our errors from bugs. */
export abstract class FewgoodError extends Error {
  /** Stable identifier, part of the public API; `docs/errors.md` has an entry for each. */
  abstract readonly code: string;
  /** What the reader of the message can do about it, as an instruction. */
  readonly remedy: string;

  /**
   * @param message - `Cannot <action>: <what was found>: expected <wanted>`, without a final period.
   * @param remedy - One sentence in the imperative.
   */
  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/**
 * An argument lies outside its documented range.
 *
 * Typical cause: a setting or option outside the range that its documentation states, such as
 * `--size 8`.
 *
 * Remedy: pass a value within the range that the message states.
 */
export class ArgumentRangeError extends FewgoodError {
  static {
    this.prototype.name = 'ArgumentRangeError';
  }
  readonly code = 'ARGUMENT_RANGE';

  constructor(argument: string, found: number | string, expected: string) {
    super(`Cannot use ${argument} = ${found}: expected ${expected}`, `Pass ${expected}.`);
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
      'Use one model and input size for the part and the picture.',
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
    );
  }
}

/**
 * A picture cannot be read: missing, empty, truncated, too large or not a picture.
 *
 * Typical cause: a copy that was cut off, a file that is no picture whatever its name says, an
 * animation, or more pixels than `--max-megapixels` allows.
 *
 * Remedy: copy the file again from its source or save it as PNG. In a batch the other pictures are
 * judged all the same.
 */
export class ImageError extends FewgoodError {
  static {
    this.prototype.name = 'ImageError';
  }
  readonly code = 'IMAGE_UNREADABLE';

  constructor(file: string, fault: string, remedy: string, options?: ErrorOptions) {
    super(`Cannot read the picture ${file}: ${fault}`, remedy, options);
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
export class FileError extends FewgoodError {
  static {
    this.prototype.name = 'FileError';
  }
  readonly code = 'FILE_FAULT';
  /** What was found, without the task: for callers that word the task themselves. */
  readonly fault: string;

  constructor(task: string, fault: string, remedy: string, options?: ErrorOptions) {
    super(`Cannot ${task}: ${fault}`, remedy, options);
    this.fault = fault;
  }
}

/**
 * A model file cannot be used: not ONNX, without the needed metadata, damaged, or another one.
 *
 * Typical cause: an ONNX file as it was exported, without fewgood's description; or a file that was
 * cut off or changed.
 *
 * Remedy: make a model file with `fewgood model import`, and pass it with `--model` or
 * FEWGOOD_MODEL.
 */
export class ModelError extends FewgoodError {
  static {
    this.prototype.name = 'ModelError';
  }
  readonly code = 'MODEL_UNUSABLE';

  constructor(model: string, fault: string, remedy: string, options?: ErrorOptions) {
    super(`Cannot use the model ${model}: ${fault}`, remedy, options);
  }
}

/**
 * A part file cannot be used: not a part file, damaged, of another version or model.
 *
 * Typical cause: another model at hand than the part was learned with, a damaged copy, or a runtime
 * whose scores differ, so that the self-test fails.
 *
 * Remedy: pass the model that the message names, restore the file from a copy, or enrol the part
 * again.
 */
export class PartError extends FewgoodError {
  static {
    this.prototype.name = 'PartError';
  }
  readonly code = 'PART_UNUSABLE';

  constructor(part: string, fault: string, remedy: string, options?: ErrorOptions) {
    super(`Cannot use the part ${part}: ${fault}`, remedy, options);
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
    );
  }
}

/**
 * A data set, its split file or a support-set list cannot be used.
 *
 * Typical cause: a folder that has none of the known layouts, a category with too few good
 * pictures, or masks that do not fit their pictures.
 *
 * Remedy: let `fewgood data check` list what is wrong, and arrange the folder as the message says.
 */
export class DatasetError extends FewgoodError {
  static {
    this.prototype.name = 'DatasetError';
  }
  readonly code = 'DATASET_UNUSABLE';

  constructor(dataset: string, fault: string, remedy: string, options?: ErrorOptions) {
    super(`Cannot use the data set ${dataset}: ${fault}`, remedy, options);
  }
}

/**
 * A result file of an evaluation cannot be used: not one, of another version, or damaged.
 *
 * Typical cause: a file of another program or of a newer version, or one that was edited.
 *
 * Remedy: name a file that this version of `fewgood evaluate` wrote, or run the evaluation again.
 */
export class ResultError extends FewgoodError {
  static {
    this.prototype.name = 'ResultError';
  }
  readonly code = 'RESULT_UNUSABLE';

  constructor(file: string, fault: string, options?: ErrorOptions) {
    super(
      `Cannot use the result file ${file}: ${fault}`,
      'Name a file that this version of fewgood evaluate wrote.',
      options,
    );
  }
}

/**
 * A training cannot begin, go on, or make sense any more.
 *
 * Typical cause: a learning rate so high that the loss is no number, encodings that have collapsed
 * to one answer, or a run folder that belongs to other pictures or settings.
 *
 * Remedy: follow the second line of the message; the last checkpoint is as it was.
 */
export class TrainingError extends FewgoodError {
  static {
    this.prototype.name = 'TrainingError';
  }
  readonly code = 'TRAINING_STOPPED';

  constructor(fault: string, remedy: string, options?: ErrorOptions) {
    super(`Cannot train: ${fault}`, remedy, options);
  }
}

/**
 * The work would need more memory than the ceiling allows; nothing was allocated.
 *
 * Typical cause: many pictures with many augmentations at a large `--size`, or a global coreset.
 *
 * Remedy: use fewer pictures or augmentations or a smaller `--size`, or raise `--memory-limit`.
 */
export class MemoryCeilingError extends FewgoodError {
  static {
    this.prototype.name = 'MemoryCeilingError';
  }
  readonly code = 'MEMORY_CEILING';

  constructor(what: string, neededBytes: number, ceilingBytes: number, remedy: string) {
    super(
      `Cannot ${what}: it needs ${mib(neededBytes)}: expected at most ${mib(ceilingBytes)}`,
      remedy,
    );
  }
}

/**
 * The command line is not one that the command accepts.
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
    super(`Cannot ${task}: it was cancelled after ${done}`, 'Start it again to finish it.');
  }
}

function mib(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
