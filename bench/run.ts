/**
 * Times an inspection by stage, the program over folders and from cold, and an enrolment, and rewrites
 * docs/benchmarks.md.
 *
 * Run on an idle machine: npm run bench
 */
import { writeFile } from 'node:fs/promises';
import { buildProgram } from '../studies/built-program.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { benchOptions, machineLine, type Section, toMarkdown } from './harness.ts';
import { coresetSection, decodeSection, enrolSection, resizeSection } from './kernels.ts';
import { learnTimed, TIMED, type TimedPart } from './parts.ts';
import { folderSection, startSection } from './program.ts';
import { stagesSection } from './stages.ts';

const { out, isQuick } = benchOptions('benchmarks.md');
const runtime = nodeRuntime();
await buildProgram();

const parts: TimedPart[] = [];
for (const settings of isQuick ? TIMED.slice(0, 2) : TIMED) parts.push(await learnTimed(settings));
const sections: Section[] = [await stagesSection(parts, isQuick ? 3 : 51)];
for (const { inspector } of parts) await inspector.release();
const pictures = isQuick ? 6 : 60;
sections.push(await folderSection(parts.slice(0, 2), { pictures, repeats: isQuick ? 1 : 5 }));
sections.push(await startSection(parts.slice(0, 2), isQuick ? 1 : 11));
sections.push(await decodeSection(isQuick ? 2 : 21), await resizeSection(isQuick ? 2 : 21));
sections.push(await enrolSection(isQuick), await coresetSection(isQuick));

const page = [
  '# Benchmarks',
  '',
  'Made by `npm run bench`; min / median / max of repeated runs in one warm process, batch 1, unless a section',
  'says otherwise. How cost grows: `npm run bench:cost`.',
  '',
  `Machine: ${machineLine(`${runtime.name}, ${runtime.threads} threads`)}.`,
  '',
  sections.map(toMarkdown).join('\n\n'),
  '',
].join('\n');
await writeFile(out, page);
console.log(page);
