/** Builds the pages into `console/dist`; `vite` alone serves them for development beside a Rollcall on port 4400. */
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const rollcall = 'http://127.0.0.1:4400';

const config: UserConfig = defineConfig({
  plugins: [react()],
  // Nothing is inlined, so that a content security policy of 'self' is enough.
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
  server: {
    proxy: {
      '/live': { target: rollcall, ws: true, changeOrigin: true },
      '/voicemail': { target: rollcall, changeOrigin: true },
      '/kept': { target: rollcall, changeOrigin: true },
    },
  },
});

export default config;
