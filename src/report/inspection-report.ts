/**
 * The inspection report: one HTML file that needs nothing else, written piece by piece, so that no
 * more than one picture and the thumbnails are ever held.
 *
 * @module
 */
import { type InspectionEntry, outcomeOf } from '../inspection/entry.ts';
import { orderOf } from './outcome.ts';
import { type EncodeImage, encodePicture, type Picture } from '../page/picture.ts';
import { makeViews } from './picture-views.ts';
import { reduceImage } from '../page/reduce.ts';
import { faultyCard, inspectedCard } from './report-entry.ts';
import { type OverviewItem, reportFoot } from './report-foot.ts';
import { reportHead, type ReportSubject } from './report-head.ts';

/** How a report is written. */
export interface ReportOptions {
  /** Turns a picture into a `data:` URI. */
  readonly encode: EncodeImage;
  /** Longest side of a picture in the report, pixels; 320 by default, about 60 kB a picture. */
  readonly side?: number;
}

const DEFAULT_SIDE = 320;
const THUMBNAIL_SIDE = 96;

/** Writes one report; call `head`, then `add` for each picture, then `foot`, and join the pieces. */
export class InspectionReport {
  readonly #subject: ReportSubject;
  readonly #options: ReportOptions;
  readonly #overview: OverviewItem[] = [];

  /** @param subject - The part, and what it is called. */
  constructor(subject: ReportSubject, options: ReportOptions) {
    this.#subject = subject;
    this.#options = options;
  }

  /** The beginning of the page. */
  async head(): Promise<string> {
    return (await reportHead(this.#subject, this.#options.encode)).text;
  }

  /** The piece of one picture. Pieces come in any order; the page shows failing ones first. */
  async add(entry: InspectionEntry): Promise<string> {
    const index = this.#overview.length;
    if ('error' in entry) {
      this.#overview.push(overviewItem(entry, index));
      return faultyCard(entry, index).text;
    }
    const { encode, side = DEFAULT_SIDE } = this.#options;
    const views = makeViews(entry, side);
    const thumbnail = await encodePicture(reduceImage(views.tinted, THUMBNAIL_SIDE), encode);
    this.#overview.push(overviewItem(entry, index, thumbnail));
    const { part } = this.#subject;
    return (await inspectedCard(entry, index, { part, views, encode })).text;
  }

  /** The end of the page. */
  foot(): string {
    return reportFoot(this.#overview).text;
  }
}

/** A report of all entries, piece by piece. */
export async function* renderReport(
  subject: ReportSubject,
  entries: Iterable<InspectionEntry> | AsyncIterable<InspectionEntry>,
  options: ReportOptions,
): AsyncGenerator<string, void> {
  const report = new InspectionReport(subject, options);
  yield await report.head();
  for await (const entry of entries) yield await report.add(entry);
  yield report.foot();
}

function overviewItem(entry: InspectionEntry, index: number, thumbnail?: Picture): OverviewItem {
  return {
    index,
    name: entry.name,
    outcome: outcomeOf(entry),
    order: orderOf(entry),
    ratio: 'error' in entry ? null : entry.inspection.ratio,
    thumbnail,
  };
}
