/** Bytes of a mebibyte. */
export const MEBIBYTE: number = 2 ** 20;

/** Bytes as whole mebibytes, rounded up: what is needed must suffice. */
export function formatMebibytes(bytes: number): string {
  return `${Math.ceil(bytes / MEBIBYTE)} MiB`;
}
