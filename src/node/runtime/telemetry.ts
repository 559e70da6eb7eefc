/**
 * Switches off the telemetry of ONNX Runtime, which it reads from the environment when it is loaded:
 * otherwise it writes a device id and an event database under the home folder and a log into the
 * temporary folder, and sends events to its vendor. So this is imported before it. A value that is
 * set already stays.
 *
 * A worker thread has a copy of the environment, which the library does not read: there the main
 * thread must have switched it off, and its threads start with the value.
 *
 * @module
 */
import { isMainThread } from 'node:worker_threads';
import { TelemetryError } from '../../errors.ts';

if (process.env['ORT_DISABLE_TELEMETRY'] === undefined) {
  if (!isMainThread) throw new TelemetryError();
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
