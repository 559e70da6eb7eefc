import { type Command, exitMeanings } from '../../src/cli/command.ts';
import { optionMeaning, optionSyntax } from '../../src/cli/help.ts';

/** docs/cli.md: all that `--help` shows, and what is the same for all commands. */
export function cliPage(commands: readonly Command[]): string {
  return `# Command line

<!-- Made by tools/docs.ts of the tables that --help is made of. -->

\`\`\`sh
fewgood COMMAND … [options]
fewgood COMMAND --help
fewgood --version
\`\`\`

| command | what it does |
| --- | --- |
${commands.map(({ name, summary }) => row(`[${name}](#fewgood-${anchor(name)})`, summary)).join('\n')}

## Exit codes

| code | meaning |
| --- | --- |
${exitMeanings.map(([code, meaning]) => row(String(code), meaning)).join('\n')}

## What goes where

- Results go to standard output, one picture a line: as words, as JSON (\`--json\`, each line an object
  of [inspection.schema.json](inspection.schema.json)) or as CSV (\`--csv\`). Words for a person
  (thresholds, counts, warnings) go to standard error; so does the progress bar, on a terminal only.
- A file is written under a temporary name and renamed when it is whole. A crash leaves the old file
  or the new one, and perhaps a hidden \`.fewgood-*.tmp\` beside it, which can be deleted.
- An error has a code, a message and a remedy: [errors.md](errors.md).
- Ctrl-C or SIGTERM ends an inspection after the picture at hand; its outputs are then whole, and
  hold what was judged. A second Ctrl-C ends the program at once.

## Pictures

\`PICTURES\` are files, folders (searched with those within, in natural order), quoted patterns such as
\`"tray/*.png"\`, or \`-\` for a list of paths on standard input, separated by newlines or NUL characters.
A file that is reached twice is judged once. PNG, JPEG, TIFF, WebP and BMP are read, by their content,
whatever the suffix.

## Environment

| variable | meaning |
| --- | --- |
| \`FEWGOOD_MODEL\` | name or file of the model that is used where no \`--model\` is given |
| \`FEWGOOD_MODELS\` | folder of further models that \`--model\` may name, each NAME.onnx (default: \`fewgood/models\` where the system keeps caches); \`fewgood model pull\` puts its models there |
| \`HF_TOKEN\`, \`HF_ENDPOINT\` | token and mirror of Hugging Face, for \`fewgood model pull\` |
| \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\` | proxy of \`fewgood model pull\`, the one command that opens a connection |

${commands.map(commandSection).join('\n\n')}
`;
}

function commandSection({ name, summary, usage, details, examples, options }: Command): string {
  const rows = Object.entries(options).map(([option, spec]) =>
    row(`\`${optionSyntax(option, spec)}\``, optionMeaning(spec)),
  );
  return [
    `## fewgood ${name}`,
    `${summary}.`,
    `\`\`\`sh\nfewgood ${name} ${usage}\n\`\`\``,
    ['| option | meaning |', '| --- | --- |', ...rows].join('\n'),
    ...(details === undefined ? [] : [paragraph(details)]),
    `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function paragraph(details: string): string {
  return details.replaceAll(/\s+/g, ' ').replaceAll('<', String.raw`\<`);
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

function anchor(name: string): string {
  return name.replaceAll(' ', '-');
}
