import type { Random } from '../../src/random.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What stands where something else should. */
const ODD: readonly Json[] = [
  null,
  true,
  '',
  'x',
  'ä\u0000\u202e\n',
  -1,
  0,
  0.5,
  2 ** 53,
  1e308,
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
  { length: -1 },
  '__proto__',
  '../../x',
];

/**
 * Changes one to three values of a JSON text: others in their place, left out, doubled, renamed, moved.
 *
 * @returns A JSON text.
 */
export function mutateJson(text: string, random: Random): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JSON.parse gives
  const root = JSON.parse(text) as Json;
  const count = 1 + random.below(3);
  for (let i = 0; i < count; i++) changeOne(root, random);
  return JSON.stringify(root);
}

function changeOne(root: Json, random: Random): void {
  const holders = containersOf(root);
  const holder = holders[random.below(holders.length)];
  if (holder === undefined) return;
  if (Array.isArray(holder)) changeList(holder, random);
  else changeRecord(holder, random);
}

function changeList(list: Json[], random: Random): void {
  const at = random.below(list.length + 1);
  // A copy: what is changed later must not change the next file.
  const odd = structuredClone(ODD[random.below(ODD.length)]);
  [
    () => list.splice(at, 1),
    () => list.splice(at, 0, odd),
    () => list.splice(at, 1, odd),
    () => list.push(...structuredClone(list)),
    () => list.push(...list.splice(0, at)),
  ][random.below(5)]();
}

type Container = Json[] | { [key: string]: Json };

function changeRecord(record: { [key: string]: Json }, random: Random): void {
  const keys = Object.keys(record);
  const key = keys[random.below(keys.length)] ?? 'x';
  const other = keys[random.below(keys.length)] ?? 'y';
  // A copy: what is changed later must not change the next file.
  const odd = structuredClone(ODD[random.below(ODD.length)]);
  [
    () => (record[key] = odd),
    () => (record[key] = odd),
    () => delete record[key],
    () => (record[`${key}2`] = odd),
    () => ([record[key], record[other]] = [record[other], record[key]]),
  ][random.below(5)]();
}

/** Every list and record within a value, itself among them, however deep it is nested. */
function containersOf(value: Json): Container[] {
  const containers = [value].filter(isContainer);
  for (let at = 0; at < containers.length; at++) {
    for (const inner of Object.values(containers[at])) {
      if (isContainer(inner)) containers.push(inner);
    }
  }
  return containers;
}

function isContainer(value: Json): value is Container {
  return typeof value === 'object' && value !== null;
}
