/**
 * What a published figure is, where it was published, and what a reader of it has to know.
 *
 * @module
 */

/** Data sets that figures are published for. */
export type BenchmarkName = 'mvtec' | 'mpdd' | 'visa' | 'axiom';

/** What a published figure measures; the first three in percent. */
export type PublishedMetric =
  'imageAuroc' | 'pixelAuroc' | 'aupro' | 'secondsPerCategory' | 'kilowattHours';

/** A figure that someone published. */
export interface PublishedFigure {
  readonly benchmark: BenchmarkName;
  /** Null for the mean over the benchmark's categories. */
  readonly category: string | null;
  readonly method: string;
  /** The row of an ablation that it is, as `MethodInfo.variant` names it; null elsewhere. */
  readonly variant: string | null;
  /** True of a method with parts left out, which only an ablation is to be compared with. */
  readonly isAblated: boolean;
  /** Size K of the support set; `all` for every good training picture. */
  readonly shots: number | 'all';
  readonly metric: PublishedMetric;
  /** As printed: percent, seconds or kilowatt hours. */
  readonly value: number;
  readonly source: SourceName;
  readonly remarks: readonly RemarkName[];
}

/** Keys of the sources that figures refer to. */
export type SourceName = 'thesis' | 'regad' | 'winclip' | 'anomalydino';

/** Where figures were published, and how far that was checked. */
export interface PublishedSource {
  readonly title: string;
  /** Null for the thesis, which has no address of its own. */
  readonly url: string | null;
  /** How the figures here were checked against it. */
  readonly checked: string;
}

const CITED = 'As cited by later papers; not checked against the paper itself.';

/** Publications that figures come from. */
export const SOURCES: Readonly<Record<SourceName, PublishedSource>> = {
  thesis: {
    title:
      'N. Ejaz, A Few-Shot Learning Method for Single-Object Visual Anomaly Detection, Ontario Tech University, 2024, tables 5.5 to 5.11',
    url: null,
    checked: 'Each figure was compared with the text of the thesis.',
  },
  regad: {
    title: 'C. Huang et al., Registration based Few-Shot Anomaly Detection, ECCV 2022',
    url: 'https://arxiv.org/abs/2207.07361',
    checked:
      "Column RegAD of the tables in the authors' repository, github.com/MediaBrain-SJTU/RegAD.",
  },
  winclip: {
    title:
      'J. Jeong et al., WinCLIP: Zero-/Few-Shot Anomaly Classification and Segmentation, CVPR 2023 (also runs PatchCore with few pictures)',
    url: 'https://arxiv.org/abs/2303.14814',
    checked: CITED,
  },
  anomalydino: {
    title:
      'S. Damm et al., AnomalyDINO: Boosting Patch-based Few-shot Anomaly Detection with DINOv2, WACV 2025 (S, 672 px)',
    url: 'https://arxiv.org/abs/2405.14529',
    checked: CITED,
  },
};

/** Keys of the remarks that figures refer to. */
export type RemarkName =
  | 'thesisSpread'
  | 'mpdd789'
  | 'visaTwice'
  | 'resnetMean'
  | 'convnextMean'
  | 'notTheBest'
  | 'flipTwice'
  | 'oneGpu'
  | 'implausible'
  | 'eightPictures'
  | 'accuracy'
  | 'citedByThesis'
  | 'regadMean';

/** What a reader of a figure has to know: above all where the thesis contradicts itself. */
export const REMARKS: Readonly<Record<RemarkName, string>> = {
  thesisSpread: 'The thesis reports no spread over support sets and does not say how many it drew.',
  mpdd789:
    'The thesis gives 78.9 on MPDD twice: at K = 8 (table 5.5) and, with ConvNeXt-Tiny, at K = 2 (table 5.8).',
  visaTwice: 'On VisA at K = 8 the thesis has 80.9 in table 5.5 and 82.4 in table 5.10.',
  resnetMean:
    'The six categories of table 5.8 have the image mean 72.1, not 74.3; the pixel mean is 95.6 there and 95.7 in table 5.7.',
  convnextMean: 'The six categories of table 5.8 have the means 79.0 (image) and 94.5 (pixel).',
  notTheBest:
    'Table 5.7 calls all augmentations together the best; on MPDD translation alone is higher for images (74.8) and rotation alone for pixels (96.0).',
  flipTwice:
    'In the row of flipping the pixel figure repeats the image figure, 79.8; those of the other single augmentations lie between 88.0 and 93.6.',
  oneGpu: 'Forward passes alone, on one GPU, for a category of 76 test pictures on average.',
  implausible: 'Implausible: 521.32 kWh are 62 days of a GPU at 350 W. Measure, do not believe.',
  eightPictures:
    'Four good and four defective test pictures (table 5.4): image AUROC moves in steps of 6.25 points, so 62.5 and 68.75 differ by one pair. Pixel figures are given although figure 5.9 says that there are no pixel labels.',
  accuracy: 'Headed "accuracy" in the thesis, called the area under the curve in its caption.',
  citedByThesis: 'As the thesis cites it in table 5.5.',
  regadMean: 'The fifteen categories of that table have the pixel mean 96.7; it prints 96.8.',
};

/** Contradictions of the thesis that belong to no figure that ours can stand beside. */
export const GENERAL_REMARKS: readonly string[] = [
  'The totals of table 5.3 (888 and 176) are those of MPDD; its rows add up to 9,621 good and 1,200 defective pictures, as the text says.',
];
