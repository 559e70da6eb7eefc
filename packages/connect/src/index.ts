/**
 * Connectors: what a station tells, and who asks it for pictures.
 *
 * @module
 */
export { type ConnectPlan, readConfig } from './config/read-config.ts';
export type { Connector, ConnectorHost, Outlet, OutletSettings } from './connector.ts';
export { ConnectConfigError, ConnectorError, DeliveryError } from './errors.ts';
export { type VerdictMessage, verdictMessageSchema } from './message.ts';
export { RunTelling, type RunTellingOptions } from './run/run-telling.ts';
export type { RunRecord } from './run/run-letter.ts';
export { runConnectors } from './run-connectors.ts';
