/** What somebody may do; each may do all that those before it may. */
export const roles = ['viewer', 'operator', 'engineer', 'administrator'] as const;

/** What somebody may do. */
export type Role = (typeof roles)[number];

/** Somebody who is signed in. */
export interface SignedIn {
  readonly name: string;
  readonly role: Role;
}

/** Whether a role may do what another one is needed for. */
export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Whether somebody must sign in, and who has. */
export interface SessionState {
  readonly needsLogin: boolean;
  readonly user: SignedIn | null;
}

/** Whom a link is for; without a name it is for the first administrator. */
export interface Invitation {
  readonly name: string | null;
  readonly role: Role;
}

/** Somebody who may sign in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Invited: without a password yet. */
  readonly state: 'invited' | 'active' | 'disabled';
  /** When last; null if never. */
  readonly signedIn: string | null;
}

/** A browser in which somebody is signed in. */
export interface OpenSession {
  readonly id: string;
  /** What the browser calls itself. */
  readonly agent: string;
  readonly address: string;
  readonly used: string;
  readonly isCurrent: boolean;
}

/** What a machine may be allowed. */
export const scopes = ['read', 'inspect', 'review', 'manage'] as const;

export type Scope = (typeof scopes)[number];

/** A machine that may ask. */
export interface MachineToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expires: string | null;
  readonly used: string | null;
  readonly state: 'valid' | 'expired' | 'revoked';
}

/** Who is signed in, where somebody must be; and who may. */
export interface PeopleApi {
  readonly session: (signal?: AbortSignal) => Promise<SessionState>;
  readonly signIn: (name: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly invitation: (token: string) => Promise<Invitation>;
  /** Sets a password by a link, and signs in; the name is the first administrator's. */
  readonly accept: (token: string, password: string, name?: string) => Promise<void>;
  readonly changePassword: (current: string, password: string) => Promise<void>;
  /** Where a person is signed in; whoever asks by default. */
  readonly sessions: (personId?: string, signal?: AbortSignal) => Promise<readonly OpenSession[]>;
  readonly endSession: (id: string, personId?: string) => Promise<void>;
  readonly people: (signal?: AbortSignal) => Promise<readonly Person[]>;
  /** Adds somebody. @returns The address of a link that sets a password. */
  readonly add: (name: string, role: Role) => Promise<string>;
  readonly change: (
    id: string,
    wanted: { readonly role?: Role; readonly disabled?: boolean },
  ) => Promise<void>;
  /** @returns The address of a link that sets another password. */
  readonly invite: (id: string) => Promise<string>;
  readonly tokens: (signal?: AbortSignal) => Promise<readonly MachineToken[]>;
  /** @returns The token, which nobody can ask for again. */
  readonly addToken: (wanted: {
    readonly name: string;
    readonly scopes: readonly Scope[];
    /** Null: it never expires. */
    readonly days: number | null;
  }) => Promise<string>;
  readonly revokeToken: (id: string) => Promise<void>;
}
