/**
 * The layouts of data sets on disk. Each tells, from a path alone, what a file is.
 *
 * Sources: MVTec AD, LOCO and AD 2 as their archives unpack (anomalib's `mvtec_ad.py`,
 * `mvtec_loco.py`, `mvtecad2.py` describe them); MPDD follows MVTec AD; VisA's README and
 * `prepare_data.py` (amazon-science/spot-diff), which rearranges it to MVTec AD's layout.
 *
 * @module
 */
import { SPLIT } from '../hyperparameters.ts';
import { PICTURE_SUFFIX } from '../picture-suffix.ts';
import type { LayoutName, Split } from './dataset.ts';

/** Where a path belongs. */
export interface Place {
  /** Path of the category's folder, with a final `/`; empty for the root. */
  readonly root: string;
  /** What the file is, if it is a picture; nothing for an empty folder. */
  readonly file?: PlacedFile;
}

/** A picture or a mask. */
export interface PlacedFile {
  readonly kind: 'picture' | 'mask';
  /** None if the layout leaves the division to us. */
  readonly split: Split | undefined;
  /** Name of the defect's folder. */
  readonly defect: string;
  /** What a picture and its masks have in common, within category and defect. */
  readonly stem: string;
}

/** How a kind of data set lies on disk. */
export interface Layout {
  readonly name: LayoutName;
  /** For messages. */
  readonly summary: string;
  /** Where there is no division: each n-th good picture tests. */
  readonly testEvery: number;
  /** A function that places these paths, or nothing if they have another layout. */
  recognise(paths: readonly string[], isPicture: (path: string) => boolean): Placer | undefined;
}

/** Finds the place of a path, if the layout has one for it. */
export type Placer = (path: string) => Place | undefined;

/** A file, whatever its suffix: whether it is a picture is told by its content. */
const PICTURE = String.raw`(?<stem>[^/].*?)(?:${PICTURE_SUFFIX.replace(/\$$/, '')})?(?<!/)$`;
const SPLITS: Readonly<Record<string, Split>> = {
  train: 'train',
  validation: 'validation',
  test: 'test',
  test_public: 'test',
};

/** Regular expressions of a layout, relative to a category's folder. */
interface Patterns {
  /** Folders that only such a category has. */
  readonly home: string;
  /** Groups `split` (unless there is none), `defect`. */
  readonly picture: string;
  /** Groups `defect` and `stem` if it is not the file's own name. */
  readonly mask: string;
}

const MVTEC_AD_2: Patterns = {
  home: '(?:train|validation|test_public)/',
  picture: `(?<split>train|validation|test_public)/(?<defect>good|bad)/${PICTURE}`,
  mask: `test_public/ground_truth/(?<defect>bad)/${PICTURE}`,
};
const MVTEC_LOCO: Patterns = {
  home: '(?:train|validation|test|ground_truth)/',
  picture: `(?<split>train|validation|test)/(?<defect>[^/]+)/${PICTURE}`,
  mask: String.raw`ground_truth/(?<defect>[^/]+)/(?<stem>[^/]+)/\d+\.png$`,
};
const VISA: Patterns = {
  home: 'Data/(?:Images|Masks)/',
  picture: `Data/Images/(?<defect>Normal|Anomaly)/${PICTURE}`,
  mask: `Data/Masks/(?<defect>Anomaly)/${PICTURE}`,
};
const MVTEC_AD: Patterns = {
  home: '(?:train|test|ground_truth)/',
  picture: `(?<split>train|test)/(?<defect>[^/]+)/${PICTURE}`,
  mask: `ground_truth/(?<defect>[^/]+)/${PICTURE}`,
};
const FOLDER: Patterns = {
  home: '',
  picture: `(?<defect>[^/]+)/${PICTURE}`,
  mask: `ground_truth/(?<defect>[^/]+)/${PICTURE}`,
};

/** All layouts; the first that recognises the paths is theirs. */
export const LAYOUTS: readonly Layout[] = [
  {
    name: 'mvtec-ad-2',
    summary: 'train/good, test_public/{good,bad}, test_public/ground_truth/bad',
    testEvery: Infinity,
    recognise: recogniser(MVTEC_AD_2, /(?:^|\/)test_public\//i),
  },
  {
    name: 'mvtec-loco',
    summary: 'train/good, test/{good,logical_anomalies,structural_anomalies}',
    testEvery: Infinity,
    recognise: recogniser(MVTEC_LOCO, /(?:^|\/)(?:logical|structural)_anomalies\//i),
  },
  {
    name: 'visa',
    summary: 'Data/Images/{Normal,Anomaly}, Data/Masks/Anomaly',
    testEvery: SPLIT.visaTestEvery,
    recognise: recogniser(VISA, /(?:^|\/)Data\/Images\/(?:Normal|Anomaly)\//i),
  },
  {
    name: 'mvtec-ad',
    summary: 'train/good, test/good, test/<defect>, ground_truth/<defect>',
    testEvery: Infinity,
    recognise: recogniser(MVTEC_AD, /(?:^|\/)(?:train\/(?:good|ok|normal)|test\/[^/]+)\//i),
  },
  {
    name: 'folder',
    summary: 'good/ and a folder for each defect, or good pictures alone',
    testEvery: SPLIT.folderTestEvery,
    recognise: recogniseFolder,
  },
];

/** True for the name of a folder of normal pictures. */
export function isGood(folder: string): boolean {
  return /^(?:good|ok|normal)$/i.test(folder);
}

/** Recognises sets of which a path has the `sign`. */
function recogniser(patterns: Patterns, sign: RegExp): Layout['recognise'] {
  const place = placer(String.raw`(?<root>(?:.*?/)??)`, patterns);
  return (paths) => (paths.some((path) => sign.test(path)) ? place : undefined);
}

/** A category is a folder that holds a folder `good`; or the root, if it holds only pictures. */
function recogniseFolder(
  paths: readonly string[],
  isPicture: (path: string) => boolean,
): Placer | undefined {
  const home = /^(?<root>(?:.*\/)?)(?:good|ok|normal)\//i;
  const roots = new Set(paths.flatMap((path) => home.exec(path)?.groups?.['root'] ?? []));
  if (roots.size > 0) {
    // The deepest first: a category within a folder is not a defect of that folder.
    const deepest = [...roots].toSorted((a, b) => b.length - a.length);
    return placer(`(?<root>${deepest.map(escape).join('|')})`, FOLDER);
  }
  const pictures = paths.filter(isPicture);
  if (pictures.length === 0 || pictures.some((path) => path.includes('/'))) return undefined;
  const place = placer('(?<root>)', FOLDER);
  return (path) => place(`good/${path}`);
}

/** Matches paths against patterns behind the pattern of a category's folder. */
function placer(root: string, { home, picture, mask }: Patterns): Placer {
  const kinds = { mask: regex(root + mask), picture: regex(root + picture) };
  const category = regex(root + home);
  return (path) => {
    for (const kind of ['mask', 'picture'] as const) {
      const groups = kinds[kind].exec(path)?.groups;
      if (groups !== undefined) return { root: groups['root'], file: placedFile(kind, groups) };
    }
    const groups = category.exec(path)?.groups;
    return groups === undefined ? undefined : { root: groups['root'] };
  };
}

function placedFile(kind: PlacedFile['kind'], groups: Record<string, string>): PlacedFile {
  const { split, defect, stem } = groups;
  return {
    kind,
    split: split === undefined ? undefined : SPLITS[split.toLowerCase()],
    defect,
    stem: kind === 'mask' ? stem.replace(/_mask$/i, '') : stem,
  };
}

function regex(source: string): RegExp {
  return new RegExp(`^${source}`, 'i');
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
