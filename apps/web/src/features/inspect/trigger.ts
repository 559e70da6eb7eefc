import { useEffect, useEffectEvent, useRef } from 'react';
import type { Camera } from '../../components/camera.ts';
import { MotionGate } from './motion-gate.ts';

/** What sets off an inspection: key and button alone, every so many seconds, or a part that comes to rest. */
export type TriggerMode = 'manual' | 'interval' | 'motion';

/** Side of the frames that motion is looked for in, pixels. */
const SIDE = 48;
/** Milliseconds between such frames. */
const LOOK_EVERY = 120;

/**
 * Calls `fire` by the key (space bar), at an interval, or when a part comes to rest before the camera.
 *
 * @param seconds - Between pictures, in the mode `interval`.
 */
export function useTrigger(
  camera: Camera,
  { mode, seconds }: { readonly mode: TriggerMode; readonly seconds: number },
  fire: () => void,
): void {
  const isOn = camera.state === 'on';
  const onFire = useEffectEvent(fire);
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || event.repeat || isControl(event.target)) return;
      event.preventDefault();
      onFire();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [isOn]);
  useEffect(() => {
    if (!isOn || mode !== 'interval') return undefined;
    const timer = setInterval(() => {
      onFire();
    }, seconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [isOn, mode, seconds]);
  useMotion(camera, isOn && mode === 'motion', fire);
}

function useMotion({ video }: Camera, isWatching: boolean, fire: () => void): void {
  const onFire = useEffectEvent(fire);
  const canvas = useRef<OffscreenCanvas>(null);
  useEffect(() => {
    if (!isWatching) return undefined;
    const gate = new MotionGate();
    canvas.current ??= new OffscreenCanvas(SIDE, SIDE);
    const context = canvas.current.getContext('2d', { willReadFrequently: true });
    const timer = setInterval(() => {
      if (context === null || video.current === null) return;
      context.drawImage(video.current, 0, 0, SIDE, SIDE);
      if (gate.next(lightness(context.getImageData(0, 0, SIDE, SIDE).data))) onFire();
    }, LOOK_EVERY);
    return () => {
      clearInterval(timer);
    };
  }, [isWatching, video]);
}

/** Lightness of RGBA pixels, shape [H · W]; green stands for it. */
function lightness(rgba: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 4 }, (_, index) => rgba[4 * index + 1] ?? 0);
}

/** What the space bar works by itself: not a radio button, which has nothing to do once it is chosen. */
const CONTROLS =
  'button, input:not([type="radio"]), select, textarea, a, [role="option"], [role="dialog"]';

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(CONTROLS) !== null;
}
