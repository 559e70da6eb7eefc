/** What both chains are verified with: a station's, and a fleet's. */
export const verifyOptions = {
  head: {
    type: 'string',
    value: 'HASH',
    help: 'hash of the last entry that was noted before: it must be in the chain',
  },
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;
