import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests that hear or keep real sound in real time: one after the other, when nothing else wants the processor. */
const inRealTime = [
  'test/walks/**/*.test.ts',
  'src/engine/webrtc-peer.test.ts',
  'test/recordings/killed-recorder.test.ts',
  'test/recordings/bad-disks.test.ts',
  'test/transcription/killed-provider.test.ts',
];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    pool: 'forks',
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['src', 'test', 'bots', 'examples', 'console/src'].map((folder) => `${folder}/**/*.test.ts`),
          exclude: ['**/node_modules/**', ...inRealTime],
          // Vitest itself leaves one core free, and most machines of a build have two.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'walks', include: inRealTime, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
});

export default config;
