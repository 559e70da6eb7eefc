import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** What a browser camera is up to; `insecure` where the page came by plain HTTP from another machine. */
export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'absent' | 'insecure' | 'ended';

/** A browser camera. */
export interface Camera {
  readonly state: CameraState;
  readonly video: RefObject<HTMLVideoElement | null>;
  /** Cameras that there are; their names are known once one was allowed. */
  readonly devices: readonly MediaDeviceInfo[];
  readonly device: string | null;
  readonly choose: (device: string | null) => void;
  readonly start: () => void;
  readonly stop: () => void;
  /** The present frame as PNG, in which no pixel is changed; null while there is none. */
  readonly capture: () => Promise<Blob | null>;
}

/** A browser camera that is on until the component goes, or somebody turns it off. */
export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const [isWanted, setWanted] = useState(false);
  const [device, choose] = useState<string | null>(null);
  const [state, setState] = useState<CameraState>('off');
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    if (!isWanted) {
      setState('off');
      return undefined;
    }
    const stopping = new AbortController();
    setState('starting');
    const open = async () => {
      const stream = await openStream(device, stopping.signal, setState);
      if (stream === null || video.current === null) return;
      video.current.srcObject = stream;
      setDevices(await cameras());
      await firstFrame(video.current, stopping.signal);
      if (!stopping.signal.aborted) setState('on');
    };
    void open();
    return () => {
      stopping.abort();
    };
  }, [isWanted, device]);
  const start = useCallback(() => {
    setWanted(true);
  }, []);
  const stop = useCallback(() => {
    setWanted(false);
  }, []);
  const capture = useCallback(async () => frameOf(video.current), []);
  return { state, video, devices, device, choose, start, stop, capture };
}

/** Opens the camera; null where that failed, of which the state is told. */
async function openStream(
  device: string | null,
  signal: AbortSignal,
  onState: (state: CameraState) => void,
): Promise<MediaStream | null> {
  if (!isSecureContext) {
    onState('insecure');
    return null;
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(device === null ? { facingMode: 'environment' } : { deviceId: { exact: device } }),
        width: { ideal: 1920 },
        height: { ideal: 1080 },
      },
    });
    const stop = () => {
      for (const track of stream.getTracks()) track.stop();
    };
    if (signal.aborted) {
      stop();
      return null;
    }
    signal.addEventListener('abort', stop);
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      onState('ended');
    });
    return stream;
  } catch (error) {
    if (!signal.aborted) onState(isRefusal(error) ? 'refused' : 'absent');
    return null;
  }
}

/** Until there is something to take: before, a picture asked for would be none. */
async function firstFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      resolve();
    };
    video.addEventListener('loadeddata', done, { once: true, signal });
    signal.addEventListener('abort', done);
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}

async function cameras(): Promise<readonly MediaDeviceInfo[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter(({ kind }) => kind === 'videoinput');
}

async function frameOf(video: HTMLVideoElement | null): Promise<Blob | null> {
  if (video === null || video.videoWidth === 0) return null;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return null;
  context.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
