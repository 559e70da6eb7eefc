import { BrowserStorage } from 'fewgood/browser';
import { Fault } from '../ports/fault.ts';
import type { StorageRoom } from '../ports/storage-api.ts';
import { newKey } from '../features/inspect/new-key.ts';
import { keepInspections } from './kept-inspections.ts';
import type { InspectionRecord, PartRecord } from './records.ts';

/** Names of files that are parts' records, and of the list of inspections. */
const RECORD = 'record ';
const JOURNAL = 'inspections';
/** How names of the pictures of inspections begin. */
const PICTURE = 'picture ';
/** A kind of picture that goes with an inspection. */
export type PictureKind = 'picture' | 'overlay';

/**
 * Parts and inspections in the storage of the browser. Several tabs may change them: each change is made of what is
 * there at its turn.
 */
export class TabStore {
  readonly #storage: BrowserStorage;

  private constructor(storage: BrowserStorage) {
    this.#storage = storage;
  }

  /** Opens it, or begins one. */
  static async open(): Promise<TabStore> {
    return new TabStore(await BrowserStorage.open());
  }

  /** All parts, the oldest first. */
  async parts(): Promise<readonly PartRecord[]> {
    const files = await this.#storage.list('parts');
    const names = files.map(({ name }) => name).filter((name) => name.startsWith(RECORD));
    const parts = await Promise.all(
      names.map(async (name) => readPart(await this.#storage.get('parts', name))),
    );
    return parts.toSorted((a, b) => a.created.localeCompare(b.created));
  }

  /** @throws {@link Fault} if there is no such part. */
  async part(id: string): Promise<PartRecord> {
    const part = (await this.parts()).find((one) => one.id === id);
    if (part === undefined) throw missing(`the part ${id}`);
    return part;
  }

  /** A new part without versions. */
  async createPart(name: string): Promise<PartRecord> {
    const id = newKey();
    const created = new Date().toISOString();
    const fresh = { active: null, before: [], versions: [], applied: [] };
    const part: PartRecord = { id, name, created, ...fresh };
    await this.#storage.put('parts', `${RECORD}${id}`, writeJson(part));
    return part;
  }

  /** Changes what is written down of a part. */
  async changePart(id: string, change: (part: PartRecord) => PartRecord): Promise<void> {
    await this.#storage.update('parts', `${RECORD}${id}`, (bytes) => {
      if (bytes === undefined) throw missing(`the part ${id}`);
      return writeJson(change(readPart(bytes)));
    });
  }

  /** The part file of a version, shape [size]. */
  async partFile(id: string, version: number): Promise<Uint8Array> {
    return this.#storage.get('parts', fileName(id, version));
  }

  async putPartFile(id: string, version: number, bytes: Uint8Array): Promise<void> {
    await this.#storage.put('parts', fileName(id, version), bytes);
  }

  async supportPicture(id: string, version: number, index: number): Promise<Blob> {
    return this.#picture(`support ${fileName(id, version)} ${String(index)}`);
  }

  async putSupportPictures(id: string, version: number, pictures: readonly Blob[]): Promise<void> {
    for (const [index, picture] of pictures.entries()) {
      await this.#putPicture(`support ${fileName(id, version)} ${String(index)}`, picture);
    }
  }

  /** Removes the files of a version that came to nothing. */
  async removeVersion(id: string, version: number, pictures: number): Promise<void> {
    await this.#storage.remove('parts', fileName(id, version));
    for (let index = 0; index < pictures; index += 1) {
      await this.#storage.remove('pictures', `support ${fileName(id, version)} ${String(index)}`);
    }
  }

  /** All inspections, the newest first. */
  async inspections(): Promise<readonly InspectionRecord[]> {
    const files = await this.#storage.list('pictures');
    if (!files.some(({ name }) => name === JOURNAL)) return [];
    return readJournal(await this.#storage.get('pictures', JOURNAL));
  }

  /** Adds an inspection with its pictures, and removes what is too old. */
  async addInspection(
    inspection: InspectionRecord,
    pictures: Readonly<Partial<Record<PictureKind, Blob>>>,
  ): Promise<void> {
    let old: readonly InspectionRecord[] = [];
    try {
      for (const [kind, blob] of Object.entries(pictures)) {
        await this.#putPicture(`${kind} ${inspection.id}`, blob);
      }
      old = await this.#changeJournal((before) => [inspection, ...before]);
    } catch (error) {
      // What no row names would take room for good.
      await this.#removePictures(inspection.id);
      throw error;
    }
    for (const { id } of old) await this.#removePictures(id);
  }

  /** Changes what is written down of inspections. */
  async changeInspections(change: (record: InspectionRecord) => InspectionRecord): Promise<void> {
    const old = await this.#changeJournal((before) => before.map(change));
    for (const { id } of old) await this.#removePictures(id);
  }

  /** The SHA-256 of the pictures of inspections that have them, by the inspections' ids. */
  async pictureHashes(): Promise<ReadonlyMap<string, string>> {
    const files = await this.#storage.list('pictures');
    return new Map(
      files.flatMap(({ name, sha256 }) =>
        name.startsWith(PICTURE) ? [[name.slice(PICTURE.length), sha256] as const] : [],
      ),
    );
  }

  /** Changes the list of inspections, the newest first; gives those that no longer keep their pictures. */
  async #changeJournal(
    change: (before: readonly InspectionRecord[]) => readonly InspectionRecord[],
  ): Promise<readonly InspectionRecord[]> {
    let old: readonly InspectionRecord[] = [];
    await this.#storage.update('pictures', JOURNAL, (bytes) => {
      const { kept, without } = keepInspections(
        change(bytes === undefined ? [] : readJournal(bytes)),
      );
      old = without;
      return writeJson(kept);
    });
    return old;
  }

  async #removePictures(id: string): Promise<void> {
    await this.#storage.remove('pictures', `picture ${id}`);
    await this.#storage.remove('pictures', `overlay ${id}`);
  }

  async inspectionPicture(id: string, kind: PictureKind): Promise<Blob> {
    return this.#picture(`${kind} ${id}`);
  }

  async room(): Promise<StorageRoom> {
    const { used, quota, isPersistent } = await this.#storage.space();
    return { used, quota: Number.isFinite(quota) ? quota : null, isPersistent };
  }

  async persist(): Promise<boolean> {
    return this.#storage.persist();
  }

  async #picture(name: string): Promise<Blob> {
    const bytes = await this.#storage.get('pictures', name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never shared between threads
    return new Blob([bytes as Uint8Array<ArrayBuffer>]);
  }

  async #putPicture(name: string, picture: Blob): Promise<void> {
    await this.#storage.put('pictures', name, new Uint8Array(await picture.arrayBuffer()));
  }
}

function fileName(id: string, version: number): string {
  return `${id} ${String(version)}`;
}

function missing(what: string): Fault {
  return new Fault('missing', `Cannot find ${what}: it is not in the storage of this browser.`);
}

function readPart(bytes: Uint8Array): PartRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the storage's hash says that the tab wrote it
  return readJson(bytes) as PartRecord;
}

function readJournal(bytes: Uint8Array): readonly InspectionRecord[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the storage's hash says that the tab wrote it
  return readJson(bytes) as readonly InspectionRecord[];
}

function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function writeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
