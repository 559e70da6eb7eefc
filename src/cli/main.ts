#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { FewgoodError } from '../errors.ts';
import { calibrateCommand } from './calibrate.ts';
import { ExitCode, type Terminal } from './command.ts';
import { demoCommand } from './demo.ts';
import { enrollCommand } from './enroll.ts';
import { inspectCommand } from './inspect.ts';
import { modelImportCommand } from './model-import.ts';
import { modelInfoCommand } from './model-info.ts';
import { partInfoCommand } from './part-info.ts';
import { runProgram } from './program.ts';

const commands = [
  enrollCommand,
  inspectCommand,
  calibrateCommand,
  partInfoCommand,
  modelImportCommand,
  modelInfoCommand,
  demoCommand,
];

const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort();
  process.exitCode = 130;
});
// A reader that stops reading, such as `head`, ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ExitCode.fault);
  throw error;
});

const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  log: (line) => void process.stderr.write(`${line}\n`),
  stdin: process.stdin,
  bar: process.stderr.isTTY ? process.stderr : undefined,
  signal: stop.signal,
};

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';

try {
  process.exitCode = await runProgram(process.argv.slice(2), { commands, version, terminal });
} catch (error) {
  if (!(error instanceof FewgoodError)) throw error;
  terminal.log(`${error.code}: ${error.message}\n  ${error.remedy}`);
  process.exitCode = error.code === 'USAGE' ? ExitCode.usage : ExitCode.fault;
}
