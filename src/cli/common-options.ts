/** Which model; the same in every command. */
export const modelOptions = {
  model: {
    type: 'string',
    value: 'FILE',
    help: 'model file of `fewgood model import` (default: FEWGOOD_MODEL, else the packaged one)',
  },
} as const;

/** How to run; the same in every command. */
export const runtimeOptions = {
  threads: {
    type: 'number',
    value: 'N',
    whole: true,
    min: 1,
    help: "threads within an operator (default: the machine's cores)",
  },
} as const;
