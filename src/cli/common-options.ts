/** Which models; the same in every command. */
export const modelOptions = {
  model: {
    type: 'string',
    value: 'NAME|FILE,…',
    help: 'resnet18, efficientnet-lite2, or a model file; several judge together (default: FEWGOOD_MODEL, else resnet18)',
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
