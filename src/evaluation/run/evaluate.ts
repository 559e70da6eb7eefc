/**
 * Runs an evaluation: every contender on every category with every support set. The maps of a picture
 * are computed once for all cells that need them; cells that are done already are left out.
 *
 * @module
 */
import { assertNotCancelled, type CancelSignal } from '../../cancellation.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import { cellKey } from '../results/cell-key.ts';
import type { CellAddress } from '../results/evaluation-result.ts';
import {
  type Contender,
  type ContenderGroup,
  enlargedInput,
  groupContenders,
  inputKey,
} from './contender.ts';
import type {
  CellOutcome,
  CellTask,
  Engine,
  StageTimes,
  SupportBlock,
  TestBlock,
} from './engine.ts';
import { type MapShape, type MapFiles, sharedBlock } from './map-block.ts';
import { type MemoryPlan, planMemory } from './memory-plan.ts';
import { type MissingCell, MissingCells } from './missing-cells.ts';
import type { PlannedCategory, PlannedPicture, SupportSet } from './plan.ts';
import { shareOut } from '../../pool.ts';

/** All that decides the figures of a run. */
export interface EvaluationPlan {
  readonly contenders: readonly Contender[];
  /** Of the backbones. */
  readonly models: readonly ModelInfo[];
  readonly categories: readonly PlannedCategory[];
  /** Ascending. */
  readonly shots: readonly number[];
  /** Ascending. */
  readonly seeds: readonly number[];
}

/** How far a run is, in test pictures judged. */
export interface EvaluationProgress {
  readonly done: number;
  readonly total: number;
}

/** What a run needs besides its plan. */
export interface EvaluateOptions {
  readonly createEngine: () => Promise<Engine>;
  /** Most engines. */
  readonly cores: number;
  /** Bytes. */
  readonly memoryLimit: number;
  /** Bytes that reading the largest picture takes. */
  readonly readingBytes: number;
  readonly mapFiles: Pick<MapFiles, 'remove'>;
  /** Keys of the cells that are done. */
  readonly done: ReadonlySet<string>;
  /** Told how the run fits its memory. */
  readonly onMemory?: (plan: MemoryPlan) => void;
  /** Given each cell as it is done; the next ones may be given before it returns. */
  readonly onCell: (outcome: CellOutcome) => Promise<void>;
  readonly onProgress?: (progress: EvaluationProgress) => void;
  /** Stops the run. */
  readonly signal?: CancelSignal;
}

/** Pictures that an engine turns into maps at a time. */
const CHUNK = 4;

/**
 * Computes the cells that are missing.
 *
 * @throws {@link CancelledError} if the signal says so; what is done was given to `onCell`.
 */
export async function evaluate(plan: EvaluationPlan, options: EvaluateOptions): Promise<void> {
  const missing = new MissingCells(plan, options.done);
  if (missing.pictures === 0) return;
  const engines = [await options.createEngine()];
  try {
    const groups = groupContenders(plan.contenders, plan.models);
    const shapes = await shapesOf(groups, engines[0]);
    const memory = planMemory(demandsOf(plan, groups, shapes), options);
    options.onMemory?.(memory);
    while (engines.length < memory.engines) engines.push(await options.createEngine());
    const run = new Run(plan, { ...options, engines, missing, testsInFiles: memory.testsInFiles });
    for (const category of plan.categories) {
      await run.lookAt(category);
      for (const group of groups) await run.evaluate(category, group, shapes.get(group.key) ?? []);
    }
  } finally {
    for (const engine of engines) await engine.release();
  }
}

interface RunOptions extends EvaluateOptions {
  readonly engines: readonly Engine[];
  readonly missing: MissingCells;
  readonly testsInFiles: boolean;
}

/** A run that has its engines. */
class Run {
  readonly #plan: EvaluationPlan;
  readonly #options: RunOptions;
  #judged = 0;
  /** Keys of those cells of the category that see its parts enlarged. */
  #enlarged: ReadonlySet<string> = new Set();

  constructor(plan: EvaluationPlan, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  /** Finds the support sets of a category whose parts some contenders see enlarged. */
  async lookAt(category: PlannedCategory): Promise<void> {
    const { contenders, models } = this.#plan;
    const enlarging = contenders.filter((one) => enlargedInput(one, models) !== null);
    const cells = this.#options.missing.of(category, enlarging);
    const groups = new Map(enlarging.map(({ id, input }) => [id, inputKey(input)]));
    const enlarged = new Set<string>();
    await this.#share(cells, async (engine, { address, support: { pictures } }) => {
      const { method } = address;
      const group = groups.get(method) ?? '';
      if (await engine.isEnlarged({ group, method, pictures })) enlarged.add(cellKey(address));
    });
    this.#enlarged = enlarged;
  }

  /** Computes the missing cells of a group of contenders on a category. */
  async evaluate(
    category: PlannedCategory,
    group: ContenderGroup,
    shapes: readonly MapShape[],
  ): Promise<void> {
    const { missing, mapFiles } = this.#options;
    const usual = new Map(group.contenders.map(({ id, input }) => [id, inputKey(input)]));
    const cells = missing.of(category, group.contenders).filter(({ address }) => {
      const isUsual = usual.get(address.method) === group.key;
      return isUsual !== this.#enlarged.has(cellKey(address));
    });
    if (cells.length === 0) return;
    const tests = this.#allocate(category, group, shapes);
    try {
      const times = await this.#extractTests(category, group, tests);
      let support: ReadonlyMap<string, SupportBlock> = new Map();
      for (const seed of this.#plan.seeds) {
        const ofSeed = cells.filter(({ address }) => address.seed === seed);
        support = await this.#extractSupport(ofSeed, group, support);
        const tasks = ofSeed.map((cell): CellTask => {
          const { pictures } = cell.support;
          return {
            group: group.key,
            address: cell.address,
            supportPaths: pictures.map(({ path }) => path),
            support: pictures.flatMap(({ path }) => support.get(path) ?? []),
            tests,
            pictures: category.tests,
            times,
            withExamples: this.#isShown(cell.address),
          };
        });
        await this.#share(tasks, async (engine, task) => {
          const outcome = await engine.evaluate(task);
          this.#judged += category.tests.length;
          this.#options.onProgress?.({ done: this.#judged, total: missing.pictures });
          await this.#options.onCell(outcome);
        });
      }
    } finally {
      if (typeof tests.maps.storage === 'string') await mapFiles.remove(tests.maps.storage);
    }
  }

  /** Pictures are shown for one cell a method and category: the most shots, the first seed. */
  #isShown({ shots, seed }: CellAddress): boolean {
    return shots === this.#plan.shots.at(-1) && seed === this.#plan.seeds[0];
  }

  #allocate(
    { name, tests }: PlannedCategory,
    { key, input }: ContenderGroup,
    levels: readonly MapShape[],
  ): TestBlock {
    const count = tests.length;
    const maps = this.#options.testsInFiles
      ? { levels, count, storage: `${encodeURIComponent(name)}.${key}.f32` }
      : sharedBlock(levels, count);
    const hasMasks = tests.some(({ masks }) => masks.length > 0);
    return { maps, masks: hasMasks ? new SharedArrayBuffer(count * input.size ** 2) : null };
  }

  async #extractTests(
    { tests }: PlannedCategory,
    { key }: ContenderGroup,
    block: TestBlock,
  ): Promise<StageTimes> {
    const times: StageTimes[] = [];
    await this.#share(chunksOf(tests, CHUNK), async (engine, { first, items }) => {
      times.push(await engine.extractTests({ group: key, pictures: items, first, block }));
    });
    return {
      decode: times.flatMap(({ decode }) => decode),
      preprocess: times.flatMap(({ preprocess }) => preprocess),
      features: times.flatMap(({ features }) => features),
    };
  }

  /** The support pictures of some cells; those of `before` that are used again are kept. */
  async #extractSupport(
    cells: readonly MissingCell[],
    { key }: ContenderGroup,
    before: ReadonlyMap<string, SupportBlock>,
  ): Promise<ReadonlyMap<string, SupportBlock>> {
    const pictures = new Map(
      cells.flatMap(({ support }) => support.pictures.map((picture) => [picture.path, picture])),
    );
    const blocks = new Map([...before].filter(([path]) => pictures.has(path)));
    const fresh = [...pictures.values()].filter(({ path }) => !blocks.has(path));
    await this.#share(fresh, async (engine, picture) => {
      blocks.set(picture.path, await engine.extractSupport({ group: key, picture }));
    });
    return blocks;
  }

  #share<T>(items: readonly T[], work: (engine: Engine, item: T) => Promise<void>): Promise<void> {
    const { engines, signal, missing } = this.#options;
    return shareOut(engines, items, async (engine, item) => {
      const done = `${this.#judged} of ${missing.pictures} pictures`;
      assertNotCancelled(signal, 'evaluate', done);
      await work(engine, item);
    });
  }
}

async function shapesOf(
  groups: readonly ContenderGroup[],
  engine: Engine,
): Promise<ReadonlyMap<string, readonly MapShape[]>> {
  const shapes = new Map<string, readonly MapShape[]>();
  for (const { key } of groups) shapes.set(key, await engine.shapes(key));
  return shapes;
}

function demandsOf(
  { categories, shots, seeds }: EvaluationPlan,
  groups: readonly ContenderGroup[],
  shapes: ReadonlyMap<string, readonly MapShape[]>,
): Parameters<typeof planMemory>[0] {
  const together = categories.flatMap(({ supportSets }) =>
    seeds.map((seed) => picturesOf(supportSets.filter((set) => set.seed === seed)).size),
  );
  return groups.map(({ key, input, augmentations }) => ({
    levels: shapes.get(key) ?? [],
    size: input.size,
    tests: Math.max(...categories.map(({ tests }) => tests.length)),
    support: Math.max(...together),
    shots: Math.max(...shots),
    augmentations: augmentations.length,
  }));
}

function picturesOf(sets: readonly SupportSet[]): Set<string> {
  return new Set(sets.flatMap(({ pictures }) => pictures.map(({ path }) => path)));
}

function chunksOf(
  items: readonly PlannedPicture[],
  size: number,
): { first: number; items: readonly PlannedPicture[] }[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => ({
    first: i * size,
    items: items.slice(i * size, (i + 1) * size),
  }));
}
