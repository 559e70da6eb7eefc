/**
 * The statistics of the station, as pure functions: numbers in, numbers out, without server, database or
 * clock. docs/station-statistics.md says what each claims.
 *
 * @module
 */
export {
  type AcceptanceFigures,
  acceptanceFigures,
  type AcceptanceLimits,
  type AcceptanceTerm,
  type LimitVerdict,
  type OutcomeCounts,
} from './acceptance/acceptance-figures.ts';
export { ACCEPTANCE_WORDS, type ReportLanguage } from './acceptance/acceptance-words.ts';
export type { TermWords } from './acceptance/term-words.ts';
export {
  type AgreementFigures,
  analyseAgreement,
  type AppraiserFigures,
  type PairFigures,
} from './agreement/agreement-analysis.ts';
export {
  type Capability,
  type CapabilityVerdict,
  CRITERIA,
  type Criterion,
} from './agreement/criteria.ts';
export type { CrossTable, Kappa } from './agreement/kappa.ts';
export { PLAN_MINIMA, type PlanWarning, type PlanWarningCode } from './agreement/plan-warnings.ts';
export {
  planStudy,
  type Presentation,
  type StudyDesign,
  type StudyPlan,
} from './agreement/study-plan.ts';
export {
  type AttributeStudy,
  collectStudy,
  type Judgement,
  judgementOf,
  type StudyPart,
  type StudyRecord,
} from './agreement/study.ts';
export type { ChartAlarm } from './charts/chart-alarm.ts';
export {
  CUSUM_DEFAULTS,
  type CusumAlarm,
  type CusumChart,
  cusumChart,
  type CusumOptions,
} from './charts/cusum.ts';
export { EWMA_DEFAULTS, type EwmaChart, ewmaChart, type EwmaOptions } from './charts/ewma.ts';
export {
  IN_CONTROL,
  type InControl,
  inControl,
  type InControlOptions,
  type ScoreScale,
} from './charts/in-control.ts';
export {
  cusumDecisionFor,
  cusumRunLength,
  ewmaLimitFor,
  ewmaRunLength,
} from './charts/run-length.ts';
export { failRates, type JudgedAt, type PeriodRates } from './production/fail-rates.ts';
export { type LocalClock, localClock, type LocalTime } from './production/local-time.ts';
export { hours, type Period, type PeriodOf, type Shift, shiftsOf } from './production/periods.ts';
export { type Quantile, quantiles } from './production/quantiles.ts';
export { type Throughput, throughput } from './production/throughput.ts';
export {
  type ActivationCheck,
  activationCheck,
  type BrokenRegression,
  type RegressionPicture,
} from './replay/activation-check.ts';
export {
  type Flip,
  type PastInspection,
  type Replay,
  replayThreshold,
  replayVerdicts,
} from './replay/replay.ts';
export { type VersionDescent, versionFamily, type VersionFamily } from './replay/version-family.ts';
export { CONFIDENCE } from './shares/exact-interval.ts';
export type { Share } from './shares/share.ts';
export { type RatePromise, ratePromise } from './threshold/pictures-needed.ts';
export { referenceOf } from './threshold/reference.ts';
export {
  type HistogramOptions,
  type ScoreHistogram,
  scoreHistogram,
} from './threshold/score-histogram.ts';
export {
  type KnownScores,
  knownScores,
  thresholdCurve,
  type ThresholdEffect,
  thresholdEffect,
} from './threshold/threshold-effect.ts';
