import type { AcceptanceTerm } from './acceptance-figures.ts';
import { GERMAN_ACCEPTANCE_WORDS } from './acceptance-words-de.ts';
import type { TermWords } from './term-words.ts';

/** Languages of the terms. */
export type ReportLanguage = 'en' | 'de';

/**
 * Terms of an acceptance report, as they are used with the guideline VDI/VDE/VDMA 2632 Part 3, "Machine
 * vision: acceptance test of classifying machine vision systems" (2017); German ones as they are usual in
 * production. The meanings are our words: the guideline defines terms of its own, which only its text says.
 */
export const ACCEPTANCE_WORDS: Readonly<
  Record<ReportLanguage, Readonly<Record<AcceptanceTerm | 'goodSortedOut', TermWords>>>
> = {
  en: {
    rightAccept: { name: 'Right accept', meaning: 'good parts that pass, of all good parts' },
    falseReject: {
      name: 'False reject (pseudo-reject)',
      meaning: 'good parts that fail, of all good parts',
    },
    rightReject: { name: 'Right reject', meaning: 'bad parts that fail, of all bad parts' },
    escape: { name: 'Escape (false accept)', meaning: 'bad parts that pass, of all bad parts' },
    goodNotJudged: {
      name: 'Good part not judged',
      meaning: 'good parts of which the picture could not be judged, of all good parts',
    },
    badNotJudged: {
      name: 'Bad part not judged',
      meaning: 'bad parts of which the picture could not be judged, of all bad parts',
    },
    goodSortedOut: {
      name: 'Good parts sorted out',
      meaning: 'good parts that do not pass, failed or not judged, of all good parts',
    },
  },
  de: GERMAN_ACCEPTANCE_WORDS,
};
