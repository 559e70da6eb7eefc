import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { mayAct, type PeopleApi, type Role, type SignedIn } from '../ports/people-api.ts';
import { FailureState } from '../components/states.tsx';
import { useApi } from './api.tsx';
import { keys } from './query-keys.ts';

/** Who uses the page, and what they may do. */
interface PageSession {
  /** Null where nobody needs to sign in. */
  readonly user: SignedIn | null;
  readonly can: (role: Role) => boolean;
  readonly signOut: () => void;
}

const SessionContext = createContext<PageSession | null>(null);

/**
 * Shows the page to those who may see it.
 *
 * @param login - What is shown to others.
 * @param loading - What is shown until it is known.
 */
export function SessionProvider({
  login,
  loading,
  children,
}: {
  readonly login: ReactNode;
  readonly loading: ReactNode;
  readonly children: ReactNode;
}) {
  const { people } = useApi();
  const session = useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }) => people?.session(signal) ?? null,
    enabled: people !== null,
    staleTime: Infinity,
  });
  const state = people === null ? { needsLogin: false, user: null } : session.data;
  const value = useMemo<PageSession>(
    () => ({
      user: state?.user ?? null,
      can: (role) => (state?.user ? mayAct(state.user.role, role) : state?.needsLogin === false),
      signOut: () => {
        if (people !== null) void leave(people);
      },
    }),
    [state, people],
  );
  if (state === undefined || state === null) {
    if (!session.isError) return loading;
    const retry = () => {
      void session.refetch();
    };
    return <FailureState error={session.error} onRetry={retry} />;
  }
  if (state.needsLogin && state.user === null) return login;
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** Signs out; a page that is loaded anew has forgotten all that it was told. */
async function leave(people: PeopleApi): Promise<void> {
  await people.signOut();
  location.assign('/');
}

/** Who uses the page, and what they may do. */
export function useSession(): PageSession {
  const session = use(SessionContext);
  if (session === null) throw new Error('Cannot tell who it is: expected a SessionProvider');
  return session;
}
