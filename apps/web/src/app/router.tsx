import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { readAcceptanceSearch } from '../features/acceptance/acceptance-search.ts';
import { readChartsSearch } from '../features/charts/charts-search.ts';
import { readHistorySearch } from '../features/history/history-search.ts';
import { InspectPage } from '../features/inspect/inspect-page.tsx';
import { readReviewSearch } from '../features/review/review-search.ts';
import { FailureState, LoadingState } from '../components/states.tsx';
import { NotThere } from './not-there.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute();

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

/** The page that is open all day is loaded at once, the others when they are asked for. */
const routes = [
  createRoute({ getParentRoute: () => shell, path: '/', component: InspectPage }),
  createRoute({
    getParentRoute: () => shell,
    path: '/parts',
    component: lazyRouteComponent(
      async () => import('../features/learn/parts-page.tsx'),
      'PartsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/parts/new',
    component: lazyRouteComponent(
      async () => import('../features/learn/learn-page.tsx'),
      'LearnPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/parts/$id',
    component: lazyRouteComponent(
      async () => import('../features/learn/part-page.tsx'),
      'PartPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/parts/$id/acceptance/$version',
    validateSearch: readAcceptanceSearch,
    component: lazyRouteComponent(
      async () => import('../features/acceptance/acceptance-page.tsx'),
      'AcceptancePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/parts/$id/learn',
    component: lazyRouteComponent(
      async () => import('../features/learn/learn-page.tsx'),
      'LearnPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/review',
    validateSearch: readReviewSearch,
    component: lazyRouteComponent(
      async () => import('../features/review/review-page.tsx'),
      'ReviewPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/history',
    validateSearch: readHistorySearch,
    component: lazyRouteComponent(
      async () => import('../features/history/history-page.tsx'),
      'HistoryPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/inspections/$id',
    component: lazyRouteComponent(
      async () => import('../features/history/inspection-page.tsx'),
      'InspectionPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/charts',
    validateSearch: readChartsSearch,
    component: lazyRouteComponent(
      async () => import('../features/charts/charts-page.tsx'),
      'ChartsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/studies',
    component: lazyRouteComponent(
      async () => import('../features/study/studies-page.tsx'),
      'StudiesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/studies/new',
    component: lazyRouteComponent(
      async () => import('../features/study/study-plan-page.tsx'),
      'StudyPlanPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/studies/$id',
    component: lazyRouteComponent(
      async () => import('../features/study/study-page.tsx'),
      'StudyPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/studies/$id/$appraiser',
    component: lazyRouteComponent(
      async () => import('../features/study/study-session-page.tsx'),
      'StudySessionPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/threshold',
    component: lazyRouteComponent(
      async () => import('../features/threshold/threshold-page.tsx'),
      'ThresholdPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/lines',
    component: lazyRouteComponent(
      async () => import('../features/lines/lines-page.tsx'),
      'LinesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/connections',
    component: lazyRouteComponent(
      async () => import('../features/connections/connections-page.tsx'),
      'ConnectionsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/people',
    component: lazyRouteComponent(
      async () => import('../features/people/people-page.tsx'),
      'PeoplePage',
    ),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: '/account',
    component: lazyRouteComponent(
      async () => import('../features/people/account-page.tsx'),
      'AccountPage',
    ),
  }),
] as const;

/** The pages by their addresses. */
export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren(routes)]),
  defaultPreload: 'intent',
  defaultPendingComponent: LoadingState,
  defaultErrorComponent: FailureState,
  defaultNotFoundComponent: NotThere,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
