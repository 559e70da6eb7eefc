/**
 * The thread that an engine of an evaluation lives in; `worker-engine.ts` starts it and talks to it.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { FewgoodError } from '../errors.ts';
import { LocalEngine } from '../evaluation/run/local-engine.ts';
import { readImage } from './image-decoder.ts';
import { FolderMapFiles } from './map-files.ts';
import { nodeRuntime } from './runtime.ts';
import type { Reply, Request, WorkerStart } from './worker-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- worker-engine.ts alone starts this
const { setup, cache } = workerData as WorkerStart;
const mapFiles = new FolderMapFiles(cache);
const engine = new LocalEngine(setup, {
  // One thread an engine: figures do not depend on how many cores there are.
  runtime: nodeRuntime({ threads: 1 }),
  readPicture: (file) => readImage(file),
  mapFiles,
  clock: () => performance.now(),
});

function answer(request: Request): Promise<unknown> {
  switch (request.call) {
    case 'shapes':
      return engine.shapes(request.task);
    case 'extractTests':
      return engine.extractTests(request.task);
    case 'extractSupport':
      return engine.extractSupport(request.task);
    case 'evaluate':
      return engine.evaluate(request.task);
    case 'release':
      break;
  }
  return Promise.all([engine.release(), mapFiles.close()]);
}

function replyTo(error: unknown): Reply {
  if (!(error instanceof FewgoodError)) return { bug: error };
  const { name, code, message, remedy } = error;
  return { fault: { name, code, message, remedy } };
}

function send(reply: Reply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(reply);
}

parentPort?.on('message', (request: Request) => {
  answer(request).then(
    (value) => send({ value }),
    (error: unknown) => send(replyTo(error)),
  );
});
