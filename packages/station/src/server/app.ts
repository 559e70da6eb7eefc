import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { TooLargeError } from '../errors.ts';
import { type Station, stationVersion } from '../station.ts';
import { type AccessPolicy, identify, noLogin, type StationEnv } from './access.ts';
import { answerFault, answerMissing, refuseInvalid } from './faults.ts';
import { refuseForeignName, refuseForeignOrigin } from './origin.ts';
import { acceptanceRoutes } from './routes/acceptance-routes.ts';
import { auditRoutes } from './routes/audit-routes.ts';
import { chartRoutes } from './routes/chart-routes.ts';
import { connectionRoutes } from './routes/connection-routes.ts';
import { connectorRoutes } from './routes/connector-routes.ts';
import { enrolmentRoutes } from './routes/enrolment-routes.ts';
import { eventRoutes } from './routes/event-routes.ts';
import { inspectionRoutes } from './routes/inspection-routes.ts';
import { lineRoutes } from './routes/line-routes.ts';
import { partRoutes } from './routes/part-routes.ts';
import { peopleRoutes } from './routes/people-routes.ts';
import { pictureRoutes } from './routes/picture-routes.ts';
import { proposalRoutes } from './routes/proposal-routes.ts';
import { reviewRoutes } from './routes/review-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { studyRoutes } from './routes/study-routes.ts';
import { systemRoutes } from './routes/system-routes.ts';
import { triggerRoutes } from './routes/trigger-routes.ts';
import { versionRoutes } from './routes/version-routes.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

/** What the server is put together from. */
export interface AppOptions {
  /** Who may do what; everybody everything by default. */
  readonly policy?: AccessPolicy;
  /** The page: a file for a path, or undefined where there is none. */
  readonly page?: (path: string) => Promise<Response | undefined>;
  /** Told of errors that are bugs. */
  readonly onBug?: (error: unknown) => void;
}

/** Nothing but what the station itself serves; pictures may be made by the page. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Bytes of the largest body of JSON: masks and lists of pictures are the longest. */
const MAX_JSON_BYTES = 8 * 2 ** 20;

const limitBody = bodyLimit({
  maxSize: MAX_JSON_BYTES,
  onError: () => {
    throw new TooLargeError(MAX_JSON_BYTES);
  },
});

/** JSON is read at once, before a route sees it; routes that take files read them themselves, up to a limit of their own. */
const limitJson: MiddlewareHandler = async (context, next) =>
  (context.req.header('content-type') ?? '').toLowerCase().includes('json')
    ? limitBody(context, next)
    : next();

/** The routes of the API, below `/api`. */
function apiRoutes(station: Station, policy: AccessPolicy) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .route('/', systemRoutes(station))
    .route('/', sessionRoutes(station, policy))
    .route('/', peopleRoutes(station))
    .route('/', partRoutes(station))
    .route('/', versionRoutes(station))
    .route('/', pictureRoutes(station))
    .route('/', enrolmentRoutes(station))
    .route('/', inspectionRoutes(station))
    .route('/', triggerRoutes(station))
    .route('/', eventRoutes(station, policy))
    .route('/', reviewRoutes(station))
    .route('/', proposalRoutes(station))
    .route('/', chartRoutes(station))
    .route('/', studyRoutes(station))
    .route('/', acceptanceRoutes(station))
    .route('/', connectorRoutes(station))
    .route('/', connectionRoutes(station))
    .route('/', lineRoutes(station))
    .route('/', auditRoutes(station));
}

/** The API as its client knows it. */
export type StationApi = ReturnType<typeof mount>;

function mount(app: OpenAPIHono<StationEnv>, station: Station, policy: AccessPolicy) {
  return app.route('/api', apiRoutes(station, policy));
}

/** The server: gives a `Response` for each `Request`, without a socket. */
export function createApp(
  station: Station,
  { policy = noLogin, page, onBug = () => undefined }: AppOptions = {},
): StationApi {
  const app = new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid });
  app.onError((error, context) => answerFault(error, context, onBug));
  app.use(
    secureHeaders({
      contentSecurityPolicy: CONTENT_SECURITY_POLICY,
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      permissionsPolicy: { camera: ['self'], microphone: [], geolocation: [] },
      // It would hold for every port of the machine's name, and so for other programs there.
      strictTransportSecurity: false,
    }),
  );
  app.use('/api/*', refuseForeignOrigin);
  if (!policy.login) app.use('/api/*', refuseForeignName);
  app.use('/api/*', limitJson);
  app.use('/api/*', identify(policy));
  const api = mount(app, station, policy);
  describe(app);
  app.notFound(async (context) => {
    const { method, path } = context.req;
    const isPage = (method === 'GET' || method === 'HEAD') && !path.startsWith('/api/');
    return (isPage ? await page?.(path) : undefined) ?? answerMissing(context);
  });
  return api;
}

/** Serves the description of the API, OpenAPI 3.1. */
function describe(app: OpenAPIHono<StationEnv>): void {
  const { openAPIRegistry: registry } = app;
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
  });
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  const info = { title: 'fewgood station', version: stationVersion };
  app.get('/api/openapi.json', (context) =>
    context.json(app.getOpenAPI31Document({ openapi: '3.1.0', info })),
  );
}
