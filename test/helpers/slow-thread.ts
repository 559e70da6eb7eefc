/** A thread whose answers take a while, and leave a file when they were not cut short. */
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRequests } from '../../src/node/threads/worker-answers.ts';

/** What it is asked for. */
interface SlowRequest {
  readonly file: string;
}

answerRequests<SlowRequest>({
  answer: async ({ file }) => {
    await sleep(300);
    await writeFile(file, 'done');
    return 'done';
  },
});
