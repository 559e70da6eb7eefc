/** Markup that may stand in a page as it is. Only {@link html} and {@link trusted} make it. */
export class Html {
  /** The markup. */
  readonly text: string;

  /** @param text - Markup; nothing is escaped. */
  constructor(text: string) {
    this.text = text;
  }

  /** The markup. */
  toString(): string {
    return this.text;
  }
}

/** What a template may hold: text and numbers are escaped, markup is not, `undefined` is nothing. */
export type Content = string | number | Html | readonly Html[] | undefined;

/**
 * Makes markup of a template literal: what stands in `${…}` is escaped unless it is markup itself.
 * Attribute values must be quoted; then no text can leave its place.
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.reduce((page, text, i) => page + markup(contents[i - 1]) + text));
}

/** Wraps text of our own, such as a style sheet, as markup. Never call it with anything given. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** Pieces of markup one after the other. */
export function joined(pieces: readonly Html[]): Html {
  return new Html(pieces.join(''));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function markup(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'object') {
    return content instanceof Html ? content.text : joined(content).text;
  }
  return String(content).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
