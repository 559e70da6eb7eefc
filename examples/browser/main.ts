/**
 * Learns a part from a few good pictures and judges others, in a browser tab: nothing leaves it. Part and model
 * stay in the storage of the page. docs/browser.md says how it is built and served.
 */
import { FewgoodError, overlayPicture } from 'fewgood';
import { BrowserStorage, InspectionClient } from 'fewgood/browser';

const PART = 'my part';
const element = <T extends Element>(id: string, kind: new () => T): T => {
  const there = document.querySelector(`#${id}`);
  if (there instanceof kind) return there;
  throw new Error(`no element ${id}`);
};
const [good, next] = [element('good', HTMLInputElement), element('next', HTMLInputElement)];
const canvas = element('overlay', HTMLCanvasElement);
const say = (text: string): string => (element('status', HTMLElement).textContent = text);

const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
const client = new InspectionClient(worker);
const storage = await BrowserStorage.open();
const model = new Uint8Array(await (await fetch('model.onnx')).arrayBuffer());
const { runtime, threads } = await client.start({ engine: 'engine/', model });
const isLearned = (await storage.list('parts')).some(({ name }) => name === PART);
if (isLearned) await client.open(await storage.get('parts', PART), PART);
good.disabled = false;
next.disabled = !isLearned;
say(`Ready: ${runtime}, ${threads} threads${isLearned ? ', part learned' : ''}`);

const filesOf = (input: HTMLInputElement) =>
  Array.from(input.files ?? [], (content) => ({ name: content.name, content }));
const orSay = (work: () => Promise<void>) => () => {
  work().catch((error: unknown) => {
    say(error instanceof FewgoodError ? `${error.message}. ${error.remedy}` : String(error));
  });
};
const learn = async (): Promise<void> => {
  const part = await client.enrol(filesOf(good), {
    onProgress: ({ stage, done, total }) => say(`${stage}: ${done} of ${total}`),
  });
  await storage.put('parts', PART, part);
  await client.open(part, PART);
  next.disabled = false;
  say('Learned');
};
const judge = async (): Promise<void> => {
  for (const picture of filesOf(next)) {
    const { inspection, image } = await client.inspect(picture);
    const { data, width, height } = overlayPicture(image, inspection);
    [canvas.width, canvas.height] = [width, height];
    const rgba = new ImageData(width, height);
    for (let i = 0; i < width * height; i++)
      rgba.data.set([...data.subarray(3 * i, 3 * i + 3), 255], 4 * i);
    canvas.getContext('2d')?.putImageData(rgba, 0, 0);
    say(`${picture.name}: ${inspection.verdict}, ${inspection.ratio?.toFixed(2)}× the threshold`);
  }
};
good.addEventListener('change', orSay(learn));
next.addEventListener('change', orSay(judge));
