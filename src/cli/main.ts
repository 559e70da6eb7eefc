#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { FileError } from '../errors.ts';
import { systemCode, systemFault } from '../node/files/files.ts';
import { ExitCode, type Terminal } from './command.ts';
import { commands } from './commands.ts';
import { errorText } from './error-flags.ts';
import { runProgram } from './program.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: a second Ctrl-C ends the program where it stands.
  process.once(signal, () => stop.abort());
}

const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  log: (line) => void process.stderr.write(`${line}\n`),
  stdin: process.stdin,
  bar: process.stderr.isTTY ? process.stderr : undefined,
  signal: stop.signal,
};

let outputFault: ExitCode | undefined;
process.stdout.on('error', (cause) => {
  // A reader that has read enough, such as `head`, ends the program quietly.
  if (outputFault === undefined && systemCode(cause) !== 'EPIPE') {
    const { fault, remedy } = systemFault(cause);
    terminal.log(errorText(new FileError('write to standard output', fault, remedy, { cause })));
  }
  outputFault = ExitCode.fault;
  process.exitCode = outputFault;
  stop.abort();
});

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';

const code = await runProgram(process.argv.slice(2), { commands, version, terminal });
process.exitCode = outputFault ?? code;
