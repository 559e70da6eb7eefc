import type {
  Enrolment as StationEnrolment,
  Page as StationPage,
  Picture,
  PictureCheck,
  StationPart,
  Version,
} from '@fewgood/station/api';
import { Fault } from '../ports/fault.ts';
import type { NamedBlob } from '../ports/file-source.ts';
import type {
  Enrolment,
  LearnProgress,
  LearnSettings,
  LookArea,
  PartsApi,
  PartSummary,
  PictureDoubt,
} from '../ports/parts-api.ts';
import { learnedLookArea, learnedVersion, supportAddress } from './learned-version.ts';
import { ask, BASE, get, queryOf, send } from './request.ts';

/** Rows that are asked for at once: more parts, or versions of one, no station has. */
const ALL = queryOf({ limit: 500 });
/** How often learning is looked at, milliseconds. */
const LOOK_EVERY = 700;

/** Parts of a station. */
export const stationParts: PartsApi = {
  list: async (signal) => {
    const { items } = await get<StationPage<StationPart>>(`/parts${ALL}`, signal);
    return items.filter(({ archivedAt }) => archivedAt === null).map(partOf);
  },
  one: async (id, signal) => partOf(await get(`/parts/${id}`, signal)),
  versions: async (id, signal) => {
    const [versions, enrolments] = await Promise.all([
      get<StationPage<Version>>(`/parts/${id}/versions${ALL}`, signal),
      enrolmentsOf(id, signal),
    ]);
    return versions.items.map((version) => learnedVersion(version, enrolments));
  },
  create: async (name) => partOf(await send('POST', '/parts', { name })),
  check: checkPictures,
  lookArea: async (id, version, signal) => {
    const path = `/parts/${id}/versions/${String(version)}`;
    return learnedLookArea(await get<Version>(path, signal));
  },
  unfinished: async (id, signal) => {
    const enrolments = await enrolmentsOf(id, signal);
    const [newest] = enrolments;
    // An old failure is of no interest once something was learned after it.
    return enrolments
      .filter((one) => isUnderWay(one) || (one === newest && one.state === 'failed'))
      .map(enrolmentOf);
  },
  learn,
  activate: async (id, version, activation) => {
    await send('POST', `/parts/${id}/versions/${String(version)}/activate`, activation);
  },
  rollBack: async (id, expected) => {
    await send('POST', `/parts/${id}/roll-back`, { expected });
  },
  exportFile: (id, version) => `${BASE}/parts/${id}/versions/${String(version)}/file`,
  importFile: async (id, { name, blob }) => {
    await ask(`/parts/${id}/versions${queryOf({ note: name })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: blob,
    });
  },
};

function partOf({ id, name, activeVersion, versions, createdAt }: StationPart): PartSummary {
  const picture = activeVersion === null ? null : supportAddress(id, activeVersion, 0);
  return { id, name, activeVersion, versions, created: createdAt, picture };
}

async function enrolmentsOf(
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly StationEnrolment[]> {
  const page = await get<StationPage<StationEnrolment>>(
    `/enrolments${queryOf({ part: id, limit: 500 })}`,
    signal,
  );
  return page.items;
}

function isUnderWay({ state }: StationEnrolment): boolean {
  return state === 'waiting' || state === 'running';
}

function enrolmentOf(row: StationEnrolment): Enrolment {
  const { id, state, createdAt, fault } = row;
  return { id, state, created: createdAt, progress: progressOf(row), error: fault };
}

function progressOf({ progress }: StationEnrolment): LearnProgress | null {
  if (progress === null) return null;
  const { stage, done, total } = progress;
  return { stage, share: total === 0 ? null : done / total };
}

/** Keeps a picture at the station. */
export async function uploadPicture({ name, blob }: NamedBlob) {
  const { sha256 } = await ask<Picture>(`/pictures${queryOf({ name })}`, {
    method: 'POST',
    headers: { 'content-type': blob.type === '' ? 'application/octet-stream' : blob.type },
    body: blob,
  });
  return { sha256, name };
}

async function uploadAll(pictures: readonly NamedBlob[]) {
  const sent = [];
  for (const picture of pictures) sent.push(await uploadPicture(picture));
  return sent;
}

/** Pictures that were sent to be looked at: they are looked at again whenever a shape was drawn. */
const sent = new WeakMap<Blob, Promise<Awaited<ReturnType<typeof uploadPicture>>>>();

async function sendOnce(picture: NamedBlob) {
  const before = sent.get(picture.blob);
  if (before !== undefined) return before;
  const sending = uploadPicture(picture);
  sent.set(picture.blob, sending);
  try {
    return await sending;
  } catch (error) {
    sent.delete(picture.blob);
    throw error;
  }
}

async function checkPictures(
  pictures: readonly NamedBlob[],
  lookArea: LookArea | null,
  signal?: AbortSignal,
): Promise<readonly PictureDoubt[]> {
  const wanted = [];
  for (const picture of pictures) wanted.push(await sendOnce(picture));
  const check = await ask<PictureCheck>('/picture-checks', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pictures: wanted, ...(lookArea && { lookArea }) }),
    signal: signal ?? null,
  });
  const unreadable = check.pictures.flatMap(({ fault }, index) =>
    fault === null ? [] : [{ ...fault, pictures: [index] }],
  );
  const doubtful = check.warnings.map((warning) => ({
    ...warning,
    pictures: check.pictures.flatMap(({ name }, index) =>
      name === warning.facts['picture'] ? [index] : [],
    ),
  }));
  return [...unreadable, ...doubtful];
}

async function learn(
  id: string,
  pictures: readonly NamedBlob[],
  { pose, preset, lookArea, light, foreground, alignment }: LearnSettings,
  onProgress: (progress: LearnProgress) => void,
): Promise<void> {
  onProgress({ stage: 'sending', share: null });
  let enrolment = await send<StationEnrolment>('POST', `/parts/${id}/enrolments`, {
    pictures: await uploadAll(pictures),
    preset,
    settings: { pose },
    ...(lookArea && { lookArea }),
    ...(light !== 'none' && { light: { method: light } }),
    ...(foreground && { foreground: 'auto' }),
    ...(alignment && { alignment }),
  });
  while (isUnderWay(enrolment)) {
    onProgress(progressOf(enrolment) ?? { stage: 'waiting', share: null });
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY);
    });
    enrolment = await ask<StationEnrolment>(`/enrolments/${enrolment.id}`);
  }
  if (enrolment.state === 'done') return;
  const { message = '', remedy = '' } = enrolment.fault ?? {};
  throw new Fault('refused', message, { remedy });
}
