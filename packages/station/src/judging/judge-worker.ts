/** The thread that judges and learns: what computes for long is not where requests are answered. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { FewgoodError } from 'fewgood';
import { FileStore } from '../store/file-store.ts';
import { calibrateWith, withThreshold } from '../learning/recalibration.ts';
import { PartReader } from '../learning/part-reader.ts';
import { checkPictures } from '../learning/picture-check.ts';
import { learnPart } from '../learning/learn-part.ts';
import { PictureJudge } from './picture-judge.ts';
import { threadFault } from './thread.ts';
import type { Answer, Asked, Calls, Message, Question } from './thread-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Thread` starts it with this
const { files } = workerData as { files: string };

/** What is being done stops at its next step when the thread is to end. */
const ending = new AbortController();
const { signal } = ending;

type Work = {
  [C in keyof Calls]: (
    request: Calls[C]['request'],
    tell: (news: unknown) => void,
  ) => Promise<Calls[C]['answer']>;
};

const share = (name: string): FileStore => FileStore.share(join(files, name));
const [pictures, parts, overlays] = [share('pictures'), share('parts'), share('overlays')];
const judge = new PictureJudge({ pictures, parts, overlays });
const reader = new PartReader(parts);

const work: Work = {
  inspect: async (request) => judge.judge(request),
  enroll: async (request, tell) => learnPart(request, { pictures, parts, tell, signal }),
  read: async ({ sha256 }) => reader.learned(sha256),
  verdict: async (request) => judge.look(request),
  calibrate: async (request) => calibrateWith(request, { pictures, parts, judge }),
  threshold: async (request) => withThreshold(request, parts),
  check: async (request) => checkPictures(request, pictures),
  support: async ({ sha256, index }) => reader.support(sha256, index),
};

async function answer({ id, call, request }: Asked): Promise<Answer> {
  try {
    const tell = (news: unknown): void => send({ id, news });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a question has the request of its call
    return { value: await work[call](request as never, tell) };
  } catch (error) {
    if (error instanceof FewgoodError) return { fault: threadFault(error) };
    return { bug: error };
  }
}

async function answerAfter(last: Promise<void>, question: Asked): Promise<void> {
  await last;
  if (signal.aborted) return;
  send({ id: question.id, ...(await answer(question)) });
}

function send(message: Message): void {
  parentPort?.postMessage(message, []);
}

let before: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  if (question === 'end') {
    ending.abort();
    void before.then(() => process.exit());
  } else {
    before = answerAfter(before, question);
  }
});
