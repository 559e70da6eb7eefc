import type { ReactNode } from 'react';
import { LanguageMenu } from '../../app/language-menu.tsx';
import { SchemeToggle } from '../../app/scheme-toggle.tsx';
import classes from './entry-frame.module.css';

/** Frame of what is shown before somebody is signed in. */
export function EntryFrame({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <h1>{title}</h1>
        {children}
      </div>
      <div className={classes.tools}>
        <LanguageMenu />
        <SchemeToggle />
      </div>
    </main>
  );
}
