import { useFormatter } from 'use-intl';

/** Tells a moment by its time if it is of today, else by date and time. */
export function useMomentText(): (time: string) => string {
  const format = useFormatter();
  return (time) => {
    const moment = new Date(time);
    const isToday = moment.toDateString() === new Date().toDateString();
    return format.dateTime(
      moment,
      isToday ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' },
    );
  };
}
