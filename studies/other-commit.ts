/**
 * The program as another commit has it, built in a checkout of its own.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A program that was built. */
export interface BuiltProgram {
  /** Commit, in full. */
  readonly commit: string;
  /** Its main script. */
  readonly main: string;
  /** Takes the checkout away. */
  readonly remove: () => Promise<void>;
}

/**
 * Checks out a commit and builds it. Its packages are those of this checkout where both lock files are the same,
 * else they are installed.
 *
 * @param name - As git understands it, such as `main~3`.
 * @param folder - Where it is put; it must not exist.
 */
export async function buildCommit(name: string, folder: string): Promise<BuiltProgram> {
  const { stdout } = await run('git', ['-C', ROOT, 'rev-parse', '--verify', `${name}^{commit}`]);
  const commit = stdout.trim();
  await run('git', ['-C', ROOT, 'worktree', 'add', '--detach', folder, commit]);
  const remove = async (): Promise<void> => {
    await run('git', ['-C', ROOT, 'worktree', 'remove', '--force', folder]);
  };
  try {
    const lock = 'package-lock.json';
    const [own, other] = await Promise.all(
      [ROOT, folder].map((place) => readFile(join(place, lock), 'utf8')),
    );
    if (own === other) {
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    } else await run('npm', ['ci'], { cwd: folder });
    await run('npm', ['run', '--silent', 'build'], { cwd: folder });
  } catch (error) {
    await remove();
    throw error;
  }
  return { commit, main: join(folder, 'dist/cli/main.js'), remove };
}
