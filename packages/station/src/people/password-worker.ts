/** The thread that hashes passwords: what takes a quarter of a second is not where requests are answered. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { argon2id, argon2Verify } from 'hash-wasm';
import type { HashAnswer, HashQuestion } from './password-thread.ts';

/** RFC 9106, section 4, second recommendation: 64 MiB, three passes; one lane, since this is one thread. */
const COST = { memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32 };
const SALT_BYTES = 16;

/** Of nobody's password: who is not known takes as long as who is. */
const ofNobody = await hash(randomBytes(SALT_BYTES).toString('hex'));

async function hash(password: string): Promise<string> {
  return argon2id({ ...COST, password, salt: randomBytes(SALT_BYTES), outputType: 'encoded' });
}

async function answer(question: HashQuestion): Promise<void> {
  const message: HashAnswer = { id: question.id, value: await valueOf(question) };
  parentPort?.postMessage(message, []);
}

async function valueOf(question: HashQuestion): Promise<string | boolean> {
  const password = question.password.normalize('NFKC');
  if (!('hash' in question)) return hash(password);
  const isRight = await argon2Verify({ password, hash: question.hash ?? ofNobody });
  return isRight && question.hash !== null;
}

parentPort?.on('message', (question: HashQuestion) => {
  void answer(question);
});
