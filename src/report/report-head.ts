import type { LookArea } from '../image/look-area.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { squareSide, tilesWords } from '../inspection/feature-options.ts';
import { lightWords } from '../inspection/light-words.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { Part } from '../inspection/part.ts';
import { type NamedPart, namedKinds, supportPicturesOf } from '../inspection/part-kinds.ts';
import type { PartSettings } from '../inspection/settings.ts';
import type { Sizing } from '../inspection/defect-size.ts';
import { areaText, lengthText } from '../inspection/sizing.ts';
import { scaleGradient } from '../page/colour-scale.ts';
import { counted, formatScore } from '../page/format.ts';
import { html, type Html, joined, trusted } from '../page/html.ts';
import { toleranceText } from './alignment-text.ts';
import { ICONS, iconOf } from './outcome.ts';
import { BODY, DOCUMENT, MAIN, RESULTS } from '../page/page-frame.ts';
import { reduceImage } from '../page/reduce.ts';
import { type EncodeImage, encodePicture, showPicture } from '../page/picture.ts';
import { STYLE } from '../page/style.ts';
import { thresholdStatement } from './threshold-statement.ts';

/** Longest side of a support picture in the report, pixels. */
const SUPPORT_SIDE = 128;

/** What a report is about. */
export interface ReportSubject {
  /** The part that pictures were inspected against. */
  readonly part: Part;
  /** What the part is called. */
  readonly partName: string;
  /** When, by whom, with what: one line below the title; the core has no clock. */
  readonly note?: string;
}

/** The page up to the first entry: style, title, threshold, settings and support pictures. */
export async function reportHead(subject: ReportSubject, encode: EncodeImage): Promise<Html> {
  const { part, partName, note } = subject;
  const head = html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${partName} – inspection report</title>
    <style>
      ${trusted(STYLE)}:root {
        --scale: ${trusted(scaleGradient())};
      }
    </style>
  </head>`;
  const masthead = html`<header class="masthead">
    <div class="title">
      <p class="kicker">Inspection report</p>
      <h1><bdi>${partName}</bdi></h1>
      ${note === undefined ? undefined : html`<p class="note">${note}</p>`}
    </div>
    ${namedKinds(part).map(thresholdNote)} ${namedKinds(part).map(facts)}
    ${await supportSet(part, encode)}
  </header>`;
  const skip = html`<a class="skip" href="#summary">Skip to the results</a>`;
  return joined([DOCUMENT.open, head, BODY.open, ICONS, skip, MAIN.open, masthead, RESULTS.open]);
}

function thresholdNote({ name, part: { calibration } }: NamedPart): Html {
  const { state, title, promise, advice } = thresholdStatement(calibration);
  const icon = iconOf(state === 'holding' ? 'pass' : 'unjudged');
  return html`<div class="threshold ${state}">
    ${icon}
    <p>
      ${name === null ? undefined : html`<bdi>${name}</bdi>: `}<strong>${title}.</strong> ${promise}
      ${advice}
    </p>
  </div>`;
}

function facts({ name, part }: NamedPart): Html {
  const { settings, support, calibration } = part;
  const views = viewsOf(part);
  const rows = views.flatMap(({ banks }) =>
    banks.map(({ level, bank }) => `${level} ${bank.rows} × ${bank.cols}`),
  );
  const models = views.map(({ model }) => `${model.name} (${model.sha256.slice(0, 12)})`);
  const inputs = views.map(({ settings: own }) => {
    const side = squareSide(own);
    return `${side} × ${side} px${tilesWords(own)}`;
  });
  const entries: readonly (readonly [term: string, value: string])[] = [
    ...(name === null ? [] : ([['Kind', name]] as const)),
    ['Learned from', counted(support.length, 'good picture')],
    ['Threshold', calibration.threshold === null ? 'none' : formatScore(calibration.threshold)],
    [models.length === 1 ? 'Model' : 'Models', models.join('; ')],
    ['Input', `${inputs.join('; ')}, ${settings.fit}`],
    ...(part.lookArea ? ([['Looks at', describeLook(part.lookArea)]] as const) : []),
    ...(part.light ? ([['Light', lightWords(part.light)]] as const) : []),
    ...(part.sizing ? describeSizing(part.sizing) : []),
    ...(part.alignment ? ([['How it lies', toleranceText(part.alignment)]] as const) : []),
    ['Pose', describePose(settings.pose)],
    ['Augmentation', settings.augment.join(', ') || 'none'],
    ['Memory bank', rows.join('; ')],
    ['Score', `${settings.score}, ${settings.metric}, fusion ${settings.fusion}`],
  ];
  return html`<dl class="facts">
    ${entries.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** What of the pictures is looked at; overlays show where. */
function describeLook({ include, ignore, mask }: LookArea): string {
  return [
    include === null ? 'the picture' : 'a shape of it',
    ...(ignore.length === 0 ? [] : [`without ${counted(ignore.length, 'shape')}`]),
    ...(mask === null ? [] : ['by a mask']),
  ].join(', ');
}

/** How large defects are, and which of them are too small to fail a picture. */
function describeSizing({
  pixelsPerMillimetre,
  minArea,
}: Sizing): (readonly [term: string, value: string])[] {
  return [
    ...(pixelsPerMillimetre === null
      ? []
      : ([['Scale', `${lengthText(pixelsPerMillimetre)} px a mm`]] as const)),
    ...(minArea === null ? [] : ([['Least area', areaText(minArea)]] as const)),
  ];
}

function describePose(pose: PartSettings['pose']): string {
  return typeof pose === 'string' ? pose : `${pose.join('°, ')}°`;
}

async function supportSet(part: Part, encode: EncodeImage): Promise<Html> {
  const show = (image: RgbImage): ReturnType<typeof encodePicture> =>
    encodePicture(reduceImage(image, SUPPORT_SIDE), encode);
  const pictures = await Promise.all(
    supportPicturesOf(part).map(async ({ name, image }) => {
      const picture = showPicture(await show(image), `Good picture ${name}`);
      return html`<figure>
        ${picture}
        <figcaption><bdi>${name}</bdi></figcaption>
      </figure>`;
    }),
  );
  return html`<div
    class="support"
    role="group"
    aria-label="Good pictures the part was learned from"
  >
    ${pictures}
  </div>`;
}
