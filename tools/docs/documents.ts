import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { commands } from '../../src/cli/commands.ts';
import { cliPage } from './cli-page.ts';
import { errorEntries, errorsPage } from './errors-page.ts';
import { inspectionSchema } from './inspection-schema.ts';

const ERRORS = new URL('../../src/errors.ts', import.meta.url);

/** The generated pages as they belong into the project: path and content of each. */
export async function documents(): Promise<[path: string, content: string][]> {
  return Promise.all([
    formatted('docs/cli.md', cliPage(commands)),
    formatted('docs/errors.md', errorsPage(errorEntries(readFileSync(ERRORS, 'utf8')))),
    formatted('docs/inspection.schema.json', JSON.stringify(inspectionSchema())),
  ]);
}

/** As `npm run check:format` wants it. */
async function formatted(path: string, text: string): Promise<[path: string, content: string]> {
  return [path, await format(text, { ...(await resolveConfig(path)), filepath: path })];
}
