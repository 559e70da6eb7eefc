import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { FuzzFinding } from './target.ts';

const SCRIPT = fileURLToPath(new URL('../../tools/golden/pillow_oracle.py', import.meta.url));
const answerSchema = z.object({ reads: z.boolean(), reason: z.string() });

/**
 * Words of Pillow about data that are cut off or broken. What else it refuses are kinds that it does not
 * know, such as run-length bitmaps that leave pixels out.
 */
const BROKEN =
  /truncated|broken|corrupt|checksum|crc|unrecognized data stream|incomplete|premature|decoder error|buffer overrun/i;

/** Pillow, in a process of its own: a second opinion on files that were read. */
export class PillowOracle {
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  private constructor(child: ChildProcess, lines: Interface) {
    this.#child = child;
    this.#lines = lines;
  }

  /**
   * Starts it.
   *
   * @param python - The interpreter.
   * @returns Undefined if that has no Pillow.
   */
  static open(python: string): PillowOracle | undefined {
    try {
      execFileSync(python, ['-c', 'import PIL.Image'], { stdio: 'ignore' });
    } catch {
      return undefined;
    }
    const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdout } = child;
    if (stdout === null) return undefined;
    return new PillowOracle(child, createInterface(stdout));
  }

  /** @throws {@link FuzzFinding} if Pillow says that the data are broken. */
  async assertSound(bytes: Uint8Array, name: string): Promise<void> {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length);
    const answer = once(this.#lines, 'line');
    this.#child.stdin?.write(Buffer.concat([size, bytes]));
    const { reads, reason } = answerSchema.parse(JSON.parse(String((await answer)[0])));
    if (reads || !BROKEN.test(reason)) return;
    throw new FuzzFinding(`${name} is read, but Pillow says: ${reason}`);
  }

  close(): void {
    this.#child.stdin?.end();
  }
}
