import { clusteredShare } from '../shares/clustered-share.ts';
import { assertConfidence, CONFIDENCE } from '../shares/exact-interval.ts';
import { exactShare, type Share } from '../shares/share.ts';
import {
  type Capability,
  type CapabilityVerdict,
  judgeObserved,
  judgeShown,
  worstOf,
} from './criteria.ts';
import { cohenKappa, type CrossTable, fleissKappa, type Kappa, sumTables } from './kappa.ts';
import { type AttributeStudy, trialsOf } from './study.ts';

/** What a study says of one appraiser. */
export interface AppraiserFigures {
  /** Name. */
  readonly name: string;
  /** Parts judged alike in all trials, of all parts: agreement with oneself. */
  readonly withinAppraiser: Share;
  /** Parts judged rightly in all trials, of all parts: the manual's effectiveness. */
  readonly effectiveness: Share;
  /** Right decisions of all, each trial by itself: what other programs call effectiveness. */
  readonly rightDecisions: Share;
  /** Decisions "good" on bad parts, of all decisions on bad parts. */
  readonly missRate: Share;
  /** Decisions "bad" on good parts, of all decisions on good parts. */
  readonly falseAlarmRate: Share;
  /** Cohen's kappa against the reference; `first` is the appraiser. */
  readonly againstReference: PairFigures;
  /** Fleiss' kappa between the trials; null with one trial. */
  readonly kappaWithin: Kappa | null;
  /** Parts always called good though bad, or always bad though good. */
  readonly alwaysWrong: readonly string[];
  /** Parts not always called the same. */
  readonly mixed: readonly string[];
  /** By what was observed, as the manual judges. */
  readonly observed: CapabilityVerdict;
  /** By the unfavourable ends of the intervals. */
  readonly shown: CapabilityVerdict;
}

/** Two that judged the same parts. */
export interface PairFigures {
  /** Name of the first. */
  readonly first: string;
  /** Name of the second, or `reference`. */
  readonly second: string;
  /** Pairs of judgements, trial by trial. */
  readonly table: CrossTable;
  /** Cohen's kappa. */
  readonly kappa: Kappa;
}

/** What a study says. */
export interface AgreementFigures {
  /** Of both sides of every interval together. */
  readonly confidence: number;
  /** One for each, in the order of the study. */
  readonly appraisers: readonly AppraiserFigures[];
  /** Each two, in the order of the study. */
  readonly pairs: readonly PairFigures[];
  /** All together. */
  readonly system: {
    /** Parts on which all agree in all trials, of all parts. */
    readonly agreed: Share;
    /** Parts that all judged rightly in all trials, of all parts. */
    readonly effectiveness: Share;
    /** Fleiss' kappa over all judgements; null with one judgement a part. */
    readonly kappaBetween: Kappa | null;
    /** The worst of the appraisers by what was observed. */
    readonly observed: Capability;
    /** The worst of the appraisers by the unfavourable ends of the intervals. */
    readonly shown: Capability;
  };
}

/**
 * Gauge R&R for attributes: who agrees with himself, with others, and with what the parts are.
 *
 * AIAG, Measurement Systems Analysis, 4th ed. 2010, chapter III, section C (cross-tabulation and
 * effectiveness). The intervals and kappas' intervals are ours where docs/station-statistics.md says so.
 *
 * @param confidence - Of both sides of every interval together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if `confidence` is out of range.
 */
export function analyseAgreement(
  study: AttributeStudy,
  { confidence = CONFIDENCE }: { readonly confidence?: number } = {},
): AgreementFigures {
  assertConfidence(confidence);
  const appraisers = study.appraisers.map((_, a) => figuresOf(study, a, confidence));
  const goodCounts = study.parts.map((_, p) => goodOf(study, p));
  const judgements = study.appraisers.length * study.trials;
  const agreed = goodCounts.filter((good) => good === 0 || good === judgements);
  const right = study.parts.filter(
    ({ reference }, p) => goodCounts[p] === (reference === 'good' ? judgements : 0),
  );
  return {
    confidence,
    appraisers,
    pairs: pairsOf(study, confidence),
    system: {
      agreed: exactShare(agreed.length, study.parts.length, confidence),
      effectiveness: exactShare(right.length, study.parts.length, confidence),
      kappaBetween: judgements < 2 ? null : fleissKappa(goodCounts, judgements, confidence),
      observed: worstOf(appraisers.map(({ observed }) => observed.capability)),
      shown: worstOf(appraisers.map(({ shown }) => shown.capability)),
    },
  };
}

/** How often all appraisers together called a part good. */
function goodOf(study: AttributeStudy, part: number): number {
  return study.appraisers.reduce((sum, _, a) => sum + count(trialsOf(study, part, a)), 0);
}

function figuresOf(study: AttributeStudy, a: number, confidence: number): AppraiserFigures {
  const { parts, trials } = study;
  const all = parts.map(({ name, reference }, p) => {
    const good = count(trialsOf(study, p, a));
    return { name, reference, good, right: reference === 'good' ? good : trials - good };
  });
  const mixed = all.filter(({ good }) => good > 0 && good < trials);
  const share = (some: readonly unknown[]): Share =>
    exactShare(some.length, all.length, confidence);
  const wrongOn = (reference: 'good' | 'bad'): Share => {
    const wrong = all.filter((part) => part.reference === reference);
    return clusteredShare(
      wrong.map(({ right }) => trials - right),
      trials,
      confidence,
    );
  };
  const rates = {
    effectiveness: share(all.filter(({ right }) => right === trials)),
    missRate: wrongOn('bad'),
    falseAlarmRate: wrongOn('good'),
  };
  const good = all.map((part) => part.good);
  return {
    name: study.appraisers[a] ?? '',
    withinAppraiser: share(all.filter((part) => !mixed.includes(part))),
    ...rates,
    rightDecisions: clusteredShare(
      all.map(({ right }) => right),
      trials,
      confidence,
    ),
    againstReference: pairWithReference(study, a, confidence),
    kappaWithin: trials < 2 ? null : fleissKappa(good, trials, confidence),
    alwaysWrong: all.filter(({ right }) => right === 0).map(({ name }) => name),
    mixed: mixed.map(({ name }) => name),
    observed: judgeObserved(rates),
    shown: judgeShown(rates),
  };
}

function pairWithReference(study: AttributeStudy, a: number, confidence: number): PairFigures {
  const tables = study.parts.map(({ reference }, p) => {
    const isGood = reference === 'good' ? 1 : 0;
    return crossTable(trialsOf(study, p, a), new Uint8Array(study.trials).fill(isGood));
  });
  return pairOf([study.appraisers[a] ?? '', 'reference'], tables, confidence);
}

function pairsOf(study: AttributeStudy, confidence: number): PairFigures[] {
  return study.appraisers.flatMap((first, a) =>
    study.appraisers.slice(a + 1).map((second, further) => {
      const b = a + 1 + further;
      const tables = study.parts.map((_, p) =>
        crossTable(trialsOf(study, p, a), trialsOf(study, p, b)),
      );
      return pairOf([first, second], tables, confidence);
    }),
  );
}

function pairOf(
  [first, second]: readonly [string, string],
  tables: readonly CrossTable[],
  confidence: number,
): PairFigures {
  return { first, second, table: sumTables(tables), kappa: cohenKappa(tables, confidence) };
}

function crossTable(first: Uint8Array, second: Uint8Array): CrossTable {
  const table: [number, number, number, number] = [0, 0, 0, 0];
  first.forEach((isGood, t) => {
    const secondGood = second[t] === 1;
    if (isGood === 1) table[secondGood ? 3 : 1]++;
    else table[secondGood ? 2 : 0]++;
  });
  return table;
}

function count(ones: Uint8Array): number {
  return ones.reduce((sum, one) => sum + one, 0);
}
