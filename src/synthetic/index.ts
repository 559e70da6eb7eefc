/** Renders pictures of parts, good and defective, with exact ground truth. */
export { type DefectKind, defectKinds } from './defects/index.ts';
export { type FamilyOptions, type NamedSample, renderFamily } from './family.ts';
export { type KitOptions, type KitPart, type KitSample, renderKit } from './kit.ts';
export { visibleLevels } from './ground-truth.ts';
export { type NamedKind, parsePartKind, type PartKind, partKinds } from './kinds/index.ts';
export type { PoseFreedom } from './pose.ts';
export { leastVisibility, type PartSample, renderPart, type RenderOptions } from './render.ts';
export type { LightFreedom } from './shading.ts';
export { renderTray, type TrayOptions, type TrayPart, type TraySample } from './tray.ts';
