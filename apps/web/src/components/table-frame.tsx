import type { ReactNode } from 'react';
import classes from './table-frame.module.css';

/**
 * Around a table, which is scrolled sideways where the screen is narrower.
 *
 * @param label - What it is called; one in which nothing can be focused needs that, to be scrolled by keys.
 */
export function TableFrame({
  label,
  children,
}: {
  readonly label?: string;
  readonly children: ReactNode;
}) {
  const named = label === undefined ? {} : { role: 'region', tabIndex: 0, 'aria-label': label };
  return (
    <div className={classes.frame} {...named}>
      {children}
    </div>
  );
}
