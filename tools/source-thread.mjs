/** Starts the thread of an evaluation from its TypeScript source: threads do not inherit tsx. */
import { register } from 'tsx/esm/api';

register();
await import('../src/node/evaluation-worker.ts');
