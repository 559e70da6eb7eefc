/** The worker that looks into part files and draws pictures, so that the page stays free. */
import {
  chooseThreshold,
  decodePart,
  encodePart,
  jointCalibration,
  type LookArea,
  overlayPicture,
  renderReport,
  type Part,
  type RgbImage,
  supportPicturesOf,
  viewsOf,
} from 'fewgood';
import { reasonOf } from './faults.ts';
import type {
  PartAnswers,
  PartCall,
  PartMessage,
  PartReply,
  PartRequests,
} from './part-messages.ts';
import type { PartVersion } from '../ports/parts-api.ts';
import type { PartFacts } from './records.ts';

const ANSWERS: {
  readonly [C in PartCall]: (request: PartRequests[C]) => Promise<PartAnswers[C]>;
} = {
  describe: async ({ part: bytes, name }) => {
    const part = decodePart(bytes, name);
    const support = await Promise.all(
      supportPicturesOf(part).map(async ({ image }) => pngOf(image)),
    );
    return { facts: factsOf(part), support };
  },
  threshold: async ({ part, name, chosen }) =>
    Promise.resolve(encodePart(chooseThreshold(decodePart(part, name), chosen))),
  overlay: async ({ image, inspection }) => pngOf(overlayPicture(image, inspection)),
  frame: async ({ image, inspection }) =>
    createImageBitmap(pixelsOf(overlayPicture(image, inspection))),
  report: async ({ part: bytes, name, note, entries }) => {
    const subject = { part: decodePart(bytes, name), partName: name, note };
    const pieces: string[] = [];
    for await (const piece of renderReport(subject, entries, { encode: dataAddress })) {
      pieces.push(piece);
    }
    return new Blob(pieces, { type: 'text/html' });
  },
};

addEventListener('message', ({ data }: MessageEvent<PartMessage>) => {
  const { id, call, request } = data;
  const answer = async (): Promise<void> => {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a request goes with its call
      const work = ANSWERS[call] as (asked: unknown) => Promise<PartAnswers[PartCall]>;
      const value = await work(request);
      reply({ id, value }, value instanceof ImageBitmap ? [value] : []);
    } catch (error) {
      reply({ id, fault: reasonOf(error) }, []);
    }
  };
  void answer();
});

function reply(message: PartReply, transfer: Transferable[]): void {
  postMessage(message, { transfer });
}

/** What the page shows of a part. */
function factsOf(part: Part): PartFacts {
  const { settings, pose, lookArea, light, alignment } = part;
  const support = supportPicturesOf(part);
  const calibration = jointCalibration(part);
  const { leaveOneOut, confirmed } = calibration;
  const { threshold, targetFalseReject, falseRejectBound, provisional } = calibration;
  const { morePicturesNeeded: more } = calibration;
  return {
    models: viewsOf(part).map(({ model: { name, sha256 } }) => ({ name, sha256 })),
    support: support.map(({ name }) => name),
    lookArea: lookArea === undefined ? null : learnedLook(lookArea),
    light: light === undefined ? null : { method: light.change.method, flat: light.flat !== null },
    alignment: alignment ?? null,
    pose: pose?.policy ?? (typeof settings.pose === 'string' ? settings.pose : null),
    claim: {
      threshold,
      targetFalseReject,
      falseRejectBound,
      provisional,
      pictures: support.length + confirmed.length,
      morePicturesNeeded: Number.isFinite(more) ? more : 0,
    },
    leaveOneOut: leaveOneOut.map(({ name, score }) => ({ name, score })),
    confirmed: confirmed.map(({ name, score }) => ({ name, score })),
  };
}

function learnedLook({ include, ignore, mask }: LookArea): PartVersion['lookArea'] {
  return { include, ignore, hasMask: mask !== null };
}

function pixelsOf({ data, width, height }: RgbImage): ImageData {
  const pixels = new ImageData(width, height);
  const rgba = new Uint32Array(pixels.data.buffer);
  // Little-endian, as every machine with a browser is: alpha is the highest byte.
  for (let at = 0, from = 0; at < rgba.length; at += 1, from += 3) {
    const [red = 0, green = 0, blue = 0] = [data[from], data[from + 1], data[from + 2]];
    rgba[at] = 0xff_00_00_00 | (blue << 16) | (green << 8) | red;
  }
  return pixels;
}

async function pngOf(image: RgbImage): Promise<Blob> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('Cannot draw a picture: the browser gives no canvas');
  context.putImageData(pixelsOf(image), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function dataAddress(image: RgbImage): Promise<string> {
  const bytes = new Uint8Array(await (await pngOf(image)).arrayBuffer());
  let text = '';
  // Few at a time: each is an argument.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCodePoint(...bytes.subarray(at, at + 8192));
  }
  return `data:image/png;base64,${btoa(text)}`;
}
