/**
 * Runs an evaluation: every contender on every category with every support set. The maps of a picture
 * are computed once for all cells that need them; cells that are done already are left out.
 *
 * @module
 */
import { assertNotCancelled, type CancelSignal } from '../../cancellation.ts';
import { cellKey } from '../results/cell-key.ts';
import type { CellAddress } from '../results/evaluation-result.ts';
import { type ContenderGroup, enlargedInput, groupContenders, inputKey } from './contender.ts';
import type {
  CellOutcome,
  CellTask,
  Engine,
  StageTimes,
  SupportBlock,
  TestBlock,
} from './engine.ts';
import { type MapShape, type MapFiles, sharedBlock } from './map-block.ts';
import { demandsOf } from './memory-demands.ts';
import { type MemoryPlan, planMemory } from './memory-plan.ts';
import { type MissingCell, MissingCells } from './missing-cells.ts';
import type { EvaluationPlan, PlannedCategory, PlannedPicture } from './plan.ts';
import { shareOut } from '../../pool.ts';
import { CategorySights, type CellSight, seenSupportSets } from './sights.ts';

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
/** Width and height of a picture. */
const SIZE_BYTES = 8;

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

/** Contenders that take the same maps of the same of all pictures. */
interface SeenGroup extends Pick<CellSight, 'lookArea'> {
  readonly group: ContenderGroup;
}

/** A cell that is to be computed, and what it looks at. */
interface SeenCell extends MissingCell {
  readonly sight: CellSight;
}

/** Cells that look at the same of all pictures. */
interface AlikeCells {
  /** Of the maps. */
  readonly shapes: readonly MapShape[];
  readonly cells: readonly SeenCell[];
}

/** A run that has its engines. */
class Run {
  readonly #plan: EvaluationPlan;
  readonly #options: RunOptions;
  #judged = 0;
  #sights: CategorySights;
  /** Keys of those cells of the category that see its parts enlarged. */
  #enlarged: ReadonlySet<string> = new Set();

  constructor(plan: EvaluationPlan, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#sights = new CategorySights(plan.categories[0]);
  }

  /** Finds out what is looked at of a category, and which support sets' parts some contenders see enlarged. */
  async lookAt(category: PlannedCategory): Promise<void> {
    const { contenders, models } = this.#plan;
    this.#sights = new CategorySights(category);
    if (this.#plan.foreground === 'auto') await this.#findForegrounds(category);
    const enlarging = contenders.filter((one) => enlargedInput(one, models) !== null);
    const cells = this.#options.missing.of(category, enlarging);
    const groups = new Map(enlarging.map(({ id, input }) => [id, inputKey(input)]));
    const enlarged = new Set<string>();
    await this.#share(cells, async (engine, { address, support }) => {
      const { method } = address;
      const { pictures } = support;
      const group = groups.get(method) ?? '';
      const { lookArea } = this.#sights.of(group, support);
      const isEnlarged = await engine.isEnlarged({ group, method, pictures, lookArea });
      if (isEnlarged) enlarged.add(cellKey(address));
    });
    this.#enlarged = enlarged;
  }

  /** Once for all contenders that see the same of a support set. */
  async #findForegrounds(category: PlannedCategory): Promise<void> {
    const { lookArea } = category;
    const wanted = seenSupportSets(this.#options.missing, category, this.#plan.contenders);
    await this.#share(wanted, async (engine, { group, support }) => {
      const { pictures } = support;
      const found = await engine.findForeground({ group, pictures, lookArea });
      this.#sights.add(group, support, found);
    });
  }

  /** Computes the missing cells of a group of contenders on a category. */
  async evaluate(
    category: PlannedCategory,
    group: ContenderGroup,
    shapes: readonly MapShape[],
  ): Promise<void> {
    const { missing } = this.#options;
    const usual = new Map(group.contenders.map(({ id, input }) => [id, inputKey(input)]));
    const cells = missing
      .of(category, group.contenders)
      .filter(({ address }) => {
        const isUsual = usual.get(address.method) === group.key;
        return isUsual !== this.#enlarged.has(cellKey(address));
      })
      .map((cell): SeenCell => {
        const sight = this.#sights.of(usual.get(cell.address.method) ?? '', cell.support);
        return { ...cell, sight };
      });
    for (const lookArea of new Set(cells.map(({ sight }) => sight.lookArea))) {
      const alike = cells.filter(({ sight }) => sight.lookArea === lookArea);
      await this.#evaluateAlike(category, { group, lookArea }, { shapes, cells: alike });
    }
  }

  /** Computes cells that look at the same of all pictures. */
  async #evaluateAlike(
    category: PlannedCategory,
    { group, lookArea }: SeenGroup,
    { shapes, cells }: AlikeCells,
  ): Promise<void> {
    const { missing, mapFiles } = this.#options;
    const tests = this.#allocate(category, group, shapes);
    try {
      const times = await this.#extractTests(category, { group, lookArea, block: tests });
      let support: ReadonlyMap<string, SupportBlock> = new Map();
      for (const seed of this.#plan.seeds) {
        const ofSeed = cells.filter(({ address }) => address.seed === seed);
        support = await this.#extractSupport(ofSeed, { group, lookArea }, support);
        const tasks = ofSeed.map((cell): CellTask => {
          const { pictures } = cell.support;
          return {
            group: group.key,
            address: cell.address,
            supportPaths: pictures.map(({ path }) => path),
            support: pictures.flatMap(({ path }) => support.get(path) ?? []),
            tests,
            pictures: category.tests,
            lookArea,
            measured: category.lookArea,
            foreground: cell.sight.foreground,
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
    const masks = hasMasks ? new SharedArrayBuffer(count * input.size ** 2) : null;
    return { maps, masks, sizes: new SharedArrayBuffer(count * SIZE_BYTES) };
  }

  async #extractTests(
    { tests }: PlannedCategory,
    { group, lookArea, block }: SeenGroup & { readonly block: TestBlock },
  ): Promise<StageTimes> {
    const times: StageTimes[] = [];
    await this.#share(chunksOf(tests, CHUNK), async (engine, { first, items: pictures }) => {
      const task = { group: group.key, pictures, first, block, lookArea };
      times.push(await engine.extractTests(task));
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
    { group, lookArea }: SeenGroup,
    before: ReadonlyMap<string, SupportBlock>,
  ): Promise<ReadonlyMap<string, SupportBlock>> {
    const pictures = new Map(
      cells.flatMap(({ support }) => support.pictures.map((picture) => [picture.path, picture])),
    );
    const blocks = new Map([...before].filter(([path]) => pictures.has(path)));
    const fresh = [...pictures.values()].filter(({ path }) => !blocks.has(path));
    await this.#share(fresh, async (engine, picture) => {
      const task = { group: group.key, picture, lookArea };
      blocks.set(picture.path, await engine.extractSupport(task));
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

function chunksOf(
  items: readonly PlannedPicture[],
  size: number,
): { first: number; items: readonly PlannedPicture[] }[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => ({
    first: i * size,
    items: items.slice(i * size, (i + 1) * size),
  }));
}
