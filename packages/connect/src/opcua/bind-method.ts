import type { CallMethodResultOptions, ISessionContext, UAMethod, Variant } from 'node-opcua';
import { messageOf } from '../errors.ts';
import type { OpcUaLibrary } from './library.ts';

/** What a method does. */
type MethodWork = (given: readonly Variant[]) => Promise<CallMethodResultOptions>;

/** Who makes methods. */
export interface MethodFrame {
  readonly ua: OpcUaLibrary;
  /** Told what went wrong in one. */
  readonly log: (line: string) => void;
}

/** Lets a method work. What it throws is a bad status: the library would answer that all is good, with nothing. */
export function bindMethod({ ua, log }: MethodFrame, method: UAMethod, work: MethodWork): void {
  // The library tells by the number of arguments that it gets a promise.
  method.bindMethod(async (given: Variant[], _context: ISessionContext) => {
    try {
      return await work(given);
    } catch (error) {
      log(`${method.browseName.name}: ${messageOf(error)}`);
      return { statusCode: ua.StatusCodes.BadInternalError };
    }
  });
}
