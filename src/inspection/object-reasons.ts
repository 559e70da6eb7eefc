/**
 * Why a picture of several objects is not what its worst object alone would say, in words.
 *
 * @module
 */
import { OBJECTS } from '../hyperparameters.ts';
import type { Size } from '../image/rgb-image.ts';
import type { ObjectContact } from '../objects/contact.ts';
import type { JudgedObject } from './judged-object.ts';
import type { Reason } from './reason.ts';

/** Of a picture in which no object was found. */
export const NO_OBJECTS: Reason = {
  code: 'no-objects',
  message: 'no object stands out from the ground',
  remedy:
    'Look whether objects lie there, and whether light and ground are as in the good pictures.',
  facts: {},
};

/**
 * What stands against a picture by the number of its objects.
 *
 * @param expected - Null where any number may be.
 * @param missing - Numbers of the places that are empty, from 1, where places are known.
 */
export function countReasons(
  found: number,
  expected: number | null,
  missing: readonly number[],
): Reason[] {
  if (expected === null || found === expected) return [];
  const facts = { measured: found, limit: expected };
  const count = `expected ${expected}, found ${found}`;
  if (found > expected) {
    return [
      {
        code: 'object-surplus',
        message: `there are more objects than there should be: ${count}`,
        remedy: 'Take out what does not belong there.',
        facts,
      },
    ];
  }
  const where = missing.length === 0 ? '' : `, none at ${named('place', missing)}`;
  return [
    {
      code: 'object-missing',
      message: `objects are missing: ${count}${where}`,
      remedy:
        'Complete the objects, and look whether one lies beyond the picture or below another.',
      facts: { ...facts, ...(missing.length > 0 && { places: missing.join(', ') }) },
    },
  ];
}

/** What stands against a picture in which objects cover each other. */
export function overlapReasons(judged: readonly JudgedObject[]): Reason[] {
  const numbers = numbersOf(judged, ({ object }) => object.isOverlapping);
  if (numbers.length === 0) return [];
  const which = judged.length === 1 ? 'the object and another' : named('object', numbers);
  return [
    {
      code: 'objects-overlap',
      message: `${which} cover each other: what is below is not seen`,
      remedy: 'Lay the objects apart, and take the picture again.',
      facts: judged.length === 1 ? {} : { objects: numbers.join(', ') },
    },
  ];
}

/**
 * What stands against an object of which touching others leaves little to be judged: what is left may show a
 * defect, and never that there is none.
 */
export function contactReasons(contact: ObjectContact | null): Reason[] {
  if (contact === null || contact.share >= OBJECTS.leastJudged) return [];
  const [share, least] = [contact.share, OBJECTS.leastJudged].map((one) => Math.floor(100 * one));
  return [
    {
      code: 'objects-touch',
      message: `others touch it, and ${share} % of it can be judged: expected ${least} % or more`,
      remedy: 'Lay the objects apart, and take the picture again.',
      facts: { measured: contact.share, limit: OBJECTS.leastJudged },
    },
  ];
}

/** What stands against objects: each kind of reason once, in the words of the first object that has it. */
export function objectReasons(judged: readonly JudgedObject[]): Reason[] {
  const all = judged.flatMap(({ inspection }) => inspection.reasons);
  const firsts = all.filter(({ code }, i) => all.findIndex((one) => one.code === code) === i);
  return firsts.map((reason) => {
    const numbers = numbersOf(judged, ({ inspection }) =>
      inspection.reasons.some(({ code }) => code === reason.code),
    );
    const isAll = numbers.length === judged.length;
    const which = isAll && judged.length > 1 ? 'each object' : named('object', numbers);
    return {
      ...reason,
      message: `${which}: ${reason.message}`,
      facts: { ...reason.facts, objects: numbers.join(', ') },
    };
  });
}

/** Numbers from 1 of those that are meant. */
function numbersOf(
  judged: readonly JudgedObject[],
  isMeant: (one: JudgedObject) => boolean,
): number[] {
  return judged.flatMap((one, i) => (isMeant(one) ? [i + 1] : []));
}

function named(noun: string, numbers: readonly number[]): string {
  return `${noun}${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
}

/**
 * What stands against a picture of another frame: places and sizes of objects are shares of it.
 *
 * @param good - A good picture's size.
 */
export function frameReasons(picture: Size, good: Size): Reason[] {
  const [measured, usual] = [picture, good].map(({ width, height }) => width / height);
  const isWider = measured > usual;
  if (Math.abs(Math.log(measured / usual)) <= OBJECTS.proportions) return [];
  const limit = usual * Math.exp(isWider ? OBJECTS.proportions : -OBJECTS.proportions);
  return [
    {
      code: 'aspect-ratio',
      message: `it is ${isWider ? 'wider' : 'higher'} than the good pictures: ${measured.toFixed(2)} : 1, expected ${usual.toFixed(2)} : 1`,
      remedy: 'Send the picture with the frame, the crop and the orientation of the good pictures.',
      facts: { measured, limit, good: usual },
    },
  ];
}
