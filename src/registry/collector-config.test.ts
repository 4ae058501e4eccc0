import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentLine, collectorConfig } from './collector-config.ts';

it('the configuration is YAML that sends to this Shopbell with the key, and one line fetches it', () => {
  const read = parse(collectorConfig('https://bell.example', 'sb_a_b_c')) as {
    exporters: { otlphttp: { endpoint: string; headers: object } };
  };
  expect(read.exporters.otlphttp).toMatchObject({ endpoint: 'https://bell.example/in', headers: { authorization: 'Bearer sb_a_b_c' } });
  expect(agentLine('https://bell.example')).toContain(' https://bell.example/in/collector.yaml | sudo tee ');
});
