/**
 * Names that storage devices and systems leave in folders of pictures, compared without capitals:
 * Synology's `@eaDir`, recycle bins of NAS and Windows, snapshots, thumbnails, what macOS keeps beside
 * files of other systems. They hold thumbnails and deleted files, which nobody wants judged.
 */
const NAMES: ReadonlySet<string> = new Set(
  `@eadir @tmp @recycle @recently-snapshot @sharesnap @syno #recycle #snapshot ~snapshot
  $recycle.bin recycler recycled lost+found __macosx thumbs.db ehthumbs.db ehthumbs_vista.db
  desktop.ini`
    .split(/\s+/)
    .concat('system volume information', 'network trash folder', 'temporary items'),
);

/**
 * Whether a file or folder is left out unless somebody names it: a by-product of storage, or hidden, as
 * all is whose name starts with a dot. Writers may use such a name until they rename their file.
 *
 * @param name - Of the file or folder, without those above it.
 */
export function isByProduct(name: string): boolean {
  return name.startsWith('.') || NAMES.has(name.toLowerCase());
}
