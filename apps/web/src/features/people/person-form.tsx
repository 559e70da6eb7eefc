import type { ReactNode } from 'react';
import classes from './person-form.module.css';

/** A form with its fields one below the other, and what is wrong above its button. */
export function PersonForm({
  fault,
  action,
  onSubmit,
  children,
}: {
  /** Null where nothing is wrong. */
  readonly fault: string | null;
  readonly action: ReactNode;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {fault !== null && (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
      {action}
    </form>
  );
}
