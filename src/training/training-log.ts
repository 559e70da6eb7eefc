import { strFromU8 } from 'fflate';
import * as z from 'zod';
import { counted } from '../page/format.ts';
import { damagedFile, decodeJson } from './damaged-file.ts';
import type { TrainingStore } from './ports.ts';
import type { TrainedStep } from './trainer.ts';

/** What is read of a step again; the log also has its learning rates and gradients. */
type LoggedStep = Pick<TrainedStep, 'step' | 'loss' | 'spread'>;

const schema: z.ZodType<LoggedStep> = z.object({
  step: z.int(),
  loss: z.number(),
  spread: z.number(),
});

/** A line a step: no clock, so that a training that was stopped leaves the same log. */
export class TrainingLog {
  readonly #store: TrainingStore;

  constructor(store: TrainingStore) {
    this.#store = store;
  }

  /** Adds a line. */
  async append(step: TrainedStep): Promise<void> {
    await this.#store.append('log', `${JSON.stringify(step)}\n`);
  }

  /**
   * All steps, in order.
   *
   * @throws {@link TrainingError} if a line is damaged.
   */
  async steps(): Promise<LoggedStep[]> {
    return (await this.#lines()).map((line) => this.#decode(line));
  }

  /**
   * Takes away the lines of steps after a checkpoint, which will be done again; the last of them may
   * have been cut short by a crash.
   *
   * @param done - Steps of the checkpoint.
   * @returns The spread of each step that is left.
   * @throws {@link TrainingError} if there is not a line for each of them.
   */
  async cut(done: number): Promise<number[]> {
    const lines = (await this.#lines()).slice(0, done);
    const steps = lines.map((line) => this.#decode(line));
    if (steps.length < done || steps.some(({ step }, i) => step !== i)) {
      const expected = `expected a line for each of ${counted(done, 'step')}, in order`;
      throw damagedFile(this.#store.nameOf('log'), expected);
    }
    await this.#store.write('log', lines.map((line) => `${line}\n`).join(''));
    return steps.map(({ spread }) => spread);
  }

  async #lines(): Promise<string[]> {
    const bytes = await this.#store.read('log');
    if (bytes === undefined) return [];
    return strFromU8(bytes)
      .split('\n')
      .filter((line) => line !== '');
  }

  #decode(line: string): LoggedStep {
    return decodeJson(line, schema, this.#store.nameOf('log'));
  }
}
