/**
 * A path as one line that a terminal shows as it is. Control characters and marks that reverse the
 * writing direction become escapes, so a file name can neither forge a line nor hide its suffix.
 */
export function printable(path: string): string {
  return path.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
