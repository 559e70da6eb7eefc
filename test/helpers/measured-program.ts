/** The program, which tells on standard error how much memory it had at its peak. */
import { existsSync, readFileSync } from 'node:fs';

/** Of Linux, which alone counts a program from its own start: elsewhere the one that started it counts too. */
const STATUS = '/proc/self/status';

function peakKibibytes(): number {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
  const own = /VmHWM:\s*(?<kib>\d+)/.exec(status)?.groups?.['kib'];
  return Number(own ?? process.resourceUsage().maxRSS);
}

process.on('exit', () => {
  process.stderr.write(`peak: ${Math.ceil(peakKibibytes() / 1024)} MiB\n`);
});
await import('../../src/cli/main.ts');
