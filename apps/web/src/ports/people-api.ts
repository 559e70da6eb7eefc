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

/** Who is signed in, where somebody must be. */
export interface PeopleApi {
  readonly session: (signal?: AbortSignal) => Promise<SessionState>;
  readonly signIn: (name: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}
