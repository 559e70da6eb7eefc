import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import type { Connection, InspectionSummary } from '../ports/inspection-api.ts';
import { useApi } from './api.tsx';
import { keys } from './query-keys.ts';

type Listener = (inspection: InspectionSummary) => void;

interface Live {
  readonly connection: Connection;
  /** Told of each inspection as it is made, until the returned function is called. */
  readonly listen: (listener: Listener) => () => void;
}

/** What is asked for again when it changed. */
const CHANGED = { part: keys.parts, review: keys.reviews, connection: keys.connections } as const;

const LiveContext = createContext<Live | null>(null);
/** Counters are asked for again at most so often, milliseconds. */
const COUNT_EVERY = 1000;

/** Keeps one line to whoever judges, whatever page is shown. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { inspections } = useApi();
  const client = useQueryClient();
  const listeners = useRef(new Set<Listener>());
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const recount = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of [keys.counters, keys.reviewQueues, keys.reviewCountsOfAll]) {
          void client.invalidateQueries({ queryKey });
        }
      }, COUNT_EVERY);
    };
    const stop = inspections.watch({
      onInspection: (inspection) => {
        for (const listener of listeners.current) listener(inspection);
        // Lists that are not shown are asked for again when they are; those that are shown say that there is more.
        void client.invalidateQueries({ queryKey: keys.inspections, refetchType: 'none' });
        recount();
      },
      onChange: (what) => {
        void client.invalidateQueries({ queryKey: CHANGED[what] });
      },
      onConnection: (state) => {
        setConnection(state);
        // What happened meanwhile was not told.
        if (state === 'live' && wasLost) void client.invalidateQueries();
        wasLost = state === 'lost' || (wasLost && state !== 'live');
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [inspections, client]);
  const [listen] = useState(() => (listener: Listener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  });
  return <LiveContext value={{ connection, listen }}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error('Cannot listen: expected a LiveProvider');
  return live;
}

/** Whether results come in as they are made. */
export function useConnection(): Connection {
  return useLive().connection;
}

/** Calls the listener with each inspection as it is made. */
export function useInspections(listener: Listener): void {
  const { listen } = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      listen((inspection) => {
        latest.current(inspection);
      }),
    [listen],
  );
}
