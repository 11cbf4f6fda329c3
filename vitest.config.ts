import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    pool: 'forks',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bots/**/*.test.ts', 'examples/**/*.test.ts', 'console/src/**/*.test.ts'],
    testTimeout: 20_000,
  },
});

export default config;
