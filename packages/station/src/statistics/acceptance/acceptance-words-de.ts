import type { AcceptanceTerm } from './acceptance-figures.ts';
import type { TermWords } from './term-words.ts';

/** German terms of an acceptance report, as they are usual in production. */
export const GERMAN_ACCEPTANCE_WORDS: Readonly<
  Record<AcceptanceTerm | 'goodSortedOut', TermWords>
> = {
  rightAccept: {
    name: 'Richtig angenommen',
    meaning: 'Gutteile, die bestehen, bezogen auf alle Gutteile',
  },
  falseReject: {
    name: 'Pseudoausschuss (Falschrückweisung)',
    meaning: 'Gutteile, die durchfallen, bezogen auf alle Gutteile',
  },
  rightReject: {
    name: 'Richtig zurückgewiesen',
    meaning: 'Schlechtteile, die durchfallen, bezogen auf alle Schlechtteile',
  },
  escape: {
    name: 'Schlupf (Falschannahme)',
    meaning: 'Schlechtteile, die bestehen, bezogen auf alle Schlechtteile',
  },
  goodNotJudged: {
    name: 'Gutteil nicht beurteilbar',
    meaning: 'Gutteile, deren Bild nicht beurteilbar war, bezogen auf alle Gutteile',
  },
  badNotJudged: {
    name: 'Schlechtteil nicht beurteilbar',
    meaning: 'Schlechtteile, deren Bild nicht beurteilbar war, bezogen auf alle Schlechtteile',
  },
  goodSortedOut: {
    name: 'Aussortierte Gutteile',
    meaning: 'Gutteile, die durchfallen oder nicht beurteilbar sind, bezogen auf alle Gutteile',
  },
};
