import {
  encodePart,
  enroll,
  type EnrolmentOptions,
  type PartSettings,
  presetModel,
  presetSettings,
} from 'fewgood';
import { findModels, nodeRuntime } from 'fewgood/node';
import type { EnrolmentRequest } from '../api/enrolment.ts';
import type { LearnedPart, LearningNews } from '../judging/thread-messages.ts';
import type { FileStore } from '../store/file-store.ts';
import { summaryOf } from './part-reader.ts';
import { readPicture, readPictures } from './read-pictures.ts';
import { alignmentOf } from './request-checks.ts';

type HowToLook = Pick<EnrolmentOptions, 'lookArea' | 'foreground' | 'light' | 'alignment'>;

interface Learning {
  readonly pictures: FileStore;
  readonly parts: FileStore;
  readonly tell: (news: LearningNews) => void;
  /** Ends it at its next step. */
  readonly signal: AbortSignal;
}

/** Learns a part from pictures that are kept, and keeps its file. */
export async function learnPart(
  request: EnrolmentRequest,
  { pictures, parts, tell, signal }: Learning,
): Promise<LearnedPart> {
  const { pictures: wanted, preset, settings, model, targetFalseReject } = request;
  const good = await readPictures(wanted, pictures);
  const part = await enroll(good, {
    runtime: nodeRuntime(),
    ...(await findModels(model ?? presetModel(preset))),
    settings: { ...presetSettings(preset), ...definedOf(settings) },
    ...(targetFalseReject !== undefined && { targetFalseReject }),
    ...(await howToLook(request, pictures)),
    signal,
    onProgress: (progress) => tell({ progress }),
    onWarning: (warning) => tell({ warning }),
  });
  const bytes = encodePart(part);
  return { sha256: await parts.put(bytes), bytes: bytes.length, summary: summaryOf(part) };
}

/** Where to look, and what is done about light and how parts lie. */
async function howToLook(
  { lookArea, foreground, light, alignment }: EnrolmentRequest,
  pictures: FileStore,
): Promise<HowToLook> {
  const flat = light?.flat && (await readPicture(light.flat, pictures)).image;
  return {
    ...(lookArea && { lookArea: { ...lookArea, mask: null } }),
    foreground,
    ...(light && { light: { ...light, flat } }),
    ...(alignment && { alignment: alignmentOf(alignment) }),
  };
}

/** Settings without those that are left out. */
function definedOf(settings: EnrolmentRequest['settings']): Partial<PartSettings> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) satisfies Partial<PartSettings>;
}
