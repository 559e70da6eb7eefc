import { useTranslations } from 'use-intl';
import { Fault } from '../ports/fault.ts';

/** An error in the page's words; what a server refuses is told in its own, since it knows more. */
export function useFaultText(error: unknown): { readonly title: string; readonly text: string } {
  const t = useTranslations('faults');
  const kind = error instanceof Fault ? error.kind : 'broken';
  const own = error instanceof Fault && kind === 'refused' ? told(error) : '';
  return { title: t(`${kind}.title`), text: own === '' ? t(`${kind}.text`) : own };
}

function told({ message, remedy }: Fault): string {
  return [message, remedy].filter((text) => text !== '').join(' ');
}
