import type { ConnectPlan } from './config/read-config.ts';
import type { Connector, ConnectorHost, Outlet } from './connector.ts';
import { LinkReport } from './outbox/link-report.ts';
import { Pump } from './outbox/pump.ts';

/**
 * Connects a station until the signal ends it.
 *
 * @throws {@link ConnectorError} if one cannot begin; then all have ended.
 * @throws {@link FileError} if the folder of a trigger is missing at the start.
 * @throws {@link StationDataError} if a trigger has a camera, and ffmpeg is not installed.
 */
export async function runConnectors(plan: ConnectPlan, host: ConnectorHost): Promise<void> {
  const started: Connector[] = [];
  const { triggers } = host.station;
  try {
    const linked = plan.connectors.map((connector) => ({
      connector,
      link: new LinkReport(connector.name, host),
    }));
    const pumps = linked.flatMap(({ connector, link }) =>
      hasOutlet(connector) ? [new Pump(connector, plan, { host, link })] : [],
    );
    for (const pump of pumps) await pump.open();
    await triggers.open(plan.triggers, host);
    for (const { connector, link } of linked) {
      // It is ended as well where it begins half.
      started.push(connector);
      await connector.start?.(host, link);
    }
    const pumping = pumps.map(async (pump) => pump.run());
    await Promise.all([...pumping, triggers.run(), ended(host.signal)]);
  } finally {
    for (const connector of started) await connector.stop?.();
    triggers.close();
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
