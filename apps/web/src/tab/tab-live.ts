import type { LiveApi } from '../ports/live-api.ts';
import { reasonOf } from './faults.ts';
import { judgingPart } from './judging-part.ts';
import type { Tab } from './tab.ts';

/** Judging a camera in the browser. */
export function tabLive(tab: Tab): LiveApi {
  return {
    begin: (partId, { onVerdict, onFault }) => {
      const part = judgingPart(tab, partId);
      let begun = performance.now();
      const frames = tab.engine.live(async () => part, {
        onResult: (judged) => {
          const latency = performance.now() - begun;
          begun = performance.now();
          const { verdict: outcome, ...found } = judged.inspection;
          const { ratio, score, threshold, provisional, regions, reasons } = found;
          const show = async () => {
            const overlay = await tab.parts.ask('frame', judged);
            const { done, dropped } = frames;
            const verdict = { outcome, ratio, score, threshold, provisional, regions };
            onVerdict(
              { ...verdict, reasons: reasons.map(plain), overlay, latency },
              { judged: done, dropped },
            );
          };
          show().catch((error: unknown) => {
            onFault(reasonOf(error));
          });
        },
        onError: (error) => {
          onFault(reasonOf(error));
        },
      });
      return {
        offer: (frame) => {
          frames.offer(frame);
        },
        stop: () => {
          frames.stop();
        },
      };
    },
  };
}

function plain<T extends { readonly facts: object }>(reason: T) {
  return { ...reason, facts: { ...reason.facts } };
}
