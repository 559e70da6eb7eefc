/** The camera of GigE Vision that Aravis draws, on this machine, where what reads it is installed. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { assertCameraPrograms } from '../../packages/station/src/sources/camera-program.ts';

/** The protocol has one port, so that there is one at an address. */
const ADDRESS = '127.0.0.1';
const PROGRAM = 'arv-fake-gv-camera-0.8';

const execute = promisify(execFile);

/** Why there is no camera; undefined where there is one. */
export const noGige: string | undefined = await assertCameraPrograms([`gige:${ADDRESS}`])
  .then(async () => execute(PROGRAM, ['--help']))
  .then(
    () => undefined,
    () => 'Aravis and GStreamer are not installed here',
  );

export class FakeCamera {
  readonly input: string = `gige:${ADDRESS}`;
  #child: ChildProcess | undefined;

  static async create(): Promise<FakeCamera> {
    const camera = new FakeCamera();
    await camera.start();
    return camera;
  }

  async start(): Promise<void> {
    this.#child = spawn(PROGRAM, ['-i', ADDRESS], { stdio: 'ignore' });
    for (let tries = 0; tries < 300; tries++) {
      if ((await this.#control('PixelFormat')).startsWith('PixelFormat = ')) return;
      await sleep(100);
    }
    throw new Error('the camera does not start');
  }

  /** Sets what pixels it gives, as its name in GenICam; whoever read it before has it for some seconds. */
  async setPixels(format: string): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      await this.#control(`PixelFormat=${format}`);
      if ((await this.#control('PixelFormat')).startsWith(`PixelFormat = ${format}`)) return;
      await sleep(200);
    }
    throw new Error(`the camera does not take ${format}`);
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  }

  async #control(words: string): Promise<string> {
    return (await execute('arv-tool-0.8', ['-a', ADDRESS, 'control', words])).stdout;
  }
}
