import type {
  AddressSpace,
  BaseNode,
  CallMethodResultOptions,
  ExtensionObject,
  UADataType,
  UAMethod,
  UAObject,
  Variant,
  VariantOptions,
} from 'node-opcua';
import { bindMethod, type MethodFrame } from '../bind-method.ts';

const MACHINE_VISION = 'http://opcfoundation.org/UA/MachineVision';

/** What a method of OPC 40100-1 answers in its last argument; above 0 the specification has its own. */
export const VisionError = { none: 0, notFound: -1, notPossible: -2 } as const;

/** Makes and finds what is of OPC 40100-1. */
export class VisionFrame {
  readonly methods: MethodFrame;
  readonly space: AddressSpace;
  readonly #index: number;

  constructor(methods: MethodFrame, space: AddressSpace) {
    this.methods = methods;
    this.space = space;
    this.#index = space.getNamespaceIndex(MACHINE_VISION);
  }

  /** Makes the vision system, with what is optional of it. */
  system(optionals: string[]): UAObject {
    const type = this.space.findObjectType('VisionSystemType', this.#index);
    if (type === null) throw new Error('OPC 40100-1 has no VisionSystemType');
    const { objects } = this.space.rootFolder;
    return type.instantiate({
      namespace: this.space.getOwnNamespace(),
      browseName: 'VisionSystem',
      nodeId: 's=VisionSystem',
      organizedBy: objects,
      notifierOf: objects.server,
      eventNotifier: 1,
      optionals,
    });
  }

  child(node: BaseNode, ...names: readonly string[]): BaseNode {
    return names.reduce((at, name) => {
      const next = at.getChildByName(name, this.#index) ?? at.getChildByName(name, 0);
      if (next === null) throw new Error(`${at.browseName.name} has no ${name}`);
      return next;
    }, node);
  }

  object(node: BaseNode, ...names: readonly string[]): UAObject {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the specification says that it is one
    return this.child(node, ...names) as UAObject;
  }

  /** Lets a method of an object work. */
  bind(
    node: UAObject,
    name: string,
    work: (given: readonly Variant[]) => Promise<CallMethodResultOptions>,
  ): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the specification says that it is one
    bindMethod(this.methods, this.child(node, name) as UAMethod, work);
  }

  dataType(type: string): UADataType {
    const dataType = this.space.findDataType(type, this.#index);
    if (dataType === null) throw new Error(`OPC 40100-1 has no ${type}`);
    return dataType;
  }

  /** A value of a structure. */
  structure(type: string, fields: Readonly<Record<string, unknown>>): ExtensionObject {
    return this.space.constructExtensionObject(this.dataType(type), fields);
  }

  /** As {@link structure}, as an argument or a value. */
  variant(type: string, fields: object): VariantOptions {
    const { ExtensionObject: dataType } = this.methods.ua.DataType;
    return { dataType, value: this.structure(type, { ...fields }) };
  }

  error(value: number): VariantOptions {
    return { dataType: this.methods.ua.DataType.Int32, value };
  }

  /** A method was called in a state that does not have it. */
  get wrongState(): CallMethodResultOptions {
    return { statusCode: this.methods.ua.StatusCodes.BadInvalidState };
  }

  /** A client gave what is none. */
  get wrongArgument(): CallMethodResultOptions {
    return { statusCode: this.methods.ua.StatusCodes.BadInvalidArgument };
  }

  done(...outputArguments: VariantOptions[]): CallMethodResultOptions {
    return { statusCode: this.methods.ua.StatusCodes.Good, outputArguments };
  }

  /** Tells whoever subscribes to events of a system. */
  raise(
    system: UAObject,
    type: string,
    text: string,
    fields: Readonly<Record<string, VariantOptions>> = {},
  ): void {
    const { DataType, Variant } = this.methods.ua;
    const eventType = this.space.findEventType(type, this.#index);
    if (eventType === null) throw new Error(`OPC 40100-1 has no ${type}`);
    const all: Record<string, VariantOptions> = {
      message: { dataType: DataType.LocalizedText, value: { text } },
      severity: { dataType: DataType.UInt16, value: SEVERITY },
      ...fields,
    };
    const told = Object.entries(all).map(([name, value]) => [name, new Variant(value)]);
    system.raiseEvent(eventType, Object.fromEntries(told));
  }
}

/** As information has it: OPC 10000-5, 6.4.2. */
const SEVERITY = 100;

/** The id of an identification that a client gave; empty where it gave none. */
export function idOf(given: Variant | undefined): string {
  const value: unknown = given?.value;
  if (typeof value !== 'object' || value === null || !('id' in value)) return '';
  return typeof value.id === 'string' ? value.id.trim() : '';
}

/** A number that a client gave. */
export function numberOf(given: Variant | undefined): number {
  const value: unknown = given?.value;
  return typeof value === 'number' ? value : 0;
}
