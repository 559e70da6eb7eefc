import { encodePart, enroll, type PartSettings, presetModel, presetSettings } from 'fewgood';
import { findModels, nodeRuntime } from 'fewgood/node';
import type { EnrolmentRequest } from '../api/enrolment.ts';
import type { LearnedPart, LearningNews } from '../judging/thread-messages.ts';
import type { FileStore } from '../store/file-store.ts';
import { summaryOf } from './part-reader.ts';
import { readPictures } from './read-pictures.ts';

interface Learning {
  readonly pictures: FileStore;
  readonly parts: FileStore;
  readonly tell: (news: LearningNews) => void;
  /** Ends it at its next step. */
  readonly signal: AbortSignal;
}

/** Learns a part from pictures that are kept, and keeps its file. */
export async function learnPart(
  { pictures: wanted, preset, settings, model, targetFalseReject, lookArea }: EnrolmentRequest,
  { pictures, parts, tell, signal }: Learning,
): Promise<LearnedPart> {
  const good = await readPictures(wanted, pictures);
  const part = await enroll(good, {
    runtime: nodeRuntime(),
    ...(await findModels(model ?? presetModel(preset))),
    settings: { ...presetSettings(preset), ...definedOf(settings) },
    ...(targetFalseReject !== undefined && { targetFalseReject }),
    ...(lookArea !== undefined && { lookArea: { ...lookArea, mask: null } }),
    signal,
    onProgress: (progress) => tell({ progress }),
    onWarning: (warning) => tell({ warning }),
  });
  const bytes = encodePart(part);
  return { sha256: await parts.put(bytes), bytes: bytes.length, summary: summaryOf(part) };
}

/** Settings without those that are left out. */
function definedOf(settings: EnrolmentRequest['settings']): Partial<PartSettings> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) satisfies Partial<PartSettings>;
}
