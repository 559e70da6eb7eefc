import { useFormatter, useTranslations } from 'use-intl';
import type { Reason } from '../ports/inspection-api.ts';
import { figuresOf, tellsFigures } from './reason-figures.ts';

/** A reason as the page tells it. */
interface ReasonText {
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
}

const DIGITS = { maximumSignificantDigits: 3 } as const;

/** The words for why a verdict is what it is: the catalogue's, with the figures, else the reason's own. */
export function useReasonText(): (reason: Reason) => ReasonText {
  const t = useTranslations('reasons');
  const format = useFormatter();
  return (reason) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue is asked whether it knows it
    const code = reason.code as 'too-dark';
    if (!t.has(`codes.${code}.title`)) return { ...reason, title: t('other') };
    const figures = figuresOf(reason);
    const { measured = 0, limit = 0 } = figures ?? {};
    const isTold = figures !== null || !tellsFigures(code);
    const values = {
      measured: format.number(measured, DIGITS),
      limit: format.number(limit, DIGITS),
    };
    return {
      title: t(`codes.${code}.title`),
      message: isTold ? t(`codes.${code}.text`, values) : reason.message,
      remedy: t(`codes.${code}.remedy`),
    };
  };
}

/** The words for what is doubtful about golden samples. */
export function useDoubtText(): (reason: Reason) => ReasonText {
  const t = useTranslations('doubts');
  const other = useTranslations('reasons');
  return (reason) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue is asked whether it knows it
    const code = reason.code as 'near-copy';
    if (!t.has(`codes.${code}.title`)) return { ...reason, title: other('other') };
    const { picture, of } = reason.facts ?? {};
    const values = { picture: nameOf(picture), of: nameOf(of) };
    return {
      title: t(`codes.${code}.title`),
      message: t(`codes.${code}.text`, values),
      remedy: t(`codes.${code}.remedy`),
    };
  };
}

function nameOf(fact: unknown): string {
  return typeof fact === 'string' ? fact : '';
}
