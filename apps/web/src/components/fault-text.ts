import { useTranslations } from 'use-intl';
import { Fault } from '../ports/fault.ts';

/** An error in words. */
interface FaultText {
  readonly title: string;
  readonly text: string;
}

/** An error in the page's words; what a server refuses is told in its own, since it knows more. */
export function useFaultText(error: unknown): FaultText {
  return useFaultTexts()(error);
}

/** Tells errors in the page's words, as {@link useFaultText} does one. */
export function useFaultTexts(): (error: unknown) => FaultText {
  const t = useTranslations('faults');
  return (error) => {
    const kind = error instanceof Fault ? error.kind : 'broken';
    const own = error instanceof Fault && kind === 'refused' ? told(error) : '';
    return { title: t(`${kind}.title`), text: own === '' ? t(`${kind}.text`) : own };
  };
}

function told({ message, remedy }: Fault): string {
  return [message, remedy].filter((text) => text !== '').join(' ');
}
