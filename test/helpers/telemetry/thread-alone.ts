/** A user's script that loads the library in a thread alone. Words: model */
import { threadModule, WorkerThread } from '../../../src/node/threads/worker-thread.ts';

const module = threadModule('library', import.meta.url);
await new WorkerThread({ module, data: {}, task: 'load' }).ask({});
