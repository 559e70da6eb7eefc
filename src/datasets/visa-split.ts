import { DatasetError } from '../errors.ts';
import { byPath, type Dataset, type Sample, type VisaSplitFile } from './dataset.ts';

const HEADER = 'object,split,label,image,mask';
const LINE =
  /^(?<object>[^,]+),(?<split>train|test),(?<label>normal|anomaly),(?<image>[^,]+),(?<mask>[^,]*)$/;

/**
 * Reads VisA's own division, `split_csv/1cls.csv`: columns object, split, label, image and mask,
 * with paths relative to the folder above `split_csv`. Objects without a file here are passed over,
 * so that some of the twelve can be used alone.
 *
 * @param paths - Of the files that are there.
 * @param isPicture - Whether a path is that of a picture.
 * @throws {@link DatasetError} if the header or a line is not as expected.
 */
export function readVisaSplit(
  file: VisaSplitFile,
  paths: readonly string[],
  isPicture: (path: string) => boolean,
): Pick<Dataset, 'categories' | 'unused'> {
  const root = file.path.replace(/[^/]+\/[^/]+$/, '');
  const [header = '', ...lines] = file.text.split(/\r?\n/);
  if (header !== HEADER) throw splitError(file, 1, header, HEADER);
  const objects = new Map<string, Sample[]>();
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const groups = LINE.exec(line)?.groups;
    if (groups === undefined) throw splitError(file, i + 2, line, `values of ${HEADER}`);
    const samples = objects.get(groups['object']) ?? [];
    samples.push(sampleOf(groups, root));
    objects.set(groups['object'], samples);
  }
  const categories = [...objects]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([object]) => paths.some((path) => path.startsWith(`${root}${object}/Data/`)))
    .map(([name, samples]) => ({
      name,
      samples: samples.toSorted(byPath),
      unpairedMasks: [],
      emptyFolders: [],
      passedOver: [],
    }));
  return { categories, unused: unlisted(paths.filter(isPicture), [...objects.values()].flat()) };
}

function sampleOf(line: Record<string, string>, root: string): Sample {
  const { split, label, image, mask } = line;
  return {
    path: root + image,
    split: split === 'train' ? 'train' : 'test',
    ...(label === 'normal'
      ? { label: 'normal', defect: 'good' }
      : { label: 'anomalous', defect: label }),
    masks: mask === '' ? [] : [root + mask],
  };
}

/** Pictures that no line names. */
function unlisted(pictures: readonly string[], samples: readonly Sample[]): string[] {
  const ownPaths = new Set(samples.flatMap(({ path, masks }) => [path, ...masks]));
  return pictures.filter((path) => !ownPaths.has(path));
}

function splitError(
  { path }: VisaSplitFile,
  line: number,
  value: string,
  expected: string,
): DatasetError {
  return new DatasetError(
    path,
    `line ${line} is ${JSON.stringify(value)}: expected ${expected}`,
    'Take 1cls.csv from the archive of VisA.',
  );
}
