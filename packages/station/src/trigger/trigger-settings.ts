/** A camera that is read all the time, so that a picture is there soon after a trigger. */
export interface TriggeredCamera {
  readonly kind: 'camera';
  /**
   * What ffmpeg opens: `rtsp://…`, `/dev/video0`, `lavfi:testsrc`, or a file, which is read in its own time again and again; or
   * `gige:…`, which Aravis does.
   */
  readonly input: string;
  /** Pictures a second that are looked at, at most: a trigger waits for the next one. */
  readonly rate: number;
  /** Seconds from exposure until the picture is here, at least as long as at the camera's fastest. */
  readonly latencySeconds: number;
}

/** A folder into which a camera or a program puts a picture once it is triggered. */
export interface TriggeredFolder {
  readonly kind: 'folder';
  readonly folder: string;
  /** Seconds that a file must stay as it is before it counts as complete. */
  readonly settleSeconds: number;
}

/** Where a station takes one picture when it is asked to. */
export interface TriggerSettings {
  readonly name: string;
  /** Name of the part, where a trigger says no other. */
  readonly part?: string | undefined;
  readonly source: TriggeredCamera | TriggeredFolder;
  /** Seconds after which there is an answer, whatever came. */
  readonly deadlineSeconds: number;
}
