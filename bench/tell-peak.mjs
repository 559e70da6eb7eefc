/** Loaded with `--import`: has a program tell the peak of its memory, MiB, on standard error as it ends. */
import { existsSync, readFileSync } from 'node:fs';

/** Of Linux, which alone counts a program from its own start: elsewhere the one that started it counts too. */
const STATUS = '/proc/self/status';

process.on('exit', () => {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
  const own = /VmHWM:\s*(\d+)/.exec(status)?.[1];
  const kibibytes = Number(own ?? process.resourceUsage().maxRSS);
  process.stderr.write(`peak: ${Math.ceil(kibibytes / 1024)} MiB\n`);
});
