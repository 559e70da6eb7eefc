import type { ReactNode } from 'react';
import classes from './table-frame.module.css';

/** Around a table, which is scrolled sideways where the screen is narrower. */
export function TableFrame({ children }: { readonly children: ReactNode }) {
  return <div className={classes.frame}>{children}</div>;
}
