import type { Manual } from './command.ts';

/** Options of `fewgood model info`. */
export const modelInfoOptions = {
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood model info`. */
export const modelInfoManual: Manual<typeof modelInfoOptions> = {
  usage: 'NAME|FILE.onnx [options]',
  examples: ['fewgood model info efficientnet-lite2', 'fewgood model info resnet18.onnx --json'],
  options: modelInfoOptions,
};
