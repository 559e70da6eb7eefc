import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { themeCss } from './theme-css.ts';

/** Where `npx fewgood station` listens. */
const STATION = process.env['FEWGOOD_STATION'] ?? 'http://127.0.0.1:7070';

export default defineConfig({
  plugins: [react(), themeCss()],
  build: {
    target: 'es2023',
    // Nothing in `data:`: the page's policy names where each kind of file may come from.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': STATION } },
});
