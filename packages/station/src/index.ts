/**
 * The station: server, database and judge of a place where parts are inspected.
 *
 * @module
 */
export { type AccessPolicy, identify, noLogin, type StationEnv } from './server/access.ts';
export { loginPolicy } from './server/login-policy.ts';
export { UserConsole } from './people/user-console.ts';
export { type AppOptions, createApp, type StationApi } from './server/app.ts';
export { Station, type StationOptions, stationVersion } from './station.ts';
export type { LineBoard, LineSource } from './links/line-board.ts';
export type { LinkKey, LinkList, OpenedLink } from './links/link-list.ts';
export type { DeadFault, Letter, Outbox } from './outbox/outbox.ts';
export { verifyStation } from './audit/verify.ts';
export { type DemoRun, runDemo } from './demo/run-demo.ts';
export { runStation, type StationRun } from './server/run-station.ts';
export type {
  TriggeredCamera,
  TriggeredFolder,
  TriggerSettings,
} from './trigger/trigger-settings.ts';
export type { TriggerCall } from './trigger/trigger.ts';
export type { CameraSource, FolderSource, Source } from './sources/source.ts';
export { type CameraWatch, watchCamera } from './sources/watch-camera.ts';
export { backUpStation, restoreStation } from './upkeep/backup.ts';
export { Retention, type RetentionRules } from './upkeep/retention.ts';
