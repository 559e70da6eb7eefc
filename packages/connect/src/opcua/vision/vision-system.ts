import { correlationSchema, nameSchema } from '@fewgood/station/api';
import type { AddressSpace, UAObject } from 'node-opcua';
import { messageOf } from '../../errors.ts';
import type { MethodFrame } from '../bind-method.ts';
import type { PartNames } from '../part-names.ts';
import { readText } from '../read-text.ts';
import type { TriggerBoard } from '../trigger-board.ts';
import { VisionRecipes } from './recipes.ts';
import { VisionResults } from './results.ts';
import { idOf, VisionError, VisionFrame } from './vision-frame.ts';
import { VisionStates } from './vision-states.ts';

/** What is optional in OPC 40100-1, and is there. */
const OPTIONALS = [
  'RecipeManagement',
  'ResultManagement',
  'ResultManagement.Results',
  'VisionStateMachine.AutomaticModeStateMachine',
];

interface VisionTools {
  readonly methods: MethodFrame;
  readonly space: AddressSpace;
  readonly board: TriggerBoard;
  readonly parts: PartNames;
  /** Version of the station, which is its configuration. */
  readonly version: string;
}

/**
 * Adds the vision system of OPC 40100-1 (machine vision, part 1, version 1.0.0): state machines, recipes, results and their
 * events, over the same board as the folder `Trigger`.
 */
export function addVisionSystem({ methods, space, board, parts, version }: VisionTools): void {
  const frame = new VisionFrame(methods, space);
  const system = frame.system(OPTIONALS);
  const states = new VisionStates(frame, system);
  const results = new VisionResults(frame, system, version);
  const recipes = new VisionRecipes(frame, system, board, parts);
  recipes.bind();
  bindMain(frame, system, states, board);
  bindAutomatic(frame, system, states, board);
  board.onChange((state) => {
    try {
      // A result is told of before the next picture may be taken.
      results.follow(state);
      states.follow(state);
    } catch (error) {
      // What is shown here must never hinder an answer.
      methods.log(`VisionSystem: ${messageOf(error)}`);
    }
  });
}

function bindMain(
  frame: VisionFrame,
  system: UAObject,
  states: VisionStates,
  board: TriggerBoard,
): void {
  const machine = frame.object(system, 'VisionStateMachine');
  frame.bind(machine, 'Halt', async () => {
    if (states.main === 'Halted') return frame.wrongState;
    board.halt(true);
    return frame.done(frame.error(VisionError.none));
  });
  frame.bind(machine, 'Reset', async () => {
    if (states.main === 'Halted') board.halt(false);
    else states.reset(board.state);
    board.select(undefined);
    return frame.done(frame.error(VisionError.none));
  });
}

function bindAutomatic(
  frame: VisionFrame,
  system: UAObject,
  states: VisionStates,
  board: TriggerBoard,
): void {
  const machine = frame.object(system, 'VisionStateMachine', 'AutomaticModeStateMachine');
  frame.bind(machine, 'StartSingleJob', async ([measurement, part, recipe, product]) => {
    if (states.automatic !== 'Ready') return frame.wrongState;
    // No product is linked to any recipe.
    const isKnown = idOf(product) === '';
    const correlation = readText(correlationSchema, idOf(measurement) || idOf(part));
    const name = readText(nameSchema, idOf(recipe));
    if (correlation === false || name === false) return frame.wrongArgument;
    const started = isKnown ? board.begin({ correlation, part: name }) : undefined;
    const error = started === undefined ? VisionError.notFound : VisionError.none;
    return frame.done(
      frame.variant('JobIdDataType', { id: started?.job ?? '' }),
      frame.error(error),
    );
  });
  // A job ends by itself, within its deadline.
  for (const name of ['Stop', 'Abort']) {
    frame.bind(machine, name, async () => {
      if (states.automatic !== 'SingleExecution') return frame.wrongState;
      return frame.done(frame.error(VisionError.notPossible));
    });
  }
  frame.bind(machine, 'StartContinuous', async () => ({
    statusCode: frame.methods.ua.StatusCodes.BadNotSupported,
  }));
}
