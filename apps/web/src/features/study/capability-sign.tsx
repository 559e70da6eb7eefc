import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
} from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import type { Capability } from '../../ports/study-api.ts';
import classes from './study-report.module.css';

const icons = {
  acceptable: IconCircleCheck,
  marginal: IconAlertTriangle,
  unacceptable: IconCircleX,
  undetermined: IconHelpCircle,
} as const;

/** Tones of the style sheet. */
export const capabilityTones = {
  acceptable: 'pass',
  marginal: 'unjudged',
  unacceptable: 'fail',
  undetermined: 'error',
} as const;

/** What somebody is judged to be, by colour, shape and word. */
export function CapabilitySign({ capability }: { readonly capability: Capability }) {
  const t = useTranslations('study.capability');
  const Icon = icons[capability];
  return (
    <span className={classes.sign} data-tone={capabilityTones[capability]}>
      <Icon size={18} aria-hidden="true" /> {t(capability)}
    </span>
  );
}
