import type { WatchEvent } from 'fewgood/node';

/** What is told of a watch; undefined where nobody needs to know. */
export function watchWords(event: WatchEvent): string | undefined {
  if (event.kind === 'unchanged') return undefined;
  if (event.kind === 'away') return `cannot be read, its return is awaited: ${event.fault}`;
  if (event.kind === 'back') return 'can be read again';
  if (event.kind === 'lost') return `${event.path} was ${event.fate} before it could be judged`;
  if (event.kind === 'subfolders') {
    return `folders within are not watched: ${event.names.join(', ')}`;
  }
  return `${event.path} cannot be read: ${event.fault}`;
}
