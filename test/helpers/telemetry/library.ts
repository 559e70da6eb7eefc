/** A user's script: runs a model, in a thread as well, and waits. Words: model [milliseconds] */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeRuntime } from '../../../src/node/index.ts';

const [model = '', milliseconds = '0'] = process.argv.slice(2);
const session = await nodeRuntime({ threads: 1 }).createSession(await readFile(model));
await sleep(Number(milliseconds));
await session.release();
