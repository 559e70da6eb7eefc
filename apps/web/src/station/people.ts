import type { Session } from '@fewgood/station/api';
import type { PeopleApi } from '../ports/people-api.ts';
import { ask, get, send } from './request.ts';

/** Who is signed in at a station. */
export const stationPeople: PeopleApi = {
  session: async (signal) => {
    const { actor, login } = await get<Session>('/session', signal);
    return { needsLogin: login, user: login ? actor : null };
  },
  signIn: async (name, password) => {
    await send('POST', '/session', { name, password });
  },
  signOut: async () => {
    await ask('/session', { method: 'DELETE' });
  },
};
