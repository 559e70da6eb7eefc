import { DatasetError } from '../errors.ts';
import { hasPictureSuffix } from '../picture-suffix.ts';
import type { Category, Dataset, DatasetFiles, LayoutName, Sample } from './dataset.ts';
import { isGood, type Layout, LAYOUTS, type PlacedFile, type Placer } from './layouts.ts';
import { readVisaSplit } from './visa-split.ts';

/** A picture before its masks are found and an open split is decided. */
interface Found extends Omit<Sample, 'split' | 'masks'> {
  readonly split: Sample['split'] | undefined;
  /** What it has in common with its masks. */
  readonly key: string;
}

/** What was found of a category. */
interface Draft {
  readonly pictures: Found[];
  /** Masks by the key of their picture. */
  readonly masks: Map<string, string[]>;
  readonly emptyFolders: string[];
  readonly passedOver: string[];
}

/**
 * Finds out how a data set lies on disk.
 *
 * @throws {@link DatasetError} if it has no known layout.
 */
export function detectLayout(files: DatasetFiles): LayoutName {
  const paths = visible(files.paths);
  const layout = LAYOUTS.find(
    (candidate) => candidate.recognise(paths, pictureTest(files)) !== undefined,
  );
  if (layout !== undefined) return layout.name;
  const layouts = LAYOUTS.map(({ name, summary }) => `${name} (${summary})`).join('; ');
  throw new DatasetError(
    files.name,
    `no layout fits its ${paths.length} files: expected one of ${layouts}`,
    'Put good pictures into a folder named good, and each kind of defect into one beside it.',
  );
}

/**
 * Reads the categories and samples of a data set off its paths. The root may be one category or a
 * folder of categories. Hidden files are passed over.
 *
 * @throws {@link DatasetError} if the paths do not have that layout, or a split file is damaged.
 */
export function readDataset(
  files: DatasetFiles,
  layoutName: LayoutName = detectLayout(files),
): Dataset {
  const paths = visible(files.paths);
  const layout = LAYOUTS.find(({ name }) => name === layoutName);
  const isPicture = pictureTest(files);
  const place = layout?.recognise(paths, isPicture);
  if (layout === undefined || place === undefined) {
    throw new DatasetError(
      files.name,
      `its files do not have the layout ${layoutName}: expected ${layout?.summary ?? 'a known one'}`,
      'Leave the layout out to have it detected, or check the folder.',
    );
  }
  if (layoutName === 'visa' && files.visaSplit !== undefined) {
    return { layout: layoutName, ...readVisaSplit(files.visaSplit, paths, isPicture) };
  }
  const { drafts, unused } = distribute(paths, place, isPicture);
  const categories = Array.from(drafts, ([root, draft]) =>
    finish(root === '' ? files.name : root.slice(0, -1), draft, layout),
  );
  return { layout: layoutName, categories, unused };
}

/** Whether a path is that of a picture. */
function pictureTest({ pictures }: DatasetFiles): (path: string) => boolean {
  return pictures === undefined ? hasPictureSuffix : (path) => pictures.has(path);
}

/** Paths in order, without hidden files and folders. */
function visible(paths: readonly string[]): string[] {
  return paths.filter((path) => !/(?:^|\/)\./.test(path)).toSorted();
}

/** Puts each path into its category. */
function distribute(
  paths: readonly string[],
  place: Placer,
  isPicture: (path: string) => boolean,
): { drafts: Map<string, Draft>; unused: string[] } {
  const drafts = new Map<string, Draft>();
  const unused: string[] = [];
  for (const path of paths) {
    const position = place(path);
    const isFolder = path.endsWith('/');
    if (position === undefined) {
      if (isFolder || isPicture(path)) unused.push(path);
      continue;
    }
    const draft = drafts.get(position.root) ?? newDraft();
    drafts.set(position.root, draft);
    if (position.file !== undefined && isPicture(path)) addFile(draft, path, position.file);
    else if (isPicture(path)) unused.push(path);
    else if (isFolder && path !== position.root) draft.emptyFolders.push(path);
    else if (position.file !== undefined) draft.passedOver.push(path);
  }
  return { drafts, unused };
}

function addFile(draft: Draft, path: string, { kind, split, defect, stem }: PlacedFile): void {
  const key = `${defect}/${stem}`;
  if (kind === 'mask') draft.masks.set(key, [...(draft.masks.get(key) ?? []), path]);
  else draft.pictures.push({ path, split, key, ...labelOf(defect) });
}

function newDraft(): Draft {
  return { pictures: [], masks: new Map(), emptyFolders: [], passedOver: [] };
}

function labelOf(folder: string): Pick<Sample, 'label' | 'defect'> {
  return isGood(folder)
    ? { label: 'normal', defect: 'good' }
    : { label: 'anomalous', defect: folder };
}

/** Gives pictures their masks, and those without a split theirs. */
function finish(name: string, draft: Draft, layout: Layout): Category {
  const { pictures, masks, emptyFolders, passedOver } = draft;
  const hasDefects = pictures.some(({ label }) => label === 'anomalous');
  const unpaired = new Map(masks);
  let good = 0;
  const samples = pictures.map(({ key, split, ...picture }): Sample => {
    if (picture.label === 'anomalous') {
      unpaired.delete(key);
      return { ...picture, split: split ?? 'test', masks: masks.get(key) ?? [] };
    }
    good++;
    const tests = hasDefects && good % layout.testEvery === 0;
    return { ...picture, split: split ?? (tests ? 'test' : 'train'), masks: [] };
  });
  const unpairedMasks = [...unpaired.values()].flat();
  return { name, samples, unpairedMasks, emptyFolders, passedOver };
}
