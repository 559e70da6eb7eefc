/** What text says that may have been changed, and so need not be JSON any more: undefined then. */
export function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
