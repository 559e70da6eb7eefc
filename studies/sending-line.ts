/**
 * A line whose pictures a station judges, at a steady rate.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readAnswer, type StationClient } from '../packages/station/src/api/index.ts';
import { encodePart } from '../src/inspection/part-file.ts';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { drawParts, smallPart } from '../test/helpers/small-part.ts';
import { numberedPng } from './numbered-png.ts';
import { addPart } from './station-process.ts';

/** What sends pictures, each of which is judged before the next one. */
export class SendingLine {
  judged = 0;
  readonly #client: StationClient;
  readonly #part: string;
  readonly #scenes: readonly Uint8Array[];

  private constructor(client: StationClient, part: string, scenes: readonly Uint8Array[]) {
    this.#client = client;
    this.#part = part;
    this.#scenes = scenes;
  }

  static async create(client: StationClient): Promise<SendingLine> {
    const part = await addPart(client, encodePart(await smallPart()));
    const drawn = drawParts({ count: 5, seed: 1, kind: 'washer' });
    const scenes = await Promise.all(drawn.map(async ({ image }) => encodePng(image)));
    return new SendingLine(client, part, scenes);
  }

  async send(seconds: number, rate: number): Promise<void> {
    const start = performance.now();
    for (let i = 0; i < seconds * rate; i++) {
      const scene = this.#scenes[this.judged % this.#scenes.length] ?? new Uint8Array();
      const query = { part: this.#part, wait: '30' };
      const header = { 'idempotency-key': `cut-${this.judged}` };
      const init = { body: numberedPng(scene, this.judged) };
      const { state } = await readAnswer(
        this.#client.api.inspections.$post({ query, header }, { init }),
      );
      if (state !== 'judged') throw new Error(`a picture is ${state}`);
      this.judged++;
      await sleep(Math.max(0, start + ((i + 1) * 1000) / rate - performance.now()));
    }
  }
}
