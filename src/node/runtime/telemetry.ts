import { isMainThread } from 'node:worker_threads';
import { TelemetryError } from '../../errors.ts';

/**
 * Switches off the telemetry of ONNX Runtime, which looks for this variable when its first session is
 * made: otherwise it writes a device id and an event database under the home folder and a log into
 * the temporary folder, and sends events to its vendor. A value that is set already stays.
 *
 * A worker thread has a copy of the environment, which the library does not read: there the main
 * thread must have switched it off before; its threads then start with the value.
 *
 * @throws {@link TelemetryError} if this is a worker thread and the main thread has not done it.
 */
export function switchTelemetryOff(): void {
  if (process.env['ORT_DISABLE_TELEMETRY'] !== undefined) return;
  if (!isMainThread) throw new TelemetryError();
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
