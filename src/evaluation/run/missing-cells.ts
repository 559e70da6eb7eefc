import { cellKey } from '../results/cell-key.ts';
import type { CellAddress } from '../results/evaluation-result.ts';
import type { Contender } from './contender.ts';
import type { PlannedCategory, SupportSet } from './plan.ts';

/** The cells that are to be computed. */
export class MissingCells {
  readonly #done: ReadonlySet<string>;
  /** Test pictures that they judge in all. */
  readonly pictures: number;

  /** @param done - Keys of the cells that are done. */
  constructor({ categories, contenders }: Wanted, done: ReadonlySet<string>) {
    this.#done = done;
    const perCategory = categories.map(
      (category) => this.of(category, contenders).length * category.tests.length,
    );
    this.pictures = perCategory.reduce((sum, pictures) => sum + pictures, 0);
  }

  /** Those of some contenders on a category, the slowest first. */
  of(category: PlannedCategory, contenders: readonly Contender[]): MissingCell[] {
    return category.supportSets
      .toSorted((a, b) => b.shots - a.shots)
      .flatMap((support) =>
        contenders.map(({ id: method }) => {
          const { shots, seed } = support;
          return { support, address: { method, category: category.name, shots, seed } };
        }),
      )
      .filter(({ address }) => !this.#done.has(cellKey(address)));
  }
}

/** Which cells there are. */
interface Wanted {
  readonly categories: readonly PlannedCategory[];
  readonly contenders: readonly Contender[];
}

/** A cell that is to be computed. */
export interface MissingCell {
  readonly address: CellAddress;
  readonly support: SupportSet;
}
