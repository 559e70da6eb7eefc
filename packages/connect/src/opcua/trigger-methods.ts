import { correlationSchema, nameSchema } from '@fewgood/station/api';
import type { CallMethodResultOptions, Namespace, UAObject, Variant } from 'node-opcua';
import { bindMethod, type MethodFrame } from './bind-method.ts';
import type { PartNames } from './part-names.ts';
import { readText } from './read-text.ts';
import type { TriggerBoard } from './trigger-board.ts';

interface MethodTools extends MethodFrame {
  readonly namespace: Namespace;
  readonly folder: UAObject;
  readonly board: TriggerBoard;
  readonly parts: PartNames;
}

const TRIGGER = {
  input: [
    ['Correlation', 'String', 'what the client knows this trigger by; may be empty'],
    ['Part', 'String', 'name of the part; empty is PartName'],
  ],
  output: [
    ['Good', 'Boolean', 'pass, in time: act on this alone'],
    ['Verdict', 'String', 'pass, fail, cannot judge; empty where there is none'],
    ['Ratio', 'Double', 'score / threshold; NaN where there is none'],
    ['Reason', 'String', 'why there is no verdict'],
    ['Id', 'String', 'of the inspection'],
    ['Seq', 'UInt32', 'of the inspection'],
    ['Ms', 'UInt32', 'milliseconds from the trigger to the answer'],
    ['Correlation', 'String', ''],
    ['Sequence', 'UInt32', 'of the trigger; 0 where another one was under way'],
  ],
} as const;
type Field = readonly [
  name: string,
  type: 'Boolean' | 'String' | 'Double' | 'UInt32',
  what: string,
];

/** Adds `Trigger` and `SelectPart` to a folder. */
export function addTriggerMethods(tools: MethodTools): void {
  const { ua, namespace, folder } = tools;
  const listOf = (fields: readonly Field[]) =>
    fields.map(([name, type, description]) => ({ name, dataType: ua.DataType[type], description }));
  const trigger = namespace.addMethod(folder, {
    browseName: 'Trigger',
    nodeId: 's=Trigger.Trigger',
    inputArguments: listOf(TRIGGER.input),
    outputArguments: listOf(TRIGGER.output),
  });
  bindMethod(tools, trigger, async (given) => callTrigger(tools, given));
  const select = namespace.addMethod(folder, {
    browseName: 'SelectPart',
    nodeId: 's=Trigger.SelectPart',
    inputArguments: listOf([['Name', 'String', 'empty: that of the configuration']]),
    outputArguments: [],
  });
  bindMethod(tools, select, async (given) => callSelect(tools, given));
}

async function callTrigger(
  { ua, board }: MethodTools,
  given: readonly Variant[],
): Promise<CallMethodResultOptions> {
  const { StatusCodes } = ua;
  const correlation = readText(correlationSchema, given[0]?.value);
  const part = readText(nameSchema, given[1]?.value);
  const faults = [correlation, part].map((one) =>
    one === false ? StatusCodes.BadOutOfRange : StatusCodes.Good,
  );
  if (correlation === false || part === false) {
    return { statusCode: StatusCodes.BadInvalidArgument, inputArgumentResults: faults };
  }
  const { answer, sequence } = await board.trigger({ correlation, part });
  const { good, verdict, ratio, reason, id, seq, ms } = answer;
  const told = answer.correlation ?? '';
  const values = [good, verdict ?? '', ratio ?? Number.NaN, reason ?? '', id ?? '', seq ?? 0, ms];
  return {
    statusCode: StatusCodes.Good,
    outputArguments: [...values, told, sequence].map((value, i) => ({
      dataType: ua.DataType[TRIGGER.output[i]?.[1] ?? 'String'],
      value,
    })),
  };
}

async function callSelect(
  { ua: { StatusCodes }, board, parts }: MethodTools,
  given: readonly Variant[],
): Promise<CallMethodResultOptions> {
  const name = readText(nameSchema, given[0]?.value);
  if (name === false) {
    const inputArgumentResults = [StatusCodes.BadOutOfRange];
    return { statusCode: StatusCodes.BadInvalidArgument, inputArgumentResults };
  }
  if (name !== undefined && !(await parts.has(name)))
    return { statusCode: StatusCodes.BadNotFound };
  board.select(name);
  return { statusCode: StatusCodes.Good };
}
