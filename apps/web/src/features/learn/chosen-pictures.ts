import { useEffect, useMemo, useRef, useState } from 'react';

/** A golden sample that was chosen, and what is to be said of it before anything is learned. */
export interface ChosenPicture {
  readonly key: string;
  readonly name: string;
  readonly blob: Blob;
  /** Address to show it from. */
  readonly address: string;
  /** Pixels; null until it is read, or where the browser cannot. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** The first of the chosen pictures that is the same file. */
  readonly copyOf: string | null;
}

/** Most pictures of one support set that are of use. */
export const MOST_PICTURES = 8;

/** The pictures that somebody chose to learn from. */
export interface ChosenPictures {
  readonly pictures: readonly ChosenPicture[];
  /** Those that count: of files that are the same, the first. */
  readonly distinct: readonly ChosenPicture[];
  readonly add: (files: readonly { readonly name: string; readonly blob: Blob }[]) => void;
  readonly remove: (key: string) => void;
}

/** Pictures to learn from, each looked at as it is added. */
export function useChosenPictures(): ChosenPictures {
  const [pictures, setPictures] = useState<readonly ChosenPicture[]>([]);
  const addresses = useRef<string[]>([]);
  useEffect(
    () => () => {
      for (const address of addresses.current) URL.revokeObjectURL(address);
    },
    [],
  );
  const add: ChosenPictures['add'] = (files) => {
    const lookAtAll = async () => {
      const looked = await Promise.all(files.map(look));
      addresses.current.push(...looked.map(({ address }) => address));
      setPictures((before) => withCopies([...before, ...looked]));
    };
    void lookAtAll();
  };
  const remove = (key: string) => {
    setPictures((before) => withCopies(before.filter((picture) => picture.key !== key)));
  };
  const distinct = useMemo(() => pictures.filter(({ copyOf }) => copyOf === null), [pictures]);
  return { pictures, distinct, add, remove };
}

let added = 0;

async function look({ name, blob }: { readonly name: string; readonly blob: Blob }) {
  added += 1;
  return {
    key: `${String(added)}-${await contentOf(blob)}`,
    name,
    blob,
    address: URL.createObjectURL(blob),
    size: await sizeOf(blob),
    copyOf: null,
  } satisfies ChosenPicture;
}

/** What tells that two files are the same; `crypto.subtle` is missing where the page came by plain HTTP. */
async function contentOf(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  // FNV-1a: nobody forges a copy of their own picture.
  let hash = 0x81_1c_9d_c5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0;
  return `${String(bytes.length)}-${hash.toString(16)}`;
}

async function sizeOf(blob: Blob): Promise<ChosenPicture['size']> {
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return null;
  }
}

/** Names for each picture the first one that is the same file. */
function withCopies(pictures: readonly ChosenPicture[]): readonly ChosenPicture[] {
  const first = new Map<string, string>();
  return pictures.map((picture) => {
    const content = picture.key.slice(picture.key.indexOf('-') + 1);
    const copyOf = first.get(content) ?? null;
    if (copyOf === null) first.set(content, picture.name);
    return { ...picture, copyOf };
  });
}
