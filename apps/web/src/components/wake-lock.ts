import { useEffect } from 'react';

/** Keeps the screen on as long as `isWanted`, where the browser can; a page that comes to the front asks again. */
export function useWakeLock(isWanted: boolean): void {
  useEffect(() => {
    // Absent from pages that came by plain HTTP, and from some browsers, whatever the types say.
    const wakeLock = navigator.wakeLock as WakeLock | undefined;
    if (!isWanted || wakeLock === undefined) return undefined;
    let held: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        held = await wakeLock.request('screen');
        if (isOver) await held.release();
      } catch {
        // Refused, as when the battery is low: the screen goes off as usual.
      }
    };
    const onChange = () => {
      void ask();
    };
    void ask();
    document.addEventListener('visibilitychange', onChange);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', onChange);
      void held?.release();
    };
  }, [isWanted]);
}
