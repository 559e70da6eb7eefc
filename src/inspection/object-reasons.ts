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

/** Some of the places or objects of a picture. */
export interface NamedObjects {
  /** What they are called, or their numbers from 1. */
  readonly names: readonly string[];
  /** What stands before numbers. */
  readonly noun?: string;
}

/**
 * What stands against a picture by the number of its objects.
 *
 * @param expected - Null where any number may be.
 * @param missing - The places that are empty, where places are known.
 */
export function countReasons(
  found: number,
  expected: number | null,
  missing?: NamedObjects,
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
  const where = missing === undefined ? '' : `, none at ${named(missing)}`;
  return [
    {
      code: 'object-missing',
      message: `objects are missing: ${count}${where}`,
      remedy:
        'Complete the objects, and look whether one lies beyond the picture or below another.',
      facts: { ...facts, ...(missing && { places: missing.names.join(', ') }) },
    },
  ];
}

/** What stands against a picture in which objects cover each other. */
export function overlapReasons(judged: readonly JudgedObject[]): Reason[] {
  const numbers = numbersOf(judged, ({ object }) => object.isOverlapping);
  if (numbers.length === 0) return [];
  const which =
    judged.length === 1 ? 'the object and another' : named({ noun: 'object', names: numbers });
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

/** What stands against a picture in which parts of another kind lie at places. */
export function kindReasons(judged: readonly JudgedObject[]): Reason[] {
  const others = judged.flatMap(({ object: { place }, inspection: { reasons } }) => {
    const reason = reasons.find(({ code }) => code === 'other-kind');
    const kind = reason?.facts['found'];
    return place && typeof kind === 'string' ? [{ place: place.name, kind }] : [];
  });
  if (others.length === 0) return [];
  const found = others.map(({ place, kind }) => `${place} (${kind})`);
  return [
    {
      code: 'other-kind',
      message: `what lies there passes as another kind: ${found.join(', ')}`,
      remedy: 'Lay each part where it belongs.',
      facts: {
        places: others.map(({ place }) => place).join(', '),
        found: others.map(({ kind }) => kind).join(', '),
      },
    },
  ];
}

/** What stands against objects: each kind of reason once, in the words of the first object that has it. */
export function objectReasons(judged: readonly JudgedObject[]): Reason[] {
  // What lies at several places is told of all of them together.
  const told = judged.flatMap(({ inspection }) => inspection.reasons);
  const all = told.filter(({ code }) => code !== 'other-kind');
  const firsts = all.filter(({ code }, i) => all.findIndex((one) => one.code === code) === i);
  return firsts.map((reason) => {
    const numbers = numbersOf(judged, ({ inspection }) =>
      inspection.reasons.some(({ code }) => code === reason.code),
    );
    const isAll = numbers.length === judged.length;
    const names = numbers.flatMap((number) => judged[Number(number) - 1].object.place?.name ?? []);
    const shown = names.length > 0 ? { names } : { noun: 'object', names: numbers };
    const which = isAll && judged.length > 1 ? 'each object' : named(shown);
    return {
      ...reason,
      message: `${which}: ${reason.message}`,
      facts: {
        ...reason.facts,
        objects: numbers.join(', '),
        ...(names.length > 0 && { places: names.join(', ') }),
      },
    };
  });
}

/** Numbers from 1 of those that are meant. */
function numbersOf(
  judged: readonly JudgedObject[],
  isMeant: (one: JudgedObject) => boolean,
): string[] {
  return judged.flatMap((one, i) => (isMeant(one) ? [String(i + 1)] : []));
}

function named({ noun, names }: NamedObjects): string {
  const before = noun === undefined ? '' : `${noun}${names.length === 1 ? '' : 's'} `;
  return `${before}${names.join(', ')}`;
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
