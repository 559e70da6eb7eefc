import type { Tone } from '../app/outcome.ts';
import classes from './verdict-badge.module.css';

/** The shape of a verdict: disc and tick, octagon and cross, square and question mark, triangle, ring. */
export function VerdictSign({ tone }: { readonly tone: Tone }) {
  return (
    <svg className={classes.sign} viewBox="0 0 16 16" aria-hidden="true" data-tone={tone}>
      {SHAPES[tone]}
    </svg>
  );
}

const SHAPES = {
  pass: (
    <>
      <circle cx="8" cy="8" r="7.5" />
      <path d="m4.6 8.3 2.4 2.4 4.4-5" />
    </>
  ),
  fail: (
    <>
      <path d="M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9z" />
      <path d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" />
    </>
  ),
  unjudged: (
    <>
      <rect x="0.8" y="0.8" width="14.4" height="14.4" rx="2.2" />
      <path d="M5.7 6.2c0-3.3 4.7-3.2 4.7-.3 0 1.8-2.4 1.9-2.4 3.7m0 2.2v.2" />
    </>
  ),
  error: (
    <>
      <path d="M8 .9 15.6 15H.4z" />
      <path d="M8 6v4.2m0 2.2v.2" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="7.5" />
      <path d="M8 4v4.3l2.8 1.7" />
    </>
  ),
} as const;
