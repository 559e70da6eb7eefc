import type { ConnectPlan } from './config/read-config.ts';
import type { Connector, ConnectorHost, Link, Outlet, TellingHost } from './connector.ts';
import { LinkReport } from './outbox/link-report.ts';
import { Pump } from './outbox/pump.ts';

/** What goes on beside telling. */
export interface Company {
  /** Once connectors have their places in the outbox, and before the first starts. */
  readonly open: () => Promise<void>;
  readonly start: (connector: Connector, link: Link) => Promise<void> | undefined;
  /** Once all have started. */
  readonly run: () => Promise<void> | void;
}

/**
 * Connects a station until the signal ends it.
 *
 * @throws {@link ConnectorError} if one cannot begin; then all have ended.
 * @throws {@link FileError} if the folder of a trigger is missing at the start.
 * @throws {@link StationDataError} if a trigger has a camera, and what reads it is not installed.
 */
export async function runConnectors(plan: ConnectPlan, host: ConnectorHost): Promise<void> {
  const { triggers, links } = host.station;
  for (const { name, kind, place } of plan.connectors) {
    links.open({ role: 'connector', name, kind, place });
  }
  try {
    await tellVerdicts(plan, host, {
      open: async () => triggers.open(plan.triggers, host),
      start: async (connector, link) => connector.start?.(host, link),
      run: async () => triggers.run(),
    });
  } finally {
    triggers.close();
    for (const { name } of plan.connectors) links.close({ role: 'connector', name });
  }
}

/**
 * Tells verdicts by all connectors until the signal ends it.
 *
 * @throws {@link ConnectorError} if one cannot begin; then all have ended.
 */
export async function tellVerdicts(
  plan: ConnectPlan,
  host: TellingHost,
  company: Company,
): Promise<void> {
  const started: Connector[] = [];
  try {
    const linked = plan.connectors.map((connector) => ({
      connector,
      link: new LinkReport(connector.name, host),
    }));
    const pumps = linked.flatMap(({ connector, link }) =>
      hasOutlet(connector) ? [new Pump(connector, plan, { host, link })] : [],
    );
    for (const pump of pumps) await pump.open();
    await company.open();
    for (const { connector, link } of linked) {
      // It is ended as well where it begins half.
      started.push(connector);
      await company.start(connector, link);
    }
    const pumping = pumps.map(async (pump) => pump.run());
    await Promise.all([...pumping, company.run(), ended(host.signal)]);
  } finally {
    for (const connector of started) await connector.stop?.();
  }
}

function hasOutlet(connector: Connector): connector is Connector & { readonly outlet: Outlet } {
  return connector.outlet !== undefined;
}

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
