import type { Polygon } from '../../image/look-area.ts';
import type {
  CategoryInfo,
  CellForeground,
  EvaluationResult,
  LookAreaInfo,
} from '../results/evaluation-result.ts';
import { NO_FIGURE, percent, type Table } from './table.ts';

const MEASURED =
  '; pixel figures count this alone, and pictures whose defects all lie elsewhere are good';
const FOUND =
  '; pixel figures count what lies outside of a foreground too, where defects are missed';

/** What is looked at of each category; null of a run that looks at all of all pictures. */
export function lookTable({ categories, cells, foreground }: EvaluationResult): Table | null {
  const isDeclared = categories.some(({ lookArea }) => lookArea !== undefined);
  if (!isDeclared && foreground === undefined) return null;
  return {
    title: `Where is looked, corners in percent of the picture${[
      ...(isDeclared ? [MEASURED] : []),
      ...(foreground === undefined ? [] : [FOUND]),
    ].join('')}`,
    columns: ['Category', 'Looked at', 'Defective pictures that count as good', 'Foreground'],
    rows: categories.map((category) => {
      const found = cells.filter((cell) => cell.category === category.name);
      return {
        cells: [
          category.name,
          areaText(category.lookArea),
          unseenText(category),
          foregroundText(found.flatMap((cell) => cell.foreground ?? [])),
        ],
      };
    }),
    notes: [],
  };
}

function areaText(area: LookAreaInfo | undefined): string {
  if (area === undefined) return 'whole pictures';
  const { include, ignore, mask } = area;
  const parts = [
    ...(include === null ? [] : [shapeText(include)]),
    ...ignore.map((shape) => `not ${shapeText(shape)}`),
    ...(mask === null ? [] : [`a mask of ${mask.width} × ${mask.height} px`]),
  ];
  return parts.join('; ');
}

function shapeText(shape: Polygon): string {
  return shape.map((corner) => corner.map((share) => rounded(share * 100)).join()).join(' ');
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

function unseenText({ tests, lookArea }: CategoryInfo): string {
  if (lookArea === undefined) return NO_FIGURE;
  const defective = tests.filter(({ anomalous, outOfSight }) => anomalous || outOfSight);
  return `${defective.filter(({ outOfSight }) => outOfSight).length} of ${defective.length}`;
}

/** Of the cells: those of one support set and model found the same. */
function foregroundText(found: readonly CellForeground[]): string {
  if (found.length === 0) return NO_FIGURE;
  const shares = found.flatMap((one) => ('share' in one ? [one.share * 100] : []));
  const count = `in ${shares.length} of ${found.length} cells`;
  if (shares.length === 0) return count;
  return `${count}, ${percent(Math.min(...shares))}–${percent(Math.max(...shares))} % of the picture`;
}
