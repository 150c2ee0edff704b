import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a gateway. */
const gateway = process.env.GATEWAY ?? 'http://127.0.0.1:8010';

export default defineConfig({
  plugins: [vue()],
  // Relative, so that the page also works below a path of a reverse proxy.
  base: './',
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    target: 'es2022',
    // Nothing inline: the page is served with a policy that forbids it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/v1': gateway,
      '^/[A-Za-z0-9]+$': { target: gateway, ws: true },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
