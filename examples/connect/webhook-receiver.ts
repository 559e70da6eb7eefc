/**
 * Receives the verdicts of a station, as a system that keeps track of parts would: it checks the signature, takes each
 * verdict once, and prints it.
 *
 * Run: SECRET=whsec_... npx tsx examples/connect/webhook-receiver.ts [PORT]
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

const secret = Buffer.from((process.env['SECRET'] ?? '').replace(/^whsec_/, ''), 'base64');
if (secret.length === 0) throw new Error('usage: SECRET=whsec_... webhook-receiver.ts [PORT]');
/** A real receiver keeps them where they survive it. */
const taken = new Set<string>();

const server = createServer((request, response) => {
  void take(request, response);
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  console.log(`verdicts are taken at http://127.0.0.1:${port}/`);
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (!isSigned(request.headers, body)) {
    response.writeHead(401).end('not signed by the station');
    return;
  }
  const { key, partName, good, inspection } = JSON.parse(body);
  if (!taken.has(key)) {
    taken.add(key);
    console.log(`${partName} ${inspection.name}: ${good ? 'good' : 'not good'}`);
  }
  // Only what is taken for good is answered so: until then the station tells it again.
  response.writeHead(204).end();
}

/** Whether the station signed it in the last five minutes. */
function isSigned(headers: IncomingHttpHeaders, body: string): boolean {
  const time = String(headers['webhook-timestamp']);
  if (!(Math.abs(Date.now() / 1000 - Number(time)) < 300)) return false;
  const signed = `${String(headers['webhook-id'])}.${time}.${body}`;
  const expected = createHmac('sha256', secret).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((bytes) => bytes.length === expected.length && timingSafeEqual(bytes, expected));
}
