import { type CommandManual, exitMeanings } from '../../src/cli/command.ts';
import { optionMeaning, optionSyntax } from '../../src/cli/help.ts';

/** How `--watch`, `--log` and `--state` behave. */
const WATCHING = `## Watching a folder

\`fewgood inspect PART --watch FOLDER\` judges each picture that arrives, once. It looks at the folder every
half second, also while it judges, and sooner where the system tells of changes (local disks).

- A file is complete when its size, time stamps, inode and content were the same for \`--settle\` seconds. The
  default is 1: writers of pictures seldom pause for longer between two pieces, and those that do are mostly
  told by the format. PNG and JPEG have a mark at their end; BMP, TIFF, WebP, PGM and PPM say how long they
  are. A file that lacks bytes by its format, is empty, or ends in zeros as a preallocated one does, must stay
  unchanged for five times as long; if a picture that ends in zeros then proves to be complete, the next ones
  need no longer. On storage that hands on pieces at long intervals set more, on a fast line less.
- A file that is overwritten after it was judged is judged again, and its record says \`replaced\`. Two pictures
  of the same size within one tick of the time stamp (2 s on FAT) are told apart by inode, by the time of the
  change and by samples of the content. What changes only name, owner or permissions is no new picture.
- A picture that is replaced or deleted before it could be judged is named at once and counted at the end,
  and the exit code is 1. Over a network share, pictures that come and go between two looks are not seen:
  write each under a name of its own.
- Folders within are named once, and watched with \`--recursive\`. Names that start with a dot are left out.
- While the folder is away (or another, empty one is in its place, as where a share is not mounted), its return
  is awaited. That is said once, and again when it is back; pictures that were judged are not judged again. A
  watch that ends while the folder is away exits with 1.

## Logs that go on

\`--log FILE.csv\` adds rows to a table, with a header only where the file is new; \`--log FILE\` of another
suffix adds lines of JSON. \`--csv >> FILE\` goes on in the same way. A last
record of a log that a run left half, as when it was killed, is named and ended where it stands, its quotes closed in
CSV: it has fewer columns than the header. \`--state FILE\` remembers path, size, time
and SHA-256 of each picture when all outputs have it: started again, the run passes over those, and a run that
was killed judges at most the last one again. It belongs to one part file's name, and one run at a time holds it
(\`FILE.lock\`).

A picture that one of the outputs lacks is judged again by the next run, and what the others have of it, they have
twice then. Standard output counts only without \`--log\`, which has the same records. Once a report cannot be
finished, no further picture is remembered; one of all pictures needs a run without \`--state\`. An error is no
judgement: a picture that could not be read is tried, and named, again.

Overlays and maps are named after the picture and the first 12 digits of the SHA-256 of its file, so a later
picture of the same name has a file of its own; \`--json\`, \`--csv\` and \`--log\` name them. Each record says when the
picture was judged (UTC), when its file was written, size and SHA-256 of the file, size of the picture, name and
SHA-256 of the part file, SHA-256 of the models, and the version of fewgood.

In CSV, a text that begins as a formula does (\`=\`, \`+\`, \`-\`, \`@\`, a tab, a line's end) has an apostrophe before
it. \`--csv-decimal comma\` writes decimals with a comma, and semicolons between cells unless
\`--csv-delimiter\` says otherwise; \`--csv-bom\` begins with a byte order mark.`;

/** docs/cli.md: all that `--help` shows, and what is the same for all commands. */
export function cliPage(commands: readonly CommandManual[]): string {
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
- Ctrl-C, SIGTERM or SIGHUP ends an inspection after the picture at hand; its outputs are then whole,
  and hold what was judged. A second Ctrl-C ends the program at once.
- An output that cannot be written (a full disk, also at the beginning; a reader such as \`head\` that has gone)
  is named, and the others go on; the exit code is then 1. Overlays, maps, \`--log\` and \`--state\` are tried
  again with the next picture. If standard output is the only one, the run ends. What \`--state\` holds must
  be known and writable at the beginning.

## Pictures

\`PICTURES\` are files, folders (searched with those within, in natural order), quoted patterns such as
\`"tray/*.png"\`, or \`-\` for a list of paths on standard input, separated by newlines or NUL characters.
A file that is reached twice is judged once. PNG, JPEG, TIFF, WebP and BMP are read, by their content,
whatever the suffix.

${WATCHING}

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

function commandSection({
  name,
  summary,
  usage,
  details,
  examples,
  options,
}: CommandManual): string {
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
