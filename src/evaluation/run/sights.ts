import type { LookArea } from '../../image/look-area.ts';
import type { CellForeground } from '../results/evaluation-result.ts';
import { type Contender, inputKey } from './contender.ts';
import type { FoundForeground } from './engine.ts';
import type { MissingCells } from './missing-cells.ts';
import type { PlannedCategory, SupportSet } from './plan.ts';

/** What cells look at. */
export interface CellSight {
  /** Undefined for all of the pictures. */
  readonly lookArea: LookArea | undefined;
  /** What the cells say of the foreground; undefined where none was to be found. */
  readonly foreground: CellForeground | undefined;
}

/** What is looked at of a category: one thing, or the foreground of each support set. */
export class CategorySights {
  readonly #declared: CellSight;
  readonly #found = new Map<string, CellSight>();

  constructor({ lookArea }: Pick<PlannedCategory, 'lookArea'>) {
    this.#declared = { lookArea, foreground: undefined };
  }

  /** Keeps what a group of contenders found in a support set; where none was found, what is declared counts. */
  add(group: string, support: SupportSet, found: FoundForeground): void {
    const { lookArea } = this.#declared;
    const sight: CellSight =
      'refused' in found
        ? { lookArea, foreground: found }
        : {
            lookArea: found.lookArea,
            foreground: { share: found.share, agreement: found.agreement },
          };
    this.#found.set(keyOf(group, support), sight);
  }

  /** What the contenders of a group look at; the same object where that is the same. */
  of(group: string, support: SupportSet): CellSight {
    return this.#found.get(keyOf(group, support)) ?? this.#declared;
  }
}

/** A support set as a group of contenders sees it. */
interface SeenSupportSet {
  /** Key of the group. */
  readonly group: string;
  readonly support: SupportSet;
}

/** The support sets of the missing cells of a category, each once for all contenders that see the same of it. */
export function seenSupportSets(
  missing: MissingCells,
  category: PlannedCategory,
  contenders: readonly Contender[],
): SeenSupportSet[] {
  const sets = contenders.flatMap((contender) => {
    const group = inputKey(contender.input);
    return missing.of(category, [contender]).map(({ support }) => ({ group, support }));
  });
  return [...new Map(sets.map((one) => [keyOf(one.group, one.support), one])).values()];
}

function keyOf(group: string, { shots, seed }: SupportSet): string {
  return `${group} ${shots} ${seed}`;
}
