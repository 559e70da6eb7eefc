import { HEADER_VERSION } from '../../src/inspection/part-upgrade.ts';
import { kebabCase, type Setting, settingEntries } from '../../src/inspection/settings.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

const HEAD = ['setting', 'option', 'what it is', 'expected', 'default', 'since', 'before'];

/** docs/part-file.md with the table of the settings that a header holds. */
export function partFilePage(text: string): string {
  const content = [
    `The settings of version ${HEADER_VERSION}, in the order of the header:`,
    plainTable(
      HEAD,
      settingEntries.map(([name, setting]) => row(name, setting)),
    ),
  ].join('\n\n');
  return replaceBetween(text, { page: 'docs/part-file.md', name: 'settings' }, content);
}

function row(name: string, { kind, default: value, help, added }: Setting<unknown>): string[] {
  return [
    `\`${name}\``,
    `\`--${kebabCase(name)}\``,
    help,
    kind.expected,
    value === undefined ? "the model's" : kind.write(value),
    String(added?.since ?? 1),
    added === undefined ? '' : kind.write(added.before),
  ];
}
