import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Provenance } from '../../evaluation/results/evaluation-result.ts';
import { packageVersion } from '../files/package-version.ts';

const run = promisify(execFile);

/** The package's own folder: two above dist/node/ and src/node/. */
const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url));

/** Which program computes, and which folders of the package decide what it computes. */
export interface Origin {
  /** Words that begin its command line. */
  readonly program: readonly string[];
  readonly folders: readonly string[];
}

const FEWGOOD: Origin = { program: ['fewgood'], folders: ['src'] };

/**
 * Where figures that are computed now come from.
 *
 * @param words - Of the command line, from the command's name on.
 * @param runtime - The engine, such as `onnxruntime-node 1.30.0 cpu`.
 */
export async function readProvenance(
  words: readonly string[],
  runtime: string,
  { program, folders }: Origin = FEWGOOD,
): Promise<Provenance> {
  return {
    command: [...program, ...words].map(quote).join(' '),
    version: packageVersion(),
    commit: await sourceCommit(folders),
    machine: describeMachine(),
    runtime,
  };
}

/** This machine, such as `2 × AMD EPYC, linux x64, Node 20.19.0`. */
function describeMachine(): string {
  const all = cpus();
  const model = all[0]?.model.trim().replaceAll(/\s+/g, ' ') ?? 'unknown processor';
  return `${all.length} × ${model}, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

/** The commit of the source, marked `+changes` where files differ from it; null outside of a checkout. */
async function sourceCommit(folders: readonly string[]): Promise<string | null> {
  try {
    // A package within someone else's checkout is not of that checkout's commit.
    const top = await git('rev-parse', '--show-toplevel');
    if ((await realpath(top)) !== (await realpath(PACKAGE)).replace(/\/$/, '')) return null;
    const commit = await git('rev-parse', 'HEAD');
    const changes = await git('status', '--porcelain', '--', ...folders);
    return commit + (changes === '' ? '' : '+changes');
  } catch {
    return null;
  }
}

async function git(...args: readonly string[]): Promise<string> {
  return (await run('git', ['-C', PACKAGE, ...args])).stdout.trim();
}

/** As a POSIX shell reads it back. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
