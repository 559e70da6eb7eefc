/**
 * The tables, as queries see them; `migrations/` makes them. Times are UTC in ISO 8601 with milliseconds,
 * of one length, so that text sorts as time does; JSON is text, as both databases have it.
 *
 * @module
 */
import type { Generated, Selectable } from 'kysely';
import type { Verdict } from 'fewgood';
import type { Role } from '../api/role.ts';

export interface PartTable {
  id: string;
  name: string;
  createdAt: string;
  archivedAt: string | null;
  /** Number of the version that judges. */
  activeVersion: number | null;
}

export interface VersionTable {
  part: string;
  number: number;
  /** Of the part file. */
  sha256: string;
  bytes: number;
  origin: 'enrolment' | 'import' | 'calibration' | 'threshold';
  note: string;
  createdAt: string;
  createdBy: string;
  /** JSON of a `VersionSummary`. */
  summary: string;
  /** Number of the version whose scores it keeps: it differs from that by calibration or threshold alone. */
  parent: number | null;
}

export interface ActivationTable {
  seq: Generated<number>;
  part: string;
  version: number;
  previous: number | null;
  at: string;
  by: string;
  reason: string;
}

/** Files that are kept by the hash of their bytes, and for what. */
export interface PictureTable {
  sha256: string;
  type: string;
  bytes: number;
  storedAt: string;
}

export interface InspectionTable {
  id: string;
  seq: Generated<number>;
  part: string;
  key: string;
  name: string;
  source: string;
  picture: string;
  type: string;
  /** 1 when retention took the picture away. */
  pictureRemoved: number;
  acceptedAt: string;
  acceptedBy: string;
  state: 'waiting' | 'judged' | 'failed';
  /** When judging began; a time of judging is also that of the record and of the audit entry. */
  judgedAt: string | null;
  /** When the verdict, or the fault, was stored; null of those from before it was noted. */
  verdictAt: string | null;
  version: number | null;
  verdict: Verdict | null;
  score: number | null;
  threshold: number | null;
  ratio: number | null;
  milliseconds: number | null;
  /** JSON of a `Notice`. */
  fault: string | null;
  /** JSON of an `InspectionRecord`. */
  record: string | null;
  /** Hash of the picture with its defects marked. */
  overlay: string | null;
  /** 1 while somebody's review of it is open: retention leaves it alone. */
  held: number;
}

export interface EnrolmentTable {
  seq: Generated<number>;
  id: string;
  part: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** JSON of an `EnrolmentRequest`. */
  request: string;
  /** JSON of a list of `Notice`. */
  warnings: string;
  version: number | null;
  fault: string | null;
  createdAt: string;
  createdBy: string;
  endedAt: string | null;
}

/** What a person says of a verdict; those of one inspection that are not undone are one at most. */
export interface ReviewTable {
  seq: Generated<number>;
  id: string;
  part: string;
  inspection: string;
  decision: 'right' | 'good' | 'defect';
  /** What a regression picture is called. */
  name: string | null;
  note: string;
  /** JSON of a list of `MaskStroke`: where the defect is. */
  mask: string | null;
  state: 'decided' | 'applied' | 'undone';
  /** Number of the version that has it. */
  version: number | null;
  decidedAt: string;
  decidedBy: string;
  undoneAt: string | null;
  undoneBy: string | null;
}

/** A version that somebody thinks of making, with what it would change. */
export interface ProposalTable {
  seq: Generated<number>;
  id: string;
  part: string;
  /** Version that judged when it was made. */
  base: number;
  kind: 'calibration' | 'threshold';
  /** JSON of a `ProposalRequest`. */
  request: string;
  state:
    | 'waiting'
    | 'running'
    | 'held'
    | 'ready'
    | 'failed'
    | 'cancelled'
    | 'applied'
    | 'undone'
    | 'discarded';
  /** JSON of what was found out, a `ProposalFindings`. */
  findings: string | null;
  /** JSON of a `LearnedPart`: the version to be. */
  learned: string | null;
  /** JSON of a list of `Flip`. */
  flips: string;
  fault: string | null;
  /** Number of the version that it became. */
  version: number | null;
  createdAt: string;
  createdBy: string;
  endedAt: string | null;
}

/** Somebody who may sign in; never removed, since the audit chain names them. */
export interface PersonTable {
  seq: Generated<number>;
  id: string;
  name: string;
  /** The name as it is compared: no two differ by case alone. */
  nameKey: string;
  role: Role;
  /** Argon2id in the PHC string format; null until one is set. */
  password: string | null;
  createdAt: string;
  createdBy: string;
  signedInAt: string | null;
  disabledAt: string | null;
}

/** A link that sets a password, once. */
export interface InvitationTable {
  /** SHA-256 of its token. */
  hash: string;
  /** Id of whom it is for; null: of the first administrator, who chooses a name. */
  person: string | null;
  createdAt: string;
  expiresAt: string;
}

/** A browser in which somebody is signed in. */
export interface SessionTable {
  /** SHA-256 of the cookie. */
  hash: string;
  id: string;
  person: string;
  agent: string;
  address: string;
  createdAt: string;
  usedAt: string;
}

/** What a machine asks with. */
export interface AccessTokenTable {
  seq: Generated<number>;
  id: string;
  /** SHA-256 of it. */
  hash: string;
  name: string;
  nameKey: string;
  /** JSON of a list of `Scope`. */
  scopes: string;
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  usedAt: string | null;
  revokedAt: string | null;
}

/** A study of agreement: its plan. The blind order is made of the seed. */
export interface StudyTable {
  seq: Generated<number>;
  id: string;
  part: string;
  name: string;
  /** Number of the version that judges as the station; null without it. */
  version: number | null;
  /** JSON of a list of `StudyPicture`. */
  pictures: string;
  /** JSON of a list of names. */
  appraisers: string;
  trials: number;
  seed: number;
  state: 'open' | 'finished' | 'cancelled';
  createdAt: string;
  createdBy: string;
  endedAt: string | null;
  endedBy: string | null;
}

/** What an appraiser said of the picture that had a number in his order. */
export interface StudyJudgementTable {
  study: string;
  appraiser: string;
  number: number;
  judgement: 'good' | 'bad';
  at: string;
  by: string;
}

/** A connector, with how far it has told verdicts. */
export interface OutletTable {
  name: string;
  kind: string;
  /** `seq` of the last inspection that its receiver took, or that lies among the dead letters. */
  told: number;
  createdAt: string;
  toldAt: string | null;
}

/** An inspection that the receiver of a connector did not take; it goes when it is taken after all. */
export interface DeadLetterTable {
  seq: Generated<number>;
  outlet: string;
  /** Id of the inspection. */
  inspection: string;
  attempts: number;
  /** JSON of a `Notice`. */
  fault: string;
  at: string;
  /** again: somebody asked to send it once more. */
  state: 'dead' | 'again';
}

export interface AuditTable {
  /** From 1, without a gap: the chain gives it. */
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  /** Canonical JSON. */
  detail: string;
  previous: string;
  hash: string;
}

export interface StationTables {
  part: PartTable;
  version: VersionTable;
  activation: ActivationTable;
  picture: PictureTable;
  inspection: InspectionTable;
  enrolment: EnrolmentTable;
  review: ReviewTable;
  proposal: ProposalTable;
  person: PersonTable;
  invitation: InvitationTable;
  session: SessionTable;
  accessToken: AccessTokenTable;
  study: StudyTable;
  studyJudgement: StudyJudgementTable;
  outlet: OutletTable;
  deadLetter: DeadLetterTable;
  audit: AuditTable;
}

export type VersionRow = Selectable<VersionTable>;
export type InspectionRow = Selectable<InspectionTable>;
export type EnrolmentRow = Selectable<EnrolmentTable>;
export type ReviewRow = Selectable<ReviewTable>;
export type ProposalRow = Selectable<ProposalTable>;
export type PersonRow = Selectable<PersonTable>;
export type SessionRow = Selectable<SessionTable>;
export type AccessTokenRow = Selectable<AccessTokenTable>;
export type StudyRow = Selectable<StudyTable>;
export type StudyJudgementRow = Selectable<StudyJudgementTable>;
export type AuditRow = Selectable<AuditTable>;
