/** Which models; the same in every command. */
export const modelOptions = {
  model: {
    type: 'string',
    value: 'NAME|FILE,…',
    help: 'resnet18, resnet18-int8, efficientnet-lite2, or a model file; several judge together (default: FEWGOOD_MODEL, else resnet18, of --preset fast resnet18-int8)',
  },
} as const;

/** What a model sees, where one size is for all. */
export const sizeOptions = {
  size: {
    type: 'number',
    value: 'PIXELS',
    whole: true,
    min: 32,
    help: "side of the model input (default: the model's)",
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

/** Which files of folders count; the same in every command that walks folders. */
export const folderOptions = {
  ignore: {
    type: 'list',
    value: 'GLOB',
    help: 'leave out files or folders of that name (*.txt), or at that path (old/**); may be repeated',
  },
} as const;

/** Which pictures are meant; the same in every command that takes PICTURES. */
export const inputOptions = {
  ...folderOptions,
  recursive: { type: 'boolean', help: 'also walk folders that a list on standard input names' },
} as const;
