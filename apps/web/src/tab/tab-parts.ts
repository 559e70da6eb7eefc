import type { NamedBlob } from '../ports/file-source.ts';
import type { Reason } from '../ports/inspection-api.ts';
import type {
  LearnProgress,
  LearnSettings,
  PartsApi,
  PartSummary,
  PartVersion,
  PictureDoubt,
} from '../ports/parts-api.ts';
import { asFault, reasonOf, told } from './faults.ts';
import type { PartRecord, VersionRecord } from './records.ts';
import type { Tab } from './tab.ts';
import { activate, addVersion, rollBack } from './tab-versions.ts';

/** How pictures are looked at, which needs nothing of how they will be learned. */
const LOOK: LearnSettings = {
  pose: 'auto',
  preset: 'balanced',
  lookArea: null,
  light: 'none',
  foreground: false,
  alignment: null,
};

/** Parts in the storage of the browser. */
export function tabParts(tab: Tab): PartsApi {
  const { store, channel } = tab;
  return {
    list: async () =>
      told(async () =>
        Promise.all((await store.parts()).map(async (part) => summaryOf(tab, part))),
      ),
    one: async (id) => told(async () => summaryOf(tab, await store.part(id))),
    versions: async (id) =>
      told(async () => {
        const part = await store.part(id);
        const versions = part.versions.map(async (version) => versionOf(tab, part, version));
        return (await Promise.all(versions)).toReversed();
      }),
    create: async (name) =>
      told(async () => {
        const part = await store.createPart(name);
        channel.partChanged();
        return summaryOf(tab, part);
      }),
    check: async (pictures, lookArea, signal) => checkPictures(tab, pictures, { lookArea, signal }),
    lookArea: async (id, version) =>
      told(async () => {
        const { versions } = await store.part(id);
        return versions.find(({ number }) => number === version)?.facts.lookArea ?? null;
      }),
    // It ends with the page that learns.
    unfinished: async () => Promise.resolve([]),
    learn: async (id, pictures, settings, onProgress) =>
      told(async () => learn(tab, id, { pictures, settings, onProgress })),
    activate: async (id, version, activation) =>
      told(async () => activate(tab, id, version, activation)),
    rollBack: async (id, expected) => told(async () => rollBack(tab, id, expected)),
    exportFile: (id, version) => async () =>
      told(async () => {
        const { name } = await store.part(id);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never shared between threads
        const bytes = (await store.partFile(id, version)) as Uint8Array<ArrayBuffer>;
        return { name: `${fileName(name)}-${String(version)}.part`, blob: new Blob([bytes]) };
      }),
    importFile: async (id, { name, blob }) =>
      told(async () => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        await addVersion(tab, id, bytes, { origin: 'import', note: name });
      }),
  };
}

/** A name as every file system takes it. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'part';
}

async function summaryOf(tab: Tab, part: PartRecord): Promise<PartSummary> {
  const { id, name, created, active, versions } = part;
  const picture = active === null ? null : await supportAddress(tab, id, active, 0);
  return { id, name, created, activeVersion: active, versions: versions.length, picture };
}

async function versionOf(tab: Tab, part: PartRecord, version: VersionRecord): Promise<PartVersion> {
  const { facts, number, origin, created, note, preset, warnings } = version;
  const { models, support, ...others } = facts;
  const pictures = support.map(async (name, index) => ({
    name,
    address: await supportAddress(tab, part.id, number, index),
  }));
  return {
    ...others,
    // Records of before parts could say so say nothing of it.
    lookArea: facts.lookArea ?? null,
    light: facts.light ?? null,
    alignment: facts.alignment ?? null,
    number,
    origin,
    created,
    note,
    preset,
    warnings,
    createdBy: null,
    isActive: part.active === number,
    models: models.map(({ name }) => name),
    pictures: await Promise.all(pictures),
  };
}

async function supportAddress(
  { store, addresses }: Tab,
  id: string,
  version: number,
  index: number,
) {
  return addresses.of(`${id} ${String(version)} ${String(index)}`, async () =>
    store.supportPicture(id, version, index),
  );
}

/** Reads pictures and looks at them, up to where learning would begin to compute. */
async function checkPictures(
  { engine }: Tab,
  pictures: readonly NamedBlob[],
  {
    lookArea,
    signal,
  }: Pick<LearnSettings, 'lookArea'> & { readonly signal?: AbortSignal | undefined },
): Promise<readonly PictureDoubt[]> {
  const doubts: PictureDoubt[] = [];
  const looked = new AbortController();
  const stop = () => {
    looked.abort();
  };
  signal?.addEventListener('abort', stop);
  const take = (doubt: Reason) => {
    const name = doubt.facts?.['picture'] ?? doubt.facts?.['path'];
    const about = pictures.flatMap((picture, index) => (picture.name === name ? [index] : []));
    doubts.push({ ...doubt, pictures: about });
  };
  try {
    await engine.learn(
      pictures.map(contentOf),
      { ...LOOK, lookArea },
      {
        signal: looked.signal,
        onWarning: (warning) => {
          take({ ...warning, facts: { ...warning.facts } });
        },
        onProgress: stop,
      },
    );
  } catch (error) {
    // Stopped on purpose; anything else, such as a file that cannot be read, is what there is to say of them.
    const reason = reasonOf(error);
    if (reason.code === 'BUG') throw asFault(error);
    if (reason.code !== 'CANCELLED') take(reason);
  }
  return doubts;
}

function contentOf({ name, blob }: NamedBlob) {
  return { name, content: blob };
}

async function learn(
  tab: Tab,
  id: string,
  {
    pictures,
    settings,
    onProgress,
  }: {
    readonly pictures: readonly NamedBlob[];
    readonly settings: LearnSettings;
    readonly onProgress: (progress: LearnProgress) => void;
  },
): Promise<void> {
  const warnings: Reason[] = [];
  onProgress({ stage: 'waiting', share: null });
  // Asked when there is something to lose; a browser may say no, and the page shows that.
  await tab.store.persist();
  const bytes = await tab.engine.learn(pictures.map(contentOf), settings, {
    onWarning: (warning) => warnings.push({ ...warning, facts: { ...warning.facts } }),
    onProgress: ({ stage, done, total }) => {
      onProgress({ stage, share: total === 0 ? null : done / total });
    },
  });
  const { preset } = settings;
  const number = await addVersion(tab, id, bytes, { origin: 'enrolment', preset, warnings });
  // The first one judges at once: nothing judged by another.
  const { active } = await tab.store.part(id);
  if (active === null) {
    await activate(tab, id, number, { expected: null, reason: '', override: false });
  }
}
