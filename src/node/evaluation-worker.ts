/**
 * The thread that an engine of an evaluation lives in; `worker-engine.ts` starts it and talks to it.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import { LocalEngine } from '../evaluation/run/local-engine.ts';
import { readImage } from './image-decoder.ts';
import { FolderMapFiles } from './map-files.ts';
import { nodeRuntime } from './runtime.ts';
import { answerRequests } from './worker-answers.ts';
import type { Request, ThreadStart, WorkerStart } from './worker-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- worker-engine.ts alone starts this
const { setup, cache } = (workerData as ThreadStart<WorkerStart>).data;
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

answerRequests<Request>({ answer });
