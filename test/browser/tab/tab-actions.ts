import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from 'playwright-core';
import type { RgbImage } from '../../../src/image/rgb-image.ts';
import type { Inspection } from '../../../src/inspection/inspection.ts';
import { Inspector } from '../../../src/inspection/inspector.ts';
import { decodePart } from '../../../src/inspection/part-file.ts';
import { encodePng } from '../../../src/node/image/image-encoder.ts';
import { nodeCpu } from '../../helpers/runtimes.ts';
import { drawParts, smallModel, smallPart, striped } from '../../helpers/small-part.ts';

/** Drawn washers: four to learn from, and others. */
export const drawn: ReturnType<typeof drawParts> = drawParts({ count: 6, size: 256 });

type DrawnPart = (typeof drawn)[number];

const [, , , , next] = drawn;
if (next === undefined) throw new Error('No picture was drawn');
export const good: DrawnPart = { name: 'good.png', image: next.image };
export const defective: DrawnPart = { name: 'striped.png', image: striped(next.image) };

/** A part that Node learned of the first four. */
export async function partOfNode(): ReturnType<typeof smallPart> {
  return smallPart(drawn.slice(0, 4));
}

/** A file as a person chooses it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A picture as a person chooses it. */
export async function pictureFile({ name, image }: DrawnPart): Promise<ChosenFile> {
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(image)) };
}

/** A part file as a person chooses it. */
export function partFile(name: string, bytes: Uint8Array): ChosenFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

/** Where pictures are chosen. */
export function chooser(page: Page): Locator {
  return page.getByLabel('Pictures').last();
}

/** Learns a part from pictures, looked at before; a station asks then whether it shall judge. */
export async function learnPart(
  page: Page,
  name: string,
  pictures: readonly ChosenFile[],
): Promise<void> {
  await page.getByRole('link', { name: 'Learn a part' }).click();
  await page.getByRole('textbox', { name: 'Name of the part' }).fill(name);
  await chooser(page).setInputFiles([...pictures]);
  await page.getByText('Nothing doubtful').or(page.getByRole('list').nth(1)).first().waitFor();
  await page.getByRole('button', { name: 'Learn', exact: true }).click();
  await page.getByRole('heading', { name: 'Version 1' }).waitFor({ timeout: 300_000 });
}

/** Lets the chosen part judge a picture. */
export async function judge(page: Page, picture: DrawnPart): Promise<void> {
  await chooser(page).setInputFiles(await pictureFile(picture));
  await page
    .getByRole('button', { name: new RegExp(`^Show ${picture.name}: (?!Waiting)`) })
    .waitFor();
}

/** What the page says of a picture that is judged last. */
export async function verdictOf(page: Page, picture: DrawnPart): Promise<string> {
  await chooser(page).waitFor({ state: 'attached' });
  await judge(page, picture);
  const result = page.getByRole('region', { name: 'Result', exact: true }).getByRole('status');
  return (await result.textContent()) ?? '';
}

/** What a click saves. */
export async function saved(page: Page, click: () => Promise<void>): Promise<Buffer> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFile(await download.path());
}

/** What Node says of a picture by a part file. */
export async function inNode(
  bytes: Uint8Array,
  image: RgbImage,
): Promise<Pick<Inspection, 'verdict' | 'score'>> {
  const runtime = nodeCpu.create(1);
  const inspector = await Inspector.create(decodePart(bytes, 'the part'), {
    runtime,
    model: smallModel(),
  });
  const { verdict, score } = await inspector.inspect(image);
  await inspector.release();
  return { verdict, score };
}
