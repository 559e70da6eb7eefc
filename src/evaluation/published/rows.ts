/**
 * Rows of published tables, in the order of their columns, as figures.
 *
 * @module
 */
import type { PublishedFigure, RemarkName } from './sources.ts';

/** What a row of figures has in common. */
export type FigureBase = Pick<
  PublishedFigure,
  'benchmark' | 'method' | 'shots' | 'metric' | 'source'
> &
  Partial<Pick<PublishedFigure, 'category' | 'variant' | 'isAblated' | 'remarks'>>;

/** One figure. */
export function figure(base: FigureBase, value: number): PublishedFigure {
  return { category: null, variant: null, isAblated: false, remarks: [], ...base, value };
}

/** Image and pixel AUROC of one row. */
export function pair(
  base: Omit<FigureBase, 'metric'>,
  image: number,
  pixel: number,
): PublishedFigure[] {
  return [
    figure({ ...base, metric: 'imageAuroc' }, image),
    figure({ ...base, metric: 'pixelAuroc' }, pixel),
  ];
}

/** Table 5.5: image AUROC on MPDD, MVTec and VisA; null where the table has a dash. */
export function table55(
  method: string,
  shots: 8 | 'all',
  ...values: [mpdd: number | null, mvtec: number | null, visa: number | null]
): PublishedFigure[] {
  const benchmarks = ['mpdd', 'mvtec', 'visa'] as const;
  return values.flatMap((value, i) => {
    if (value === null) return [];
    const benchmark = benchmarks[i];
    const doubts = { mpdd: ['mpdd789'], mvtec: [], visa: ['visaTwice'] } as const;
    const remarks: readonly RemarkName[] =
      method === 'Thesis' ? ['thesisSpread', ...doubts[benchmark]] : ['citedByThesis'];
    const base = { benchmark, method, shots, source: 'thesis', remarks } as const;
    return [figure({ ...base, metric: 'imageAuroc' }, value)];
  });
}

/** Table 5.7: image and pixel AUROC on MVTec, then on MPDD, at K = 2. */
export function table57(
  families: string,
  ...values: [mvtecImage: number, mvtecPixel: number, mpddImage: number, mpddPixel: number]
): PublishedFigure[] {
  const isAll = families === 'GFTRBC';
  const base = {
    method: isAll ? 'Thesis' : `Thesis, ${families} only`,
    variant: `augment=${families}`,
    isAblated: !isAll,
    shots: 2,
    source: 'thesis',
  } as const;
  const spread: readonly RemarkName[] = isAll ? ['thesisSpread'] : [];
  const mvtec: readonly RemarkName[] = families === 'F' ? ['flipTwice'] : spread;
  const mpdd: readonly RemarkName[] = isAll ? [...spread, 'resnetMean', 'notTheBest'] : [];
  return [
    ...pair({ ...base, benchmark: 'mvtec', remarks: mvtec }, values[0], values[1]),
    ...pair({ ...base, benchmark: 'mpdd', remarks: mpdd }, values[2], values[3]),
  ];
}

/** Table 5.8: image and pixel AUROC of ResNet-18, then of ConvNeXt-Tiny, on MPDD at K = 2. */
export function table58(
  category: string | null,
  ...values: [image: number, pixel: number, convnextImage: number, convnextPixel: number]
): PublishedFigure[] {
  const base = { benchmark: 'mpdd', category, shots: 2, source: 'thesis' } as const;
  const isMean = category === null;
  return [
    ...pair(
      {
        ...base,
        method: isMean ? 'Thesis, table 5.8' : 'Thesis',
        variant: 'backbone=resnet18',
        remarks: isMean ? ['resnetMean'] : ['thesisSpread'],
      },
      values[0],
      values[1],
    ),
    ...pair(
      {
        ...base,
        method: 'Thesis, ConvNeXt-Tiny',
        variant: 'backbone=convnext-tiny',
        remarks: isMean ? ['convnextMean', 'mpdd789'] : ['thesisSpread'],
      },
      values[2],
      values[3],
    ),
  ];
}

/** RegAD on MVTec AD: image and pixel AUROC at K = 2, 4 and 8. */
export function regadRow(
  category: string | null,
  ...values: [i2: number, p2: number, i4: number, p4: number, i8: number, p8: number]
): PublishedFigure[] {
  const base = { benchmark: 'mvtec', category, method: 'RegAD', source: 'regad' } as const;
  const isMean = category === null;
  return [2, 4, 8].flatMap((shots, i) => [
    figure({ ...base, shots, metric: 'imageAuroc' }, values[2 * i]),
    figure(
      {
        ...base,
        shots,
        metric: 'pixelAuroc',
        remarks: isMean && shots === 8 ? ['regadMean'] : [],
      },
      values[2 * i + 1],
    ),
  ]);
}

/** Means of a method for several K, for each metric that is given. */
export function fewShot(
  base: Pick<FigureBase, 'benchmark' | 'method' | 'source'>,
  shots: readonly number[],
  figures: Readonly<Partial<Record<'imageAuroc' | 'pixelAuroc' | 'aupro', readonly number[]>>>,
): PublishedFigure[] {
  const metrics = ['imageAuroc', 'pixelAuroc', 'aupro'] as const;
  return metrics.flatMap((metric) =>
    (figures[metric] ?? []).map((value, i) => figure({ ...base, metric, shots: shots[i] }, value)),
  );
}
