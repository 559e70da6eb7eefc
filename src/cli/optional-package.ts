import { UsageError } from '../errors.ts';

/**
 * Loads a package that the library does not depend on, so that it is named at run time alone.
 *
 * @param name - Of the package.
 * @param task - What it is for, as `run the station`.
 * @throws {@link UsageError} if it is not installed.
 */
export async function optionalPackage(name: string, task: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause;
    throw new UsageError(
      `Cannot ${task}: the package ${name} is not installed`,
      `Install it beside fewgood: npm install ${name}`,
      { cause },
    );
  }
}

/** Whether it is the package itself that is not there, and not one of its own. */
function isMissing(error: unknown, name: string): boolean {
  const isNotFound =
    error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isNotFound && error.message.includes(`'${name}'`);
}
