import { type RefObject, useEffect, useRef, useState } from 'react';
import { useApi } from '../../app/api.tsx';
import type { Camera } from '../../components/camera.ts';
import type { Reason } from '../../ports/inspection-api.ts';
import type { LiveApi, LiveCount, LiveVerdict } from '../../ports/live-api.ts';

/** What live judging shows. */
export interface LiveState {
  /** Where the newest frame that was judged is drawn. */
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Of that frame; null before the first one. */
  readonly verdict: Omit<LiveVerdict, 'overlay'> | null;
  readonly count: LiveCount;
  /** Why the last frame was not judged; null if it was. */
  readonly fault: Reason | null;
}

const NONE: LiveCount = { judged: 0, dropped: 0 };

/** Judges the camera's frames as fast as the machine does. */
export function useLiveRun(camera: Camera, partId: string): LiveState {
  const { live } = useApi();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [verdict, setVerdict] = useState<LiveState['verdict']>(null);
  const [count, setCount] = useState(NONE);
  const [fault, setFault] = useState<Reason | null>(null);
  const { video, state } = camera;
  const isRunning = live !== null && state === 'on';
  useEffect(() => {
    const seen = video.current;
    if (!isRunning || seen === null) return undefined;
    setCount(NONE);
    return judgeFrames(live, partId, seen, {
      onVerdict: ({ overlay, ...found }, counted) => {
        draw(canvas.current, overlay);
        setVerdict(found);
        setCount(counted);
        setFault(null);
      },
      onFault: setFault,
    });
  }, [live, isRunning, partId, video]);
  return { canvas, verdict, count, fault };
}

/** Offers each frame that the video shows, until the returned function is called; none comes in a tab in the background. */
function judgeFrames(
  live: LiveApi,
  partId: string,
  video: HTMLVideoElement,
  listener: Parameters<LiveApi['begin']>[1],
): () => void {
  const run = live.begin(partId, listener);
  let next = 0;
  let isOver = false;
  const take = async () => {
    try {
      run.offer(await createImageBitmap(video));
    } catch {
      // The camera was turned off between the frame and its copy.
    }
    if (!isOver) wait();
  };
  const wait = () => {
    next = video.requestVideoFrameCallback(() => {
      void take();
    });
  };
  wait();
  return () => {
    isOver = true;
    video.cancelVideoFrameCallback(next);
    run.stop();
  };
}

function draw(canvas: HTMLCanvasElement | null, frame: ImageBitmap): void {
  if (canvas !== null) {
    canvas.width = frame.width;
    canvas.height = frame.height;
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(frame);
  }
  frame.close();
}
