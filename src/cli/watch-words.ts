import type { WatchEvent } from '../node/inspection/watch-options.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';

/** Names of subfolders that are told. */
const MAX_NAMES = 3;

/** What a person is told of a watch at once; nothing of what is counted alone. */
export function watchWords(event: WatchEvent, folder: string): string | undefined {
  const place = printable(folder);
  switch (event.kind) {
    case 'away':
      return `${place} is away: ${event.fault}. Waiting for its return.`;
    case 'back':
      return `${place} is back.`;
    case 'lost':
      return `${event.path} was ${event.fate} before it could be judged.`;
    case 'unreadable':
      return `${event.path} cannot be watched: ${event.fault}.`;
    case 'unchanged':
      return undefined;
    case 'subfolders':
    default:
      return subfolderWords(event.names);
  }
}

function subfolderWords(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? ', …' : '';
  const shown = names.slice(0, MAX_NAMES).join(', ') + more;
  return `${counted(names.length, 'folder')} within, not watched: ${shown}. With --recursive they are.`;
}
