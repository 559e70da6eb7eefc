import { type FuzzTarget, readOrRefuse } from './target.ts';

/** Faults on purpose, so that a test sees that none of them is overlooked. */
const FAULTS: Readonly<Record<string, () => void>> = {
  error: () => {
    throw new TypeError('planted');
  },
  hang: () => {
    for (;;);
  },
  crash: () => process.abort(),
  exit: () => process.exit(0),
  none: () => undefined,
};

/** One of them a case. */
export function plantedTarget(): FuzzTarget {
  const faults = Object.entries(FAULTS);
  return {
    name: 'planted',
    weight: 1,
    make: (random) => {
      const [seed, fault] = faults[random.below(faults.length)];
      return { seed, bytes: new Uint8Array(), read: () => readOrRefuse(fault) };
    },
  };
}
