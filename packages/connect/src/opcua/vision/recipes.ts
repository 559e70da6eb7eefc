import type { UAObject, VariantOptions } from 'node-opcua';
import type { PartNames } from '../part-names.ts';
import type { TriggerBoard } from '../trigger-board.ts';
import { idOf, numberOf, VisionError, type VisionFrame } from './vision-frame.ts';

/** What a client asks of recipes to be prepared: OPC 40100-1, 12.22. */
const [UNPREPARED, PREPARED] = [0, 1];

/** The recipes of OPC 40100-1 are the parts of the station: both ids are the name of the part, and the one that is prepared is that of the next trigger. */
export class VisionRecipes {
  readonly #frame: VisionFrame;
  readonly #system: UAObject;
  readonly #board: TriggerBoard;
  readonly #parts: PartNames;

  constructor(frame: VisionFrame, system: UAObject, board: TriggerBoard, parts: PartNames) {
    this.#frame = frame;
    this.#system = system;
    this.#board = board;
    this.#parts = parts;
  }

  /** Lets its methods work. */
  bind(): void {
    const frame = this.#frame;
    const management = frame.object(this.#system, 'RecipeManagement');
    frame.bind(management, 'PrepareRecipe', async ([external, internal]) => {
      const name = idOf(external) || idOf(internal);
      const error = await this.#prepare(name);
      const isCompleted = { dataType: frame.methods.ua.DataType.Boolean, value: error === 0 };
      return frame.done(this.#internal(error === 0 ? name : ''), isCompleted, frame.error(error));
    });
    frame.bind(management, 'UnprepareRecipe', async ([external, internal]) => {
      const name = idOf(external) || idOf(internal);
      return frame.done(this.#internal(name), frame.error(this.#unprepare(name)));
    });
    frame.bind(management, 'GetRecipeListFiltered', async (given) => {
      const [external, product, prepared, most, start] = given;
      const names = await this.#filtered(idOf(external), numberOf(prepared));
      const from = names.slice(numberOf(start));
      const limit = numberOf(most) || from.length;
      // No product is linked to any.
      const page = idOf(product) === '' ? from.slice(0, limit) : [];
      const { DataType, VariantArrayType } = frame.methods.ua;
      return frame.done(
        { dataType: DataType.Boolean, value: from.length <= limit },
        { dataType: DataType.UInt32, value: page.length },
        { dataType: DataType.UInt32, value: 0 },
        {
          dataType: DataType.ExtensionObject,
          arrayType: VariantArrayType.Array,
          value: page.map((id) => frame.structure('RecipeIdInternalDataType', { id })),
        },
        frame.error(VisionError.none),
      );
    });
  }

  async #prepare(name: string): Promise<number> {
    if (name === '' || !(await this.#parts.has(name))) return VisionError.notFound;
    this.#board.select(name);
    this.#frame.raise(this.#system, 'RecipePreparedEventType', `${name} is prepared`, {
      externalId: this.#frame.variant('RecipeIdExternalDataType', { id: name }),
      internalId: this.#internal(name),
    });
    return VisionError.none;
  }

  #unprepare(name: string): number {
    if (name === '' || name !== this.#board.state.part) return VisionError.notFound;
    this.#board.select(undefined);
    // That of the trigger's own is always prepared.
    return this.#board.state.part === name ? VisionError.notPossible : VisionError.none;
  }

  async #filtered(name: string, prepared: number): Promise<string[]> {
    const { part } = this.#board.state;
    return (await this.#parts.list()).filter((one) => {
      if (name !== '' && one !== name) return false;
      if (prepared === PREPARED) return one === part;
      return prepared !== UNPREPARED || one !== part;
    });
  }

  #internal(id: string): VariantOptions {
    return this.#frame.variant('RecipeIdInternalDataType', { id });
  }
}
