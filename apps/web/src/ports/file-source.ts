/** A picture or a part file on its way. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

/** A file to be saved: its address, or what makes it when somebody asks for it. */
export type FileSource = string | (() => Promise<NamedBlob>);
