import type { Enrolment, Version } from '@fewgood/station/api';
import type { LearnedLookArea, PartVersion } from '../ports/parts-api.ts';
import { BASE } from './request.ts';

/** Address of a golden sample of a version, as its model sees it. */
export function supportAddress(part: string, version: number, index: number): string {
  return `${BASE}/parts/${part}/versions/${String(version)}/support/${String(index)}`;
}

/**
 * A version as the page shows it.
 *
 * @param enrolments - Of its part: the one that made it knows what was doubtful about its pictures.
 */
export function learnedVersion(version: Version, enrolments: readonly Enrolment[]): PartVersion {
  const { summary, number, origin, active, createdAt, createdBy, note } = version;
  const enrolment = enrolments.find((one) => one.version === number);
  return {
    number,
    origin,
    isActive: active,
    created: createdAt,
    createdBy,
    note: note === '' ? null : note,
    pose: summary.pose?.policy ?? textOf(summary.settings['pose']),
    preset: enrolment?.request.preset ?? null,
    models: summary.models.map(({ name }) => name),
    lookArea: learnedLookArea(version),
    light: summary.light,
    alignment: summary.alignment,
    claim: {
      threshold: summary.threshold,
      targetFalseReject: summary.targetFalseReject,
      falseRejectBound: summary.falseRejectBound,
      provisional: summary.provisional,
      pictures: summary.support.length + summary.confirmed.length,
      morePicturesNeeded: summary.morePicturesNeeded,
    },
    leaveOneOut: summary.leaveOneOut,
    confirmed: summary.confirmed,
    pictures: summary.support.map(({ name }, index) => ({
      name,
      address: supportAddress(version.part, number, index),
    })),
    warnings: enrolment?.warnings ?? [],
  };
}

/** Where a version looks; null for whole pictures. */
export function learnedLookArea({ summary: { lookArea } }: Version): LearnedLookArea | null {
  if (lookArea === null) return null;
  const { include, ignore, mask } = lookArea;
  return { include, ignore, hasMask: mask !== null };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
