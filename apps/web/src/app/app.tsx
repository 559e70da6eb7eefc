import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type RouterHistory, RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { LoadingState } from '../components/states.tsx';
import { Fault } from '../ports/fault.ts';
import { ApiProvider, type PageApi } from './api.tsx';
import { type FirstLanguage, LanguageProvider } from './language.tsx';
import { LiveProvider } from './live.tsx';
import { keys } from './query-keys.ts';
import { router } from './router.tsx';
import { SessionProvider } from './session.tsx';
import { theme } from './theme.ts';

/** Address of the page that a link leads to; the secret is behind `#`. */
const INVITATION_PATH = '/invitation';
/** Loaded for those who are not signed in. */
const InvitationPage = lazy(async () => ({
  default: (await import('../features/people/invitation-page.tsx')).InvitationPage,
}));
const LoginPage = lazy(async () => ({
  default: (await import('../features/people/login-page.tsx')).LoginPage,
}));

const colourScheme = localStorageColorSchemeManager();

/**
 * The page over an API: that of a station's server, or that of the browser itself.
 *
 * @param first - Language and texts to begin with.
 * @param history - Where the addresses of its pages are; paths by default.
 */
export function App({
  first,
  api,
  history,
}: {
  readonly first: FirstLanguage;
  readonly api: PageApi;
  readonly history?: RouterHistory;
}) {
  const [client] = useState(createClient);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colourScheme}
      // Style sheets hold both (`theme-css.ts`): the page's policy allows no inline style.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <LanguageProvider first={first}>
        <QueryClientProvider client={client}>
          <ApiProvider api={api}>
            <Suspense fallback={<LoadingState />}>
              {location.pathname === INVITATION_PATH ? (
                <InvitationPage />
              ) : (
                <SessionProvider login={<LoginPage />} loading={<LoadingState />}>
                  <LiveProvider>
                    <RouterProvider router={router} {...(history && { history })} />
                  </LiveProvider>
                </SessionProvider>
              )}
            </Suspense>
            <Notifications position="top-right" />
          </ApiProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  );
}

/** What a server refuses is not asked again; what did not reach it is, twice. */
function createClient(): QueryClient {
  // A session that is over shows at the first answer that says so.
  const onError = (error: unknown): void => {
    const isOver =
      error instanceof Fault && error.kind === 'signed-out' && error.code !== 'SIGN_IN';
    if (isOver) void client.invalidateQueries({ queryKey: keys.session });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        retry: (failures, error) =>
          error instanceof Fault && error.kind === 'unreachable' && failures < 2,
      },
    },
  });
  return client;
}
