/**
 * The thread that an engine of an evaluation lives in; `worker-engine.ts` starts it and talks to it.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import { LocalEngine } from '../../evaluation/run/local-engine.ts';
import { readImage } from '../image/image-decoder.ts';
import { FolderMapFiles } from './map-files.ts';
import { nodeRuntime } from '../runtime/runtime.ts';
import { answerRequests } from '../threads/worker-answers.ts';
import type { ThreadStart } from '../threads/worker-messages.ts';
import type { EngineRequest, EngineWorkerStart } from './evaluation-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- worker-engine.ts alone starts this
const { setup, cache, decoding } = (workerData as ThreadStart<EngineWorkerStart>).data;
const mapFiles = new FolderMapFiles(cache);
const engine = new LocalEngine(setup, {
  // One thread an engine: figures do not depend on how many cores there are.
  runtime: nodeRuntime({ threads: 1 }),
  readPicture: (file) => readImage(file, decoding),
  mapFiles,
  clock: () => performance.now(),
});

function answer(request: EngineRequest): Promise<unknown> {
  switch (request.call) {
    case 'shapes':
      return engine.shapes(request.task);
    case 'findForeground':
      return engine.findForeground(request.task);
    case 'isEnlarged':
      return engine.isEnlarged(request.task);
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

answerRequests<EngineRequest>({ answer });
