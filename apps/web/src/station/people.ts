import type {
  AccessToken,
  InvitedPerson,
  Link,
  NewAccessToken,
  Page,
  OpenSession as StationOpenSession,
  Person as StationPerson,
  Session,
} from '@fewgood/station/api';
import type { MachineToken, PeopleApi, Person } from '../ports/people-api.ts';
import { ask, get, queryOf, send } from './request.ts';

/** Rows that are asked for at once: more people, or machines, no station has. */
const ALL = queryOf({ limit: 500 });

/** Who is signed in at a station, and who may be. */
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
  invitation: async (token) => send('POST', '/invitations/look', { token }),
  accept: async (token, password, name) => {
    await send('POST', '/invitations/accept', { token, password, name });
  },
  changePassword: async (current, password) => {
    await send('POST', '/session/password', { current, password });
  },
  sessions: async (personId, signal) => {
    const path = `${ofPerson(personId)}/sessions`;
    const { items } = await get<{ items: StationOpenSession[] }>(path, signal);
    return items.map(({ usedAt, ...session }) => ({ ...session, used: usedAt }));
  },
  endSession: async (id, personId) => {
    await ask(`${ofPerson(personId)}/sessions/${id}`, { method: 'DELETE' });
  },
  people: async (signal) => {
    const { items } = await get<Page<StationPerson>>(`/people${ALL}`, signal);
    return items.map(personOf);
  },
  add: async (name, role) => {
    const { link } = await send<InvitedPerson>('POST', '/people', { name, role });
    return addressOf(link);
  },
  change: async (id, wanted) => {
    await send('PATCH', `/people/${id}`, wanted);
  },
  invite: async (id) => addressOf(await ask<Link>(`/people/${id}/link`, { method: 'POST' })),
  tokens: async (signal) => {
    const { items } = await get<Page<AccessToken>>(`/tokens${ALL}`, signal);
    return items.map(tokenOf);
  },
  addToken: async (wanted) => {
    const { token } = await send<NewAccessToken>('POST', '/tokens', wanted);
    return token;
  },
  revokeToken: async (id) => {
    await ask(`/tokens/${id}`, { method: 'DELETE' });
  },
};

function ofPerson(id: string | undefined): string {
  return id === undefined ? '' : `/people/${id}`;
}

function personOf({ id, name, role, state, signedInAt }: StationPerson): Person {
  return { id, name, role, state, signedIn: signedInAt };
}

function tokenOf({ id, name, scopes, expiresAt, usedAt, revokedAt }: AccessToken): MachineToken {
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const state = revokedAt === null ? (isOver ? 'expired' : 'valid') : 'revoked';
  return { id, name, scopes, expires: expiresAt, used: usedAt, state };
}

/** The secret is behind `#`, which no browser sends to a server or tells another page. */
function addressOf({ token }: Link): string {
  return new URL(`/invitation#${token}`, location.href).href;
}
