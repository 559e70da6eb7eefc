/**
 * Every published figure that ours stand beside, as printed. The one place for them: nothing here
 * was measured by this project.
 *
 * @module
 */
import { fewShot, figure, pair, regadRow, table55, table57, table58 } from './rows.ts';
import type { PublishedFigure } from './sources.ts';

const MPDD_TIME = { benchmark: 'mpdd', metric: 'secondsPerCategory', source: 'thesis' } as const;
const ENERGY = { benchmark: 'mpdd', metric: 'kilowattHours', shots: 2, source: 'thesis' } as const;
const AXIOM = { benchmark: 'axiom', method: 'Thesis', source: 'thesis' } as const;
const VISA = {
  benchmark: 'visa',
  method: 'Thesis, table 5.10',
  metric: 'imageAuroc',
  source: 'thesis',
} as const;
const PATCHCORE = { method: 'PatchCore, few-shot', source: 'winclip' } as const;
const WINCLIP = { method: 'WinCLIP+', source: 'winclip' } as const;
const ANOMALYDINO = { method: 'AnomalyDINO-S', source: 'anomalydino' } as const;

/** Every published figure. */
export const PUBLISHED: readonly PublishedFigure[] = [
  ...regadRow('bottle', 99.4, 98, 99.4, 98.4, 99.8, 97.5),
  ...regadRow('cable', 65.1, 91.7, 76.1, 92.7, 80.6, 94.9),
  ...regadRow('capsule', 67.5, 97.3, 72.4, 97.6, 76.3, 98.2),
  ...regadRow('carpet', 96.5, 98.9, 97.9, 98.9, 98.5, 98.9),
  ...regadRow('grid', 84, 77.4, 91.2, 85.7, 91.5, 88.7),
  ...regadRow('hazelnut', 96, 98.1, 95.8, 98, 96.5, 98.5),
  ...regadRow('leather', 99.4, 98, 100, 99.1, 100, 98.9),
  ...regadRow('metal_nut', 91.4, 96.9, 94.6, 97.8, 98.3, 96.9),
  ...regadRow('pill', 81.3, 93.6, 80.8, 97.4, 80.6, 97.8),
  ...regadRow('screw', 52.5, 94.4, 56.6, 95, 63.4, 97.1),
  ...regadRow('tile', 94.3, 94.3, 95.5, 94.9, 97.4, 95.2),
  ...regadRow('toothbrush', 86.6, 98.2, 90.9, 98.5, 98.5, 98.7),
  ...regadRow('transistor', 86, 93.4, 85.2, 93.8, 93.4, 96.8),
  ...regadRow('wood', 99.2, 93.5, 98.6, 94.7, 99.4, 94.6),
  ...regadRow('zipper', 86.3, 95.1, 88.5, 94, 94, 97.4),
  ...regadRow(null, 85.7, 94.6, 88.2, 95.8, 91.2, 96.8),

  ...table55('Thesis', 8, 78.9, 92.67, 80.9),
  ...table55('RegAD', 8, 71.9, 91.2, null),
  ...table55('DiffNet', 8, 68.5, 83.2, null),
  ...table55('TDG', 8, 68.2, 76.6, null),
  ...table55('GANomaly', 'all', 64.8, 80.5, null),
  ...table55('ARNet', 'all', 69.7, 83.9, null),
  ...table55('MKD', 'all', null, 87.7, null),
  ...table55('PaDiM', 'all', 74.8, 97.9, 85.9),
  ...table55('PatchCore', 'all', 82.1, 99.1, null),
  ...table55('DiffusionAD', 'all', 96.2, 99.7, 98.8),

  ...[44, 44, 51].map((seconds, i) =>
    figure({ ...MPDD_TIME, method: 'RegAD', shots: 2 ** (i + 1), remarks: ['oneGpu'] }, seconds),
  ),
  ...[9.5, 17, 44].map((seconds, i) =>
    figure({ ...MPDD_TIME, method: 'Thesis', shots: 2 ** (i + 1), remarks: ['oneGpu'] }, seconds),
  ),

  ...table57('G', 79.5, 90.7, 66, 82.4),
  ...table57('F', 79.8, 79.8, 65.55, 89.3),
  ...table57('T', 81.3, 92.4, 74.8, 94),
  ...table57('R', 82.2, 93.6, 72.5, 96),
  ...table57('B', 81.22, 90.9, 71.5, 83.6),
  ...table57('C', 78.9, 88.04, 69.5, 89.6),
  ...table57('GFTR', 85.51, 94.32, 74.2, 91.65),
  ...table57('GFTRBC', 86.26, 95.63, 74.3, 95.7),

  ...table58('bracket_black', 66, 96.4, 75.3, 95.2),
  ...table58('bracket_brown', 61.2, 95.1, 71.5, 93.2),
  ...table58('bracket_white', 47.8, 92, 64.9, 93),
  ...table58('connector', 74, 96, 73.1, 90),
  ...table58('metal_plate', 98, 96, 97.2, 98),
  ...table58('tubes', 85.5, 98.3, 92, 97.5),
  ...table58(null, 74.3, 95.6, 78.9, 94.4),

  figure({ ...ENERGY, method: 'Thesis, ResNet-18', remarks: ['implausible'] }, 23.06),
  figure({ ...ENERGY, method: 'Thesis, ConvNeXt-Tiny', remarks: ['implausible'] }, 521.32),

  figure({ ...VISA, shots: 2, remarks: ['accuracy'] }, 72.45),
  figure({ ...VISA, shots: 8, remarks: ['accuracy', 'visaTwice'] }, 82.4),
  ...pair({ ...AXIOM, shots: 2, remarks: ['eightPictures', 'accuracy'] }, 62.5, 61.6),
  ...pair({ ...AXIOM, shots: 8, remarks: ['eightPictures', 'accuracy'] }, 68.75, 67.87),

  ...fewShot({ benchmark: 'mvtec', ...PATCHCORE }, [1, 2, 4], {
    imageAuroc: [83.4, 86.3, 88.8],
    pixelAuroc: [92, 93.3, 94.3],
    aupro: [79.7, 82.3, 84.3],
  }),
  ...fewShot({ benchmark: 'mvtec', ...WINCLIP }, [1, 2, 4], {
    imageAuroc: [93.1, 94.4, 95.2],
    pixelAuroc: [95.2, 96, 96.2],
    aupro: [87.1, 88.4, 89],
  }),
  ...fewShot({ benchmark: 'mvtec', ...ANOMALYDINO }, [1, 2, 4, 8], {
    imageAuroc: [96.6, 96.9, 97.7, 98.2],
    pixelAuroc: [96.8, 97, 97.2, 97.4],
    aupro: [92.7, 93.1, 93.4, 93.8],
  }),
  ...fewShot({ benchmark: 'visa', ...PATCHCORE }, [1, 2, 4], {
    imageAuroc: [79.9, 81.6, 85.3],
    pixelAuroc: [95.4, 96.1, 96.8],
    aupro: [80.5, 82.6, 84.9],
  }),
  ...fewShot({ benchmark: 'visa', ...WINCLIP }, [1, 2, 4], {
    imageAuroc: [83.8, 84.6, 87.3],
    pixelAuroc: [96.4, 96.8, 97.2],
    aupro: [85.1, 86.2, 87.6],
  }),
  ...fewShot({ benchmark: 'visa', ...ANOMALYDINO }, [1, 2, 4, 8], {
    imageAuroc: [87.4, 89.7, 92.6, 93.8],
    pixelAuroc: [97.8, 98, 98.2, 98.4],
    aupro: [92.5, 93.4, 94.1, 94.8],
  }),
];
