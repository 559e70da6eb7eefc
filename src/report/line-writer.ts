/** Takes a line of text, without its end; what it gives is awaited. */
export type LineWriter = (text: string) => unknown;
