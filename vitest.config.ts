import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'practice-shop/**/*.test.ts',
      'integrations/**/*.test.ts',
      'bench/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    globalSetup: ['src/engines/testing/start-test-server.ts'],
    pool: 'forks',
    // A worker keeps what it has read of the house from file to file: reading it anew is a quarter of the work. Tests share nothing else.
    isolate: false,
    // Two cores: many tests wait for a clock or a browser, so three at a time keep both busy; each takes a little longer for it.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
