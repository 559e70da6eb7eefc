import { ArgumentRangeError } from '../../errors.ts';
import { type Setting, valueText } from '../../inspection/settings.ts';
import type { OptionValue } from '../results/evaluation-result.ts';
import type { Method } from './method.ts';

/** Options of a method that differ from its own, as plain data. */
export type MethodChanges = Readonly<Record<string, OptionValue>>;

/** What is said of one option: its values, and the default if it does not depend on the model. */
export type MethodOption<T> = Pick<Setting<T>, 'kind' | 'default' | 'oldNames'>;

/** A method that can be chosen by its name and changed in its options. */
export interface MethodEntry extends Pick<Method, 'name' | 'source'> {
  /** By name. */
  readonly options: Readonly<Record<string, MethodOption<unknown>>>;
  /**
   * The method with some of its options changed.
   *
   * @throws {@link ArgumentRangeError} if it has no such option, or a value is out of range.
   */
  create(changes?: MethodChanges): Method;
}

/** What a method's file says of it. */
export interface MethodDeclaration<O> extends Pick<Method, 'name' | 'source'> {
  /** One entry an option. */
  readonly options: { readonly [K in keyof O]-?: MethodOption<Exclude<O[K], undefined>> };
  /** Defaults that differ from those of their entries. */
  readonly defaults?: Partial<O>;
  /** What the method does under some options. */
  readonly make: (options: O) => Pick<Method, 'augmentations' | 'levels' | 'fit' | 'enlargement'>;
}

/** Makes an entry of what a method's file says. */
export function defineMethod<O extends object>({
  name,
  source,
  options,
  defaults: own,
  make,
}: MethodDeclaration<O>): MethodEntry {
  const table: MethodEntry['options'] = { ...options };
  const defaults = Object.entries(table)
    .filter(([, option]) => option.default !== undefined)
    .map(([option, { default: value }]) => [option, value] as const);
  return {
    name,
    source,
    options: table,
    create: (changes = {}) => {
      const checked = Object.entries(changes).map(([option, value]) => {
        return [option, check(option, value, { name, options: table })] as const;
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each option has its own schema
      const complete = {
        ...Object.fromEntries(defaults),
        ...own,
        ...Object.fromEntries(checked),
      } as O & Method['options'];
      return { name, source, options: complete, ...make(complete) };
    },
  };
}

function check(
  option: string,
  value: OptionValue,
  { name, options }: Pick<MethodEntry, 'name' | 'options'>,
): unknown {
  if (!Object.hasOwn(options, option)) {
    const expected = `an option of ${name}, one of ${Object.keys(options).join(', ')}`;
    throw new ArgumentRangeError(option, valueText(value), expected);
  }
  const parsed = options[option].kind.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ message }] = parsed.error.issues;
  throw new ArgumentRangeError(option, valueText(value), message);
}
