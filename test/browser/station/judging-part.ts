/** A part of a station that judges, and pictures that are sent to it. */
import { encodePart } from '../../../src/inspection/part-file.ts';
import { encodePng } from '../../../src/node/image/image-encoder.ts';
import { readAnswer, type StationClient } from '../../../packages/station/src/api/index.ts';
import { type drawParts, smallPart } from '../../helpers/small-part.ts';

type Drawn = ReturnType<typeof drawParts>;

/** Adds a part that is learned from pictures, and judges; its id. */
export async function addJudgingPart(client: StationClient, good: Drawn): Promise<string> {
  const part = (await readAnswer(client.api.parts.$post({ json: { name: 'washer' } }))).id;
  const { versions } = client.api.parts[':part'];
  const body = new Uint8Array(encodePart(await smallPart(good)));
  await readAnswer(versions.$post({ param: { part }, query: {} }, { init: { body } }));
  const param = { part, version: '1' };
  await readAnswer(versions[':version'].activate.$post({ param, json: {} }));
  return part;
}

/** Sends a picture, named by its key, and waits for its verdict. */
export async function sendPicture(
  client: StationClient,
  part: string,
  { key, image }: { readonly key: string; readonly image: Drawn[number]['image'] },
) {
  const query = { part, wait: '60', name: `${key}.png` };
  const init = { body: new Uint8Array(await encodePng(image)) };
  const header = { 'idempotency-key': key };
  return readAnswer(client.api.inspections.$post({ query, header }, { init }));
}
