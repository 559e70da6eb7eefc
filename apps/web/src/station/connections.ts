import type { Connection, DeadLetter, Page } from '@fewgood/station/api';
import type {
  ConnectionsApi,
  StationConnection,
  UntakenVerdict,
} from '../ports/connections-api.ts';
import { ask, get, queryOf } from './request.ts';

/** Of those that were not taken, so many are shown: their faults are mostly the same. */
const SHOWN = queryOf({ limit: 20 });

/** What a station is connected to. */
export const stationConnections: ConnectionsApi = {
  list: async (signal) => (await get<Connection[]>('/connections', signal)).map(connectionOf),
  untaken: async (name, signal) => {
    const path = `/connectors/${name}/dead-letters${SHOWN}`;
    return (await get<Page<DeadLetter>>(path, signal)).items.map(untakenOf);
  },
  retry: async (name) => {
    await ask(`/connectors/${name}/retry`, { method: 'POST' });
  },
};

function connectionOf({ state, told, ...connection }: Connection): StationConnection {
  return {
    ...connection,
    condition: state,
    told: told && {
      last: told.at,
      waiting: told.waiting,
      oldest: told.oldestAt,
      dead: told.dead,
    },
  };
}

function untakenOf({ inspection, fault, at, state }: DeadLetter): UntakenVerdict {
  return { inspectionId: inspection, fault: fault.message, time: at, isAgain: state === 'again' };
}
