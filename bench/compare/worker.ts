import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What a worker says when it is ready. */
const readySchema = z.object({ rows: z.int(), versions: z.record(z.string(), z.string()) });

const milliseconds = z.number();
const answerSchema = z.object({
  decode: milliseconds,
  preprocess: milliseconds.default(NaN),
  features: milliseconds.default(NaN),
  search: milliseconds.default(NaN),
  map: milliseconds.default(NaN),
  total: milliseconds,
  score: z.number(),
  isAnomalous: z.boolean(),
});
/** How one picture was judged, milliseconds by stage; NaN for a stage that is not apart. */
export type WorkerAnswer = z.infer<typeof answerSchema>;

/** A process that judges one picture at a time. */
export class CompareWorker {
  /** As tables call it. */
  readonly name: string;
  /** Rows of its memory bank. */
  readonly rows: number;
  /** Of what it computes with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    name: string,
    child: ChildProcess,
    lines: AsyncIterator<string>,
    { rows, versions }: z.infer<typeof readySchema>,
  ) {
    this.name = name;
    this.#child = child;
    this.#lines = lines;
    this.rows = rows;
    this.versions = versions;
  }

  /** Starts one, and waits until it has learned. */
  static async create(
    name: string,
    [command, ...words]: readonly string[],
  ): Promise<CompareWorker> {
    const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    let log = '';
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (log = (log + text).slice(-4000)));
    child.once('close', (code) => {
      if (code !== 0) console.error(`${name} ended with ${code}: ${log}`);
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const ready = readySchema.parse(await nextOf(lines, name));
    return new CompareWorker(name, child, lines, ready);
  }

  /** Has it judge a picture file, or the same picture decoded before. */
  async judge(path: string, isDecoded: boolean): Promise<WorkerAnswer> {
    return answerSchema.parse(await this.#ask({ path, isDecoded }));
  }

  /** Ends it; the peak of its memory, MiB, where it can tell. */
  async end(): Promise<number | null> {
    const { peak } = z.object({ peak: z.int().nullable() }).parse(await this.#ask({ isEnd: true }));
    this.#child.stdin?.end();
    return peak;
  }

  async #ask(request: object): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return nextOf(this.#lines, this.name);
  }
}

async function nextOf(lines: AsyncIterator<string>, name: string): Promise<unknown> {
  const line = await lines.next();
  if (line.done === true) throw new Error(`${name} ended before it answered`);
  return JSON.parse(line.value);
}
