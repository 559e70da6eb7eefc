/** Materials that several kinds use. */
import { type Material, metal, plain, rgb, textured } from '../material.ts';

export const steel: Material = metal(rgb(0xc3c5c9), 0.32, textured('brushed', 0.08, 0.0006));
export const turnedSteel: Material = metal(rgb(0xc0c3c8), 0.3, textured('turned', 0.1, 0.0008));
export const castSteel: Material = metal(rgb(0x9b9c9f), 0.55, textured('grain', 0.16, 0.002));
export const zinc: Material = metal(rgb(0xb9bec6), 0.4, textured('spangle', 0.13, 0));
export const brass: Material = metal(rgb(0xd9b25c), 0.3, textured('turned', 0.08, 0.0006));
export const gold: Material = metal(rgb(0xe6bf62), 0.28, textured('grain', 0.05, 0.0004));
export const tin: Material = metal(rgb(0xd5d8da), 0.35, textured('grain', 0.05, 0.001));

export const darkMat: Material = plain(rgb(0x3a3d42), 0.95, textured('grain', 0.14, 0.0015));
export const belt: Material = plain(rgb(0x46544d), 0.85, textured('weave', 0.13, 0.004));
export const greyTable: Material = plain(rgb(0x8f9499), 0.95, textured('grain', 0.06, 0.0008));
export const paleTable: Material = plain(rgb(0xbfc2c0), 0.95, textured('grain', 0.04, 0.0006));
export const blueMat: Material = plain(rgb(0x34506e), 0.9, textured('weave', 0.1, 0.002, 0.6));
