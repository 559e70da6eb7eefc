/** Starts a thread from its TypeScript source: threads do not inherit tsx. */
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
