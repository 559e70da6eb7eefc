import type { InspectionDetail, Reason, Verdict } from './inspection-api.ts';

/** What was found in a frame of a camera. */
export interface LiveVerdict extends Pick<
  InspectionDetail,
  'ratio' | 'score' | 'threshold' | 'provisional' | 'regions' | 'reasons'
> {
  readonly outcome: Verdict;
  /** The frame with what is anomalous tinted and its defects outlined; whoever takes it closes it. */
  readonly overlay: ImageBitmap;
  /** Milliseconds from the frame's arrival to its verdict. */
  readonly latency: number;
}

/** How many frames a camera gave, and what became of them. */
export interface LiveCount {
  readonly judged: number;
  /** Frames that newer ones took the place of before they were judged. */
  readonly dropped: number;
}

/** Told of frames. */
export interface LiveListener {
  readonly onVerdict: (verdict: LiveVerdict, count: LiveCount) => void;
  /** A frame could not be judged; the next ones go on. */
  readonly onFault: (fault: Reason) => void;
}

/** Frames of a camera that are judged as they come. */
export interface LiveRun {
  /** Takes a frame, which is closed here. */
  readonly offer: (frame: ImageBitmap) => void;
  readonly stop: () => void;
}

/** Judging a camera as fast as the machine does: the newest frame wins. */
export interface LiveApi {
  readonly begin: (partId: string, listener: LiveListener) => LiveRun;
}
