import type { Connection } from '../api/connection.ts';
import type { ConnectorState } from '../api/connector.ts';
import type { KnownLink } from './link-list.ts';

/** All that the station is connected to, or was: by role, then by name. */
export function connectionsOf(
  links: readonly KnownLink[],
  connectors: readonly ConnectorState[],
): Connection[] {
  const begun = links.map((link) => {
    const told = connectors.find(({ name }) => link.role === 'connector' && name === link.name);
    return { ...link, told: told === undefined ? null : toldOf(told) };
  });
  const names = new Set(links.filter(({ role }) => role === 'connector').map(({ name }) => name));
  const ended = connectors
    .filter(({ name }) => !names.has(name))
    .map((connector) => ({ ...OFF, ...namesOf(connector), told: toldOf(connector) }));
  return [...begun, ...ended].toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const OFF = { role: 'connector', state: 'off', fault: null, since: null, place: null } as const;

function namesOf({ name, kind }: ConnectorState): Pick<Connection, 'name' | 'kind'> {
  return { name, kind };
}

function toldOf({ toldAt, waiting, oldestAt, dead }: ConnectorState): Connection['told'] {
  return { at: toldAt, waiting, oldestAt, dead };
}

function orderOf({ role, name }: Connection): string {
  return `${role} ${name}`;
}
