import { expect, test } from 'vitest';
import { checkHost, refusalOf } from './origin-guard.ts';

test.each([
  [{ host: 'localhost:4400' }, undefined],
  [{ host: '127.0.0.1:4400', origin: 'http://127.0.0.1:4400' }, undefined],
  [{ host: '[::1]:4400' }, undefined],
  [{ host: 'localhost:4443', origin: 'https://localhost:4443' }, undefined],
  [{ host: 'localhost:4443', origin: 'http://localhost:4400' }, 'may not'],
  [{ host: 'graph.microsoft.com', origin: 'https://graph.microsoft.com' }, 'this machine alone'],
  [{ host: 'evil.example:4400' }, 'this machine alone'],
  [{}, 'this machine alone'],
  [{ host: 'localhost:4400', origin: 'https://evil.example' }, 'https://evil.example may not'],
  [{ host: 'localhost:4400', origin: 'http://localhost:9999' }, 'may not'],
  [{ host: 'localhost:4400', origin: 'null' }, 'may not'],
  [{ host: 'bots.example', origin: 'https://bots.example' }, 'this machine alone'],
  [{ host: 'localhost:4400', 'x-forwarded-for': '203.0.113.7' }, 'this machine alone'],
  [{ host: 'localhost:4400', forwarded: 'for=203.0.113.7' }, 'this machine alone'],
])('%j → %s', (headers: Record<string, string | undefined>, why) => {
  const sent = new Headers(Object.entries(headers) as [string, string][]);
  const refusal = refusalOf(sent);
  if (why === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(why);
});

test.each([['0.0.0.0'], ['::'], ['192.168.1.7'], ['127.0.0.1.example.com']])(
  '%s is no address to listen on while pages have no sign-in',
  (host) => {
    expect(() => checkHost(host)).toThrow(/no sign-in/);
  },
);

test.each([['127.0.0.1'], ['127.0.0.2'], ['::1'], ['localhost']])('%s is', (host) => {
  expect(() => checkHost(host)).not.toThrow();
});
