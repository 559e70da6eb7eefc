import { formatScore } from '../../page/format.ts';
import { html, type Html } from '../../page/html.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import { SCALE_MARKS } from '../../page/colour-scale.ts';
import { type EncodeImage, encodePicture, showPicture } from '../../page/picture.ts';
import type { ExampleKind } from '../figures/choose-examples.ts';
import { exampleTiles, type PictureExample } from '../figures/picture-example.ts';
import type { EvaluationCell } from '../results/evaluation-result.ts';

/** Pictures of one cell, with what the method made of them. */
export interface ExampleSet {
  readonly cell: EvaluationCell;
  readonly examples: readonly PictureExample[];
}

/** Encoding and size of the pictures in the report. */
export interface ExampleOptions {
  /** Turns a picture into a `data:` URI. */
  readonly encode: EncodeImage;
  /** Longest side of a picture in the report, pixels; 224 by default. */
  readonly side?: number;
}

const DEFAULT_SIDE = 224;

/** By what a picture is shown for, and whether it was judged rightly. */
const HEADINGS: Readonly<Record<ExampleKind, { right: string; wrong: string }>> = {
  best: { right: 'Found most clearly', wrong: 'Missed most narrowly' },
  worst: { right: 'Least clearly right', wrong: 'Most wrong' },
  borderline: { right: 'Next to the limit', wrong: 'Next to the limit' },
};

/** Input, overlay, map and ground truth of each example (thesis figures 5.5 to 5.9). */
export async function exampleSection(
  { cell, examples }: ExampleSet,
  options: ExampleOptions,
): Promise<Html> {
  const rows: Html[] = [];
  // A method without a threshold of its own is shown at the best one, which takes the labels.
  const limit = cell.metrics.calibrated === null ? 'limit of the best F1' : 'threshold';
  for (const example of examples) rows.push(await exampleRow(example, limit, options));
  const title = `${cell.category}, ${cell.method}, K = ${cell.shots}`;
  return html`<section class="sheet">
    <h2>Pictures: <bdi>${title}</bdi></h2>
    <div class="examples">${rows}${LEGEND}</div>
  </section>`;
}

async function exampleRow(
  example: PictureExample,
  limit: string,
  { encode, side = DEFAULT_SIDE }: ExampleOptions,
): Promise<Html> {
  const { kind, path, anomalous, score, threshold } = example;
  const { input, overlay, map, mask } = exampleTiles(example, side);
  const show = async (image: RgbImage, what: string): Promise<Html> =>
    html`<figure>
      ${showPicture(await encodePicture(image, encode), `${what} of ${path}`)}
      <figcaption>${what}</figcaption>
    </figure>`;
  const isRight = score > threshold === anomalous;
  const verdict = `${score > threshold ? 'fails' : 'passes'}, ${isRight ? 'rightly' : 'wrongly'}`;
  return html`<div class="example">
    <p>
      <b>${HEADINGS[kind][isRight ? 'right' : 'wrong']}</b>: <bdi>${path}</bdi>
      <span
        >score ${formatScore(score)}, ${limit} ${formatScore(threshold)}:
        ${anomalous ? 'defective' : 'good'}, ${verdict}</span
      >
    </p>
    ${await show(input, 'Picture')} ${await show(overlay, 'Overlay')}
    ${await show(map, 'Anomaly map')}
    ${mask === null ? undefined : await show(mask, 'Ground truth')}
  </div>`;
}

const LEGEND: Html = html`<p
  class="legend"
  role="img"
  aria-label="Colours: black up to ${SCALE_MARKS.cold} times the limit, red at the limit, pale yellow from ${SCALE_MARKS.hot} times the limit"
>
  <span class="gradient"></span><span class="tick">${SCALE_MARKS.cold}</span
  ><span class="tick">limit</span><span class="tick">${SCALE_MARKS.hot} ×</span>
</p>`;
