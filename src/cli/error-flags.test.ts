import { describe, expect, it } from 'vitest';
import { ArgumentRangeError, ModelError, UsageError } from '../errors.ts';
import { commands } from './commands.ts';
import { ACTIONS, errorText, flagsOf, withOptionsOf } from './error-flags.ts';

const size = { type: 'number', help: 'h' } as const;
const file = { type: 'string', help: 'h' } as const;

describe('flagsOf()', () => {
  it('spells names in kebab-case, or as the command has them, each once', () => {
    const names = ['size', 'memoryLimit', 'maxPixels', 'size', 'sigma', 'constructor'];
    const table = { 'max-megapixels': size, size, 'memory-limit': size };
    expect(flagsOf(names, table)).toEqual(['--size', '--memory-limit', '--max-megapixels']);
  });

  it('prefers the name to its other spelling', () => {
    expect(flagsOf(['levels'], { level: file, levels: file })).toEqual(['--levels']);
    expect(flagsOf(['levels'], { level: file })).toEqual(['--level']);
  });

  it.each([
    [
      'enroll',
      ['pictures', 'size', 'augment', 'memoryLimit', 'model', 'companions', 'bankCeiling'],
    ],
    ['inspect', ['maxPixels', 'model']],
    ['evaluate', ['shots', 'size', 'methods', 'memoryLimit', 'categories', 'model', 'seed']],
    ['train', ['resume', 'out', 'start', 'rates', 'freezeBatchNorm', 'microBatches', 'leaveOut']],
    ['model import', ['levels', 'defaultLevels', 'size', 'architecture']],
    ['demo', ['kind']],
  ])('knows a flag of `%s` for each of %j', async (name, names) => {
    const manual = await commands.find((command) => command.name === name)?.manual();
    const options = manual?.options ?? {};
    for (const option of names) expect([option, ...flagsOf([option], options)]).toHaveLength(2);
  });
});

describe('errorText()', () => {
  it('adds flags and a command line below the remedy', () => {
    const error = new ModelError('a', 'no', 'Name it.', { options: ['model'], action: 'evaluate' });
    expect(errorText(error, { options: { model: file } })).toBe(
      `MODEL_UNUSABLE: Cannot use the model a: no\n  Name it.\n  Options: --model\n  Command: ${ACTIONS.evaluate}`,
    );
  });

  it('adds nothing that the command does not have', () => {
    const error = new ArgumentRangeError('size', 1, '2');
    const text = 'ARGUMENT_RANGE: Cannot use size = 1: expected 2\n  Pass 2.';
    expect(errorText(error, { options: { ratio: size } })).toBe(text);
    expect(errorText(error)).toBe(text);
    expect(errorText(new UsageError('Cannot', 'Do.'))).toBe('USAGE: Cannot\n  Do.');
  });
});

describe('withOptionsOf()', () => {
  it('changes the options that an error speaks of, and nothing else', () => {
    const error = new ArgumentRangeError('size', 1, '2');
    const renamed = withOptionsOf(error, (name) => (name === 'size' ? 'axis' : name));
    expect(renamed).toBeInstanceOf(ArgumentRangeError);
    expect(renamed.toJSON()).toEqual({ ...error.toJSON(), options: ['axis'] });
    expect([renamed.message, renamed.stack]).toEqual([error.message, error.stack]);
    expect(error.options).toEqual(['size']);
  });
});

describe('the command lines of actions', () => {
  it.each(Object.values(ACTIONS))('%s has a command and options that there are', async (line) => {
    const command = commands.find(({ name }) => line.startsWith(`fewgood ${name} `));
    const flags = Array.from(line.matchAll(/--([a-z-]+)/g), ([, flag]) => flag);
    expect(Object.keys((await command?.manual())?.options ?? {})).toEqual(
      expect.arrayContaining(flags),
    );
    expect(command).toBeDefined();
  });
});
