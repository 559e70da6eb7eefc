import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { named, outletSettings } from '../config/common-settings.ts';
import type { Connector, Link, TellingHost } from '../connector.ts';
import { ConnectorError, DeliveryError, messageOf } from '../errors.ts';
import type { OutgoingMessage } from '../message.ts';

export const folderSchema = z.strictObject({
  kind: z.literal('folder'),
  ...named,
  ...outletSettings,
  folder: z.string().min(1),
});
export type FolderSettings = z.infer<typeof folderSchema>;

/** Digits of a number in a file name, so that names sort as verdicts came. */
const DIGITS = 12;

/**
 * Puts each verdict into a folder as a file of JSON, for programs that read folders. A file has its name once it is
 * whole and on disk; one that is put twice has the same name and the same bytes.
 */
export function createFolderDrop(settings: FolderSettings): Connector {
  const { name, kind, folder } = settings;
  const start = async (_host: TellingHost, link: Link): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true });
      link.report(undefined);
    } catch (cause) {
      throw new ConnectorError(
        `open the connector ${name}`,
        `${messageOf(cause)}: expected a folder that can be written`,
        'Name another folder, or let the station write there.',
        cause,
      );
    }
  };
  const deliver = async (outgoing: OutgoingMessage): Promise<void> => {
    try {
      await put(join(folder, fileNameOf(outgoing)), `${outgoing.body}\n`);
    } catch (cause) {
      // A share that is away, or a disk that is full: nothing of the verdict.
      throw new DeliveryError(name, messageOf(cause), { end: 'away', cause });
    }
  };
  return { name, kind, place: folder, start, startTelling: start, outlet: { settings, deliver } };
}

function fileNameOf({ key, message }: OutgoingMessage): string {
  return `${String(message.inspection.seq).padStart(DIGITS, '0')}-${key}.json`;
}

/** Writes a file, synchronizes it, and gives it its name then. */
async function put(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A new name is on disk once its folder is; Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
