/**
 * Where pictures and weights lie that are not part of the project; docs/data.md says which.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that places are relative to where no variable is set: the one beside the project's. */
const BESIDE = fileURLToPath(new URL('../../shared/', import.meta.url));

/**
 * A folder or file of pictures.
 *
 * @param name - Below the folder that FEWGOOD_DATA names, such as `mvtec/bottle`, or absolute.
 */
export function dataPath(name: string): string {
  return resolve(place('FEWGOOD_DATA', 'data'), name);
}

/**
 * A file of weights.
 *
 * @param name - Below the folder that FEWGOOD_WEIGHTS names, or absolute.
 */
export function weightsPath(name: string): string {
  return resolve(place('FEWGOOD_WEIGHTS', 'weights'), name);
}

/** The text of the thesis, for the test that compares its tables with ours: FEWGOOD_THESIS. */
export function thesisPath(): string {
  return place('FEWGOOD_THESIS', 'thesis.txt');
}

/** Those of the paths that are not there. */
export function missingOf(paths: readonly string[]): string[] {
  return paths.filter((path) => !existsSync(path));
}

function place(variable: string, beside: string): string {
  return resolve(process.env[variable] || resolve(BESIDE, beside));
}
