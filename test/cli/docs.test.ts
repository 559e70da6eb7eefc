import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../../src/cli/commands.ts';
import { ExitCode, exitMeanings } from '../../src/cli/command.ts';
import * as errors from '../../src/errors.ts';
import { toFaultRecord } from '../../src/inspection/inspection-record.ts';
import { REASON_CODES } from '../../src/inspection/reason.ts';
import { documents } from '../../tools/docs/documents.ts';
import { errorEntries } from '../../tools/docs/errors-page.ts';
import { run } from './harness.ts';
import { useTray } from './tray.ts';

const { folder, tray, inspect } = useTray();

function read(path: string): Promise<string> {
  return readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}

describe('the generated pages', async () => {
  it.each(await documents())('%s is what `npx tsx tools/docs.ts` writes', async (path, content) => {
    expect(await read(path)).toBe(content);
  });
});

describe('docs/cli.md', () => {
  it('has a section for each command, an entry for each option and each exit code', async () => {
    const page = await read('docs/cli.md');
    for (const command of commands) {
      const { name, options } = await command.manual();
      const section = page.split(`\n## fewgood ${name}\n`)[1]?.split('\n## ')[0];
      for (const option of Object.keys(options)) expect(section).toContain(`| \`--${option}`);
    }
    expect(exitMeanings.map(([code]) => code)).toEqual(Object.values(ExitCode));
    for (const [code] of exitMeanings) expect(page).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
  });
});

describe('docs/cannot-judge.md', () => {
  it('says what each reason is of which a check gives one, in the order of the summary', async () => {
    const page = await read('docs/cannot-judge.md');
    const section = page.split('\n## The reasons\n')[1]?.split('\n## ')[0] ?? '';
    const codes = Array.from(section.matchAll(/^\| `([a-z-]+)`/gm), ([, code]) => code);
    const checked = REASON_CODES.filter((code) => code !== 'missing-piece');
    expect(codes).toEqual(checked);
  });
});

describe('docs/errors.md', () => {
  const classes = Object.entries(errors).filter(([name]) => name !== 'FewgoodError');

  it('has one entry for each error class, under a code of its own', async () => {
    const page = await read('docs/errors.md');
    const headings = Array.from(page.matchAll(/^## (.*)$/gm), ([, code]) => code);
    expect(headings).toHaveLength(classes.length);
    expect(new Set(headings).size).toBe(headings.length);
    expect(page.match(/^- \*\*Typical cause:\*\* ./gm)).toHaveLength(classes.length);
    expect(page.match(/^- \*\*Remedy:\*\* ./gm)).toHaveLength(classes.length);
    for (const [name] of classes) expect(page).toContain(`Class \`${name}\`.`);
  });

  it('cannot be made while a class says no cause or remedy', () => {
    const source =
      "/** It broke. */ export class BadError extends FewgoodError { readonly code = 'BAD'; }";
    expect(() => errorEntries(source)).toThrow('BadError has no paragraph "Typical cause:');
  });

  it('tells the code that the errors carry', async () => {
    const { log } = await run(['inspect', folder('none.part'), 'a.png']);
    const [code] = log.split(':');
    expect(await read('docs/errors.md')).toContain(`\n## ${code}\n`);
  });
});

describe('docs/inspection.schema.json', () => {
  it('is a JSON Schema that takes the lines of --json, and nothing else', async () => {
    const schema = z.fromJSONSchema(JSON.parse(await read('docs/inspection.schema.json')));
    const { out } = await inspect(['--json', ...tray, folder('gone.png')]);
    expect(out).toHaveLength(4);
    const records = out.map((line): object => JSON.parse(line));
    for (const record of records) expect(schema.safeParse(record).error).toBeUndefined();
    expect(schema.safeParse({ ...records[0], verdict: 'maybe' }).success).toBe(false);
    expect(schema.safeParse({ ...records[0], extra: 1 }).success).toBe(false);
    const fault = toFaultRecord({ name: 'a.png', error: new errors.UsageError('Cannot', 'Do.') });
    expect(schema.safeParse(fault).success).toBe(true);
    expect(schema.safeParse({ path: 'a.png', error: 'text' }).success).toBe(false);
  });
});
