/**
 * A page with what stands between the comments of `name` replaced.
 *
 * @param page - Its path, for messages.
 * @throws {@link Error} if the comments are not there, once each.
 */
export function replaceBetween(
  text: string,
  { page, name }: { readonly page: string; readonly name: string },
  content: string,
): string {
  const [open, close] = [`<!-- ${name}: made by tools/docs.ts -->`, `<!-- end of ${name} -->`];
  const [before, after] = [text.split(open), text.split(close)];
  if (before.length !== 2 || after.length !== 2) {
    throw new Error(`${page}: expected "${open}" and "${close}" once each`);
  }
  return `${before[0]}${open}\n\n${content}\n\n${close}${after[1]}`;
}
