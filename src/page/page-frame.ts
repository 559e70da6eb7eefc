import { type Html, trusted } from './html.ts';

/** Tags around what is written in pieces: `open` by the page's head, `close` by its foot. */
export interface PageFrame {
  /** Opening tags. */
  readonly open: Html;
  /** Closing tags. */
  readonly close: Html;
}

/** The `html` element, around head and body. */
export const DOCUMENT: PageFrame = {
  open: trusted('<!doctype html>\n<html lang="en">\n'),
  close: trusted('\n</html>\n'),
};

/** Around what is seen, within {@link DOCUMENT}. */
export const BODY: PageFrame = { open: trusted('<body>'), close: trusted('</body>') };

/** Around the content, within {@link BODY}. */
export const MAIN: PageFrame = { open: trusted('<main>'), close: trusted('</main>') };

/** Around the cards, within {@link MAIN}. */
export const RESULTS: PageFrame = {
  open: trusted('<section class="results" id="results" aria-label="Pictures">\n'),
  close: trusted('\n</section>'),
};
