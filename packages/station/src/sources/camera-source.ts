import { randomUUID } from 'node:crypto';
import { ffmpeg, inputOf } from './ffmpeg.ts';
import { aravis, gigeName } from './gige.ts';
import { type PictureProgram, readByProgram, withoutPassword } from './picture-program.ts';
import type { CameraSource, SourcePicture } from './source.ts';
import { type SourceTools, takePicture } from './take-picture.ts';

/**
 * Has pictures of a camera judged, one each few seconds. While one is not taken yet, the newest waits, and those
 * before it are dropped, counted and told. A camera that ends or cannot be reached is tried again.
 */
export async function readCamera(source: CameraSource, tools: SourceTools): Promise<void> {
  const name = `camera ${withoutPassword(source.input)}`;
  const newest = new Newest(source.part, name, tools);
  const program = async (): Promise<PictureProgram> => programOf(source);
  await readByProgram({ name, program, onPicture: (bytes) => newest.add(bytes) }, tools);
  await newest.done();
}

/**
 * What reads a camera, a picture each few seconds.
 *
 * @throws {@link Error} if it cannot be read now.
 */
export async function programOf({
  input,
  every,
}: Pick<CameraSource, 'input' | 'every'>): Promise<PictureProgram> {
  const camera = gigeName(input);
  if (camera !== undefined) return aravis(camera, 1 / every);
  return ffmpeg([...inputOf(input), '-an', '-vf', `fps=1/${every}`, '-c:v', 'png']);
}

/** Has the newest picture taken, one at a time. */
class Newest {
  readonly #goal: { readonly part: string; readonly source: string };
  readonly #tools: SourceTools;
  #next: SourcePicture | undefined;
  #work: Promise<void> | undefined;
  /** Pictures that came. */
  count = 0;

  constructor(part: string, source: string, tools: SourceTools) {
    this.#goal = { part, source };
    this.#tools = tools;
  }

  add(bytes: Uint8Array): void {
    this.count++;
    const { source } = this.#goal;
    if (this.#next !== undefined) {
      this.#tools.station.metrics.dropped.inc({ source });
      this.#tools.log(
        `${source}: ${this.#next.name} is dropped: a newer one came before it was taken`,
      );
    }
    // The camera gives nothing twice, so that each has a key of its own.
    this.#next = { key: `camera-${randomUUID()}`, name: `${this.count}.png`, bytes };
    this.#work ??= this.#take().finally(() => (this.#work = undefined));
  }

  async done(): Promise<void> {
    await this.#work;
  }

  async #take(): Promise<void> {
    while (this.#next !== undefined) {
      const picture = this.#next;
      this.#next = undefined;
      await takePicture(picture, this.#goal, this.#tools);
    }
  }
}
