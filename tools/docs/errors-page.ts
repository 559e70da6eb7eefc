import ts from 'typescript';
import type { Manual } from '../../src/cli/command.ts';
import { ACTIONS, flagsOf } from '../../src/cli/error-flags.ts';

/** What docs/errors.md says of an error. */
export interface ErrorEntry {
  readonly name: string;
  readonly code: string;
  readonly meaning: string;
  readonly cause: string;
  readonly remedy: string;
}

/**
 * Reads the errors off the source of src/errors.ts: the code of each class, and of its doc comment
 * the paragraphs: what it means, `Typical cause: …`, `Remedy: …`.
 */
export function errorEntries(source: string): ErrorEntry[] {
  const file = ts.createSourceFile('errors.ts', source, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isClassDeclaration).flatMap((node) => {
    const code = codeOf(node);
    return code === undefined ? [] : [entryOf(node, code)];
  });
}

/**
 * docs/errors.md.
 *
 * @param commands - Whose flags belong to the settings and options that the entries name.
 */
export function errorsPage(entries: readonly ErrorEntry[], commands: readonly Manual[]): string {
  return `# Errors

<!-- Made by tools/docs.ts of the doc comments in src/errors.ts. -->

Every error that fewgood throws on purpose says what it could not do, what it found, what it expected,
and what to do about it:

\`\`\`
PART_UNUSABLE: Cannot use the part bolt.part: it is damaged: its SHA-256 does not match its content
  Restore it from a copy, or enrol the part again.
\`\`\`

In the library it is a \`FewgoodError\` with \`code\`, \`message\` and \`remedy\`, and for those who show it
themselves with \`facts\` (what the message tells, as plain data), \`options\` (settings and options that the
remedy speaks of, as the library spells them) and \`action\` (work of its own that the remedy asks for); in
\`--json\` an object with the first four. Codes are part of the public interface. Any other error is a bug:
please report it.

The library knows no command line. The program adds a line with the flags of the command at hand, and one
with a command for the action:

\`\`\`
MEMORY_CEILING: Cannot enrol: it needs 5120 MiB: expected at most 4096 MiB
  Use fewer pictures, a smaller size, fewer families of augmentation, or raise the memory limit.
  Options: --shots, --size, --augment, --memory-limit
\`\`\`

| action | command |
| --- | --- |
${Object.entries(ACTIONS)
  .map(([action, line]) => `| ${action} | \`${line}\` |`)
  .join('\n')}

| code | class | meaning |
| --- | --- | --- |
${entries.map(({ code, name, meaning }) => `| [${code}](#${code.toLowerCase()}) | \`${name}\` | ${meaning} |`).join('\n')}

${entries.map((entry) => section(entry, commands)).join('\n\n')}
`;
}

function section(
  { code, name, meaning, cause, remedy }: ErrorEntry,
  commands: readonly Manual[],
): string {
  const flags = flagsIn(`${cause} ${remedy}`, commands);
  return `## ${code}

${meaning} Class \`${name}\`.

- **Typical cause:** ${cause}
- **Remedy:** ${remedy}${flags.length === 0 ? '' : `\n- **Flags:** ${flags.join(', ')}`}`;
}

/** Flags of the settings and options that a text names in backticks, whatever command has them. */
function flagsIn(text: string, commands: readonly Manual[]): string[] {
  const names = Array.from(text.matchAll(/`(\w+)`/g), ([, name]) => name);
  const flags = commands.flatMap(({ options }) => flagsOf(names, options));
  return Array.from(new Set(flags), (flag) => `\`${flag}\``);
}

/** The string that a class sets as its \`code\`. */
function codeOf(node: ts.ClassDeclaration): string | undefined {
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member) || member.name.getText() !== 'code') continue;
    if (member.initializer && ts.isStringLiteral(member.initializer))
      return member.initializer.text;
  }
  return undefined;
}

function entryOf(node: ts.ClassDeclaration, code: string): ErrorEntry {
  const name = node.name?.text ?? '';
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(doc?.comment) ?? '';
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\s+/g, ' '));
  const after = (label: string): string => {
    const match = paragraphs.find((paragraph) => paragraph.startsWith(label));
    if (match === undefined)
      throw new Error(`src/errors.ts: ${name} has no paragraph "${label} …"`);
    return match.slice(label.length + 1);
  };
  const [meaning = ''] = paragraphs;
  return { name, code, meaning, cause: after('Typical cause:'), remedy: after('Remedy:') };
}
