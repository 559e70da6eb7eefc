import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  appendToFile,
  assertWritable,
  readFileText,
  writeFileAtomic,
} from '../src/node/files/files.ts';
import { jsonFile } from '../src/node/files/output-kinds.ts';
import type { PictureFolder } from './picture-folder.ts';

/** Where a result comes from; it stands at the head of its file. */
export interface StudyOrigin {
  readonly command: string;
  readonly version: string;
  /** Of the checkout; `+changes` where its files differ from it. */
  readonly commit: string;
  readonly machine: string;
  readonly runtime: string;
  /** Null where models are trained. */
  readonly model: { readonly name: string; readonly sha256: string } | null;
  readonly seeds: readonly number[];
  /** None where parts are drawn. */
  readonly pictures: readonly PictureFolder[];
}

const headSchema = z.looseObject({ begun: z.string() });
const stepSchema = z.object({ key: z.string(), value: z.unknown() });

/**
 * The result of a study in the making. Steps that are done stand beside it, a line each, so that a
 * study that was stopped goes on; the result itself appears when it is whole.
 */
export class StudyRecord {
  readonly #out: string | undefined;
  readonly #head: StudyOrigin & { readonly begun: string };
  readonly #done: Map<string, unknown>;

  private constructor(
    out: string | undefined,
    head: StudyOrigin & { readonly begun: string },
    done: Map<string, unknown>,
  ) {
    this.#out = out;
    this.#head = head;
    this.#done = done;
  }

  /**
   * Begins a result, or goes on with the one that the same command began on the same commit, machine
   * and pictures. With uncommitted changes nothing is gone on with: they may be others by now.
   *
   * @param out - Its file; undefined to keep nothing.
   */
  static async open(out: string | undefined, origin: StudyOrigin): Promise<StudyRecord> {
    const fresh = { ...origin, begun: new Date().toISOString() };
    if (out === undefined) return new StudyRecord(out, fresh, new Map());
    await assertWritable(out, jsonFile());
    const before = await readUnfinished(unfinishedOf(out), origin);
    const head = before === undefined ? fresh : { ...origin, begun: before.begun };
    const done = before?.done ?? new Map<string, unknown>();
    // Whole again: a process that was killed may have left half a line.
    const steps = [...done].map(([key, value]) => ({ key, value }));
    await writeFileAtomic(unfinishedOf(out), [head, ...steps].map(toLine).join(''), jsonFile());
    return new StudyRecord(out, head, done);
  }

  /** What a step gave when it was done, or gives now. */
  async step<T>(key: string, schema: z.ZodType<T>, work: () => Promise<T>): Promise<T> {
    if (this.#done.has(key)) return schema.parse(this.#done.get(key));
    const value = await work();
    if (this.#out !== undefined) {
      await appendToFile(unfinishedOf(this.#out), toLine({ key, value }));
    }
    return value;
  }

  /** Writes the result: where it comes from, when it was made, and its figures. */
  async finish(figures: object): Promise<void> {
    if (this.#out === undefined) return;
    const result = { ...this.#head, ended: new Date().toISOString(), ...figures };
    await writeFileAtomic(this.#out, `${JSON.stringify(result, null, 2)}\n`, jsonFile());
    await rm(unfinishedOf(this.#out));
  }
}

function unfinishedOf(out: string): string {
  return `${out}.unfinished`;
}

function toLine(content: object): string {
  return `${JSON.stringify(content)}\n`;
}

/** What was begun and is the same study; undefined if there is nothing to go on with. */
async function readUnfinished(
  file: string,
  origin: StudyOrigin,
): Promise<{ begun: string; done: Map<string, unknown> } | undefined> {
  if (!existsSync(file) || origin.commit.endsWith('+changes')) return undefined;
  const [first = '', ...lines] = (await readFileText(file)).split('\n').slice(0, -1);
  const { begun, ...before } = headSchema.parse(JSON.parse(first));
  if (!isDeepStrictEqual(before, { ...origin })) return undefined;
  const steps = lines.map((line) => stepSchema.parse(JSON.parse(line)));
  return { begun, done: new Map(steps.map(({ key, value }) => [key, value])) };
}
