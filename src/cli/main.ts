#!/usr/bin/env node
import { FileError } from '../errors.ts';
import { systemCode, systemFault } from '../node/files/files.ts';
import { packageVersion } from '../node/files/package-version.ts';
import { beginsWith } from './begins-with.ts';
import { ExitCode, type Terminal } from './command.ts';
import { commands } from './commands.ts';
import { errorText } from './error-flags.ts';
import { runProgram } from './program.ts';

const stop = new AbortController();
// Once: a second Ctrl-C ends the program where it stands.
process.once('SIGINT', () => stop.abort());
const ignore = (): void => undefined;
/** A terminal that closes, or a supervisor, sends these twice in a row and means one, milliseconds. */
const ONE_REQUEST = 1000;
for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stop.abort();
    process.on(signal, ignore);
    setTimeout(() => process.off(signal, ignore), ONE_REQUEST).unref();
  });
}

/** What became of standard output, until somebody is told. */
let outputFault: FileError | undefined;
let isTold = false;
let isOutputLost = false;
let hasOtherOutputs = false;
let written = Promise.resolve();

/** A reader that has read enough, such as `head`, and a terminal that closed. */
const READER_GONE: readonly string[] = ['EPIPE', 'EIO'];

function loseOutput(cause: Error): void {
  if (isOutputLost) return;
  isOutputLost = true;
  const isReaderGone = READER_GONE.includes(systemCode(cause));
  // They end the program quietly, unless there is more to it than what they read.
  if (isReaderGone && !hasOtherOutputs) return stop.abort();
  const { fault, remedy } = isReaderGone
    ? {
        fault: 'nobody reads it any more',
        remedy: 'Have it read to its end, or lead it to a file.',
      }
    : systemFault(cause);
  outputFault = new FileError('write to standard output', fault, remedy, { cause });
}

function failOutput(): void {
  if (outputFault === undefined) return;
  isTold = true;
  throw outputFault;
}

const terminal: Terminal = {
  out: (line) => {
    failOutput();
    if (isOutputLost) return;
    written = new Promise((resolve) => {
      process.stdout.write(`${line}\n`, (error) => {
        if (error) loseOutput(error);
        resolve();
      });
    });
  },
  flushed: async () => {
    await written;
    failOutput();
  },
  descriptor: process.stdout.fd,
  outliveReader: () => {
    hasOtherOutputs = true;
  },
  continues: (beginning) => beginsWith(process.stdout.fd, beginning),
  log: (line) => void process.stderr.write(`${line}\n`),
  stdin: process.stdin,
  bar: process.stderr.isTTY ? process.stderr : undefined,
  signal: stop.signal,
};

process.stdout.on('error', loseOutput);
// Where words cannot be said, there is nobody to tell.
process.stderr.on('error', () => undefined);

const code = await runProgram(process.argv.slice(2), {
  commands,
  version: packageVersion(),
  terminal,
});
if (outputFault !== undefined && !isTold) terminal.log(errorText(outputFault));
process.exitCode = isOutputLost ? ExitCode.fault : code;
