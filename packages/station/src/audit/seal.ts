import type {
  AccessTokenRow,
  InspectionRow,
  ProposalRow,
  StudyJudgementRow,
  VersionRow,
} from '../store/tables.ts';
import { hashOfJson } from './chain.ts';

/**
 * The hash of what is known of an inspection when its picture is taken. It stands in the audit chain, so
 * that a later change of the row is found.
 */
export function acceptedSeal(row: InspectionRow): string {
  const { id, part, key, name, source, picture, type, acceptedAt, acceptedBy } = row;
  return hashOfJson({ id, part, key, name, source, picture, type, acceptedAt, acceptedBy });
}

/** The hash of an inspection with its verdict, or with why there is none. */
export function judgedSeal(row: InspectionRow): string {
  const { state, judgedAt, version, verdict, score, threshold, ratio } = row;
  const { milliseconds, fault, record, overlay, verdictAt } = row;
  const outcome = { state, judgedAt, version, verdict, score, threshold, ratio };
  return hashOfJson({
    accepted: acceptedSeal(row),
    ...outcome,
    // Left out where there is none, as in verdicts from before it was noted.
    ...(verdictAt !== null && { verdictAt }),
    milliseconds,
    fault,
    record,
    overlay,
  });
}

/** The hash of a version of a part. */
export function versionSeal(row: VersionRow): string {
  const { part, number, sha256, bytes, origin, note, createdAt, createdBy, summary, parent } = row;
  const version = { part, number, sha256, bytes, origin, note, createdAt, createdBy, summary };
  // Left out where there is none, as in versions from before there were any.
  return hashOfJson(parent === null ? version : { ...version, parent });
}

/** The hash of what was found out of a proposal. */
export function outcomeSeal(
  row: Pick<ProposalRow, 'findings' | 'learned' | 'flips' | 'fault'>,
): string {
  const { findings, learned, flips, fault } = row;
  return hashOfJson({ findings, learned, flips, fault });
}

/**
 * The hash of what somebody signs in with. The password's own hash is salted, so that nobody who reads the chain
 * can try passwords with this one.
 */
export function passwordSeal(person: string, password: string): string {
  return hashOfJson({ person, password });
}

/** The hash of a token when it was made: of its secret's hash too, so that no other secret takes its place. */
export function tokenSeal(row: Omit<AccessTokenRow, 'seq' | 'usedAt' | 'revokedAt'>): string {
  const { id, hash, name, nameKey, scopes, createdAt, createdBy, expiresAt } = row;
  return hashOfJson({ id, hash, name, nameKey, scopes, createdAt, createdBy, expiresAt });
}

/** The hash of what an appraiser said of a picture, when, and by whose hand. */
export function studyJudgementSeal(row: StudyJudgementRow): string {
  const { study, appraiser, number, judgement, at, by } = row;
  return hashOfJson({ study, appraiser, number, judgement, at, by });
}
