import { basename, relative, sep } from 'node:path';
import picomatch from 'picomatch';

/**
 * What is to be left out, as patterns say it: one without a slash is about names at any depth (`*.txt`),
 * one with a slash about paths, from the current folder or from an input on (`old/**`). A pattern that
 * fits a folder leaves out all that it holds. Capitals count as they do on the platform's disks.
 *
 * @returns Whether a path is left out, which an input led to.
 */
export function ignoreRules(
  patterns: readonly string[],
  platform: NodeJS.Platform = process.platform,
): (path: string, input?: string) => boolean {
  const options = { dot: true, nocase: platform === 'win32' || platform === 'darwin' };
  const clean = patterns
    .map((one) => one.replace(/^\.\//, '').replace(/\/+$/, ''))
    .filter((one) => one !== '');
  const [ofNames, ofPaths] = [false, true].map((withSlash) => {
    const chosen = clean.filter((one) => one.includes('/') === withSlash);
    return picomatch(chosen, options);
  });
  return (path, input = '') => {
    const ways = [path, relative(input, path), relative('', path)];
    return ofNames?.(basename(path)) || ways.some((way) => ofPaths?.(way.replaceAll(sep, '/')));
  };
}
