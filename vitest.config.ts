import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Whole houses and browsers in real time that mostly wait for each other; none of them judges a sound, which stutters beside others: two at a time. */
const waiting = ['captions-look', 'https', 'init', 'inspector', 'lab-page', 'meeting-page', 'pages', 'reload'].map(
  (name) => `test/walks/${name}.test.ts`,
);

/** Tests that hear or keep real sound in real time: one after the other, when nothing else wants the processor. */
const listening = [
  'test/walks/**/*.test.ts',
  'src/engine/webrtc-peer.test.ts',
  'test/recordings/killed-recorder.test.ts',
  'test/recordings/bad-disks.test.ts',
  'test/transcription/killed-provider.test.ts',
];

/** Each in a process of its own: pages stand on what their browser has globally, others put modules in the place of ours or measure memory. */
const apart = [
  'console/src/**/*.test.ts',
  'src/engine/soak.test.ts',
  'src/media/segments/long-log.test.ts',
  'src/server/recordings/missing-library.test.ts',
  'src/speech/redaction/redaction-steps.test.ts',
  'src/store/missing-library.test.ts',
  'test/transcription/three-hours.test.ts',
];

/** Vitest itself leaves one core free, and most machines of a build have two. */
const maxWorkers = '100%';

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
          include: ['src', 'test', 'bots', 'examples'].map((folder) => `${folder}/**/*.test.ts`),
          exclude: ['**/node_modules/**', ...apart, ...listening],
          maxWorkers,
          // Two fifths of their time was the loading of the same modules for each of them anew: a test leaves no global behind.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'apart', include: apart, maxWorkers, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'waiting', include: waiting, maxWorkers: 2, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: 'walks',
          include: listening,
          exclude: ['**/node_modules/**', ...waiting],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

export default config;
