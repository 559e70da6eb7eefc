import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { cellKey } from '../results/cell-key.ts';
import type { EvaluationPlan, PlannedCategory, SupportSet } from './plan.ts';

/**
 * Identifies the pictures that each cell of a run is made of: those learned from, those tested and their
 * masks, in their order. A cell that was computed from others is not of this run, whatever they are called.
 *
 * @param hashes - Of the pixels of each file, by its path as the platform reads it.
 * @returns SHA-256, hexadecimal, by the cell's key.
 */
export function picturesOfCells(
  { categories, contenders }: Pick<EvaluationPlan, 'categories' | 'contenders'>,
  hashes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const category of categories) {
    for (const support of category.supportSets) {
      const digest = digestOf(category, support, hashes);
      for (const { id: method } of contenders) {
        const { shots, seed } = support;
        digests.set(cellKey({ method, category: category.name, shots, seed }), digest);
      }
    }
  }
  return digests;
}

function digestOf(
  { tests }: PlannedCategory,
  { pictures }: SupportSet,
  hashes: ReadonlyMap<string, string>,
): string {
  const hashOf = (file: string): string => hashes.get(file) ?? '';
  const content = [
    pictures.map(({ file }) => hashOf(file)),
    tests.map(({ file, masks }) => [hashOf(file), ...masks.map(hashOf)]),
  ];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(content))));
}
