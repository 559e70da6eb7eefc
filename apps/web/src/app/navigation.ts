import {
  IconAdjustmentsHorizontal,
  IconBuildingFactory2,
  IconCamera,
  IconChartLine,
  IconChecklist,
  IconHistory,
  IconPlugConnected,
  IconPuzzle,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Role } from '../ports/people-api.ts';

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: 'true' }>;

/** An entry of the navigation. */
interface Entry {
  readonly to:
    | '/'
    | '/review'
    | '/parts'
    | '/history'
    | '/charts'
    | '/studies'
    | '/threshold'
    | '/lines'
    | '/connections'
    | '/people';
  readonly key:
    | 'inspect'
    | 'review'
    | 'parts'
    | 'history'
    | 'charts'
    | 'studies'
    | 'threshold'
    | 'lines'
    | 'connections'
    | 'people';
  readonly icon: Icon;
  /** Who sees it. */
  readonly role: Role;
  /** Whether it is of no use where nobody signs in. */
  readonly needsUser?: boolean;
  /** What it shows of the API; it is left out where there is no such thing. */
  readonly needs?: 'reviews' | 'evidence' | 'studies' | 'connections' | 'lines';
  /** What the station must be in, or have, for it to be of use. */
  readonly where?: 'connected' | 'in-fleet';
  /** Whether a path belongs to it. */
  readonly owns: (path: string) => boolean;
}

/** The pages, in the order of the day's work. */
export const navigation: readonly Entry[] = [
  { to: '/', key: 'inspect', icon: IconCamera, role: 'viewer', owns: (path) => path === '/' },
  {
    to: '/review',
    key: 'review',
    icon: IconChecklist,
    role: 'viewer',
    needs: 'reviews',
    owns: within('/review'),
  },
  {
    to: '/history',
    key: 'history',
    icon: IconHistory,
    role: 'viewer',
    owns: (path) => path.startsWith('/history') || path.startsWith('/inspections'),
  },
  {
    to: '/charts',
    key: 'charts',
    icon: IconChartLine,
    role: 'viewer',
    needs: 'evidence',
    owns: within('/charts'),
  },
  {
    to: '/studies',
    key: 'studies',
    icon: IconUsersGroup,
    role: 'viewer',
    needs: 'studies',
    owns: within('/studies'),
  },
  { to: '/parts', key: 'parts', icon: IconPuzzle, role: 'viewer', owns: within('/parts') },
  {
    to: '/threshold',
    key: 'threshold',
    icon: IconAdjustmentsHorizontal,
    role: 'viewer',
    owns: within('/threshold'),
  },
  {
    to: '/lines',
    key: 'lines',
    icon: IconBuildingFactory2,
    role: 'viewer',
    needs: 'lines',
    where: 'in-fleet',
    owns: within('/lines'),
  },
  {
    to: '/connections',
    key: 'connections',
    icon: IconPlugConnected,
    role: 'viewer',
    needs: 'connections',
    where: 'connected',
    owns: within('/connections'),
  },
  {
    to: '/people',
    key: 'people',
    icon: IconUsers,
    role: 'administrator',
    needsUser: true,
    owns: within('/people'),
  },
];

function within(prefix: string): (path: string) => boolean {
  return (path) => path.startsWith(prefix);
}
