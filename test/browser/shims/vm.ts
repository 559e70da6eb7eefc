/** What suites use of `node:vm`, in a page. */

/** The value of an expression of some names; those that are none, such as numbers, are left out. */
export function runInNewContext(
  expression: string,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const names = Object.keys(values).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  // oxlint-disable-next-line typescript/no-implied-eval -- formulas of the suites themselves
  return new Function(...names, `return (${expression});`)(...names.map((name) => values[name]));
}
