import { expect, test } from 'vitest';
import { refusalOf } from './origin-guard.ts';

test.each([
  [{ host: 'localhost:4400' }, undefined],
  [{ host: '127.0.0.1:4400', origin: 'http://127.0.0.1:4400' }, undefined],
  [{ host: '[::1]:4400' }, undefined],
  [{ host: 'evil.example:4400' }, 'this machine alone'],
  [{}, 'this machine alone'],
  [{ host: 'localhost:4400', origin: 'https://evil.example' }, 'https://evil.example may not'],
  [{ host: 'localhost:4400', origin: 'http://localhost:9999' }, 'may not'],
  [{ host: 'localhost:4400', origin: 'null' }, 'may not'],
  [{ host: 'bots.example', origin: 'https://bots.example' }, undefined],
])('%j → %s', (headers: Record<string, string | undefined>, why) => {
  const sent = new Headers(Object.entries(headers) as [string, string][]);
  const refusal = refusalOf(sent, { host: '127.0.0.1', names: ['bots.example'] });
  if (why === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(why);
});
