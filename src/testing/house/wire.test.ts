/** The wire of a lab: who answers, what is written down, and what becomes of messages whose server dies. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { Wire } from './wire.ts';

const at = 'http://here.test';
const echo = async (request: Request): Promise<Response> =>
  new Response(await request.text(), { headers: { 'content-type': 'text/plain' } });

test('the longest prefix answers, and it is written down', async () => {
  const wire = new Wire(virtualClock());
  wire.serve(at, () => Promise.resolve(new Response('root')));
  wire.serve(`${at}/below`, echo);
  expect(await (await wire.fetch(`${at}/below/it`, { method: 'POST', body: 'hello' })).text()).toBe('hello');
  expect(await (await wire.fetch(`${at}/other`)).text()).toBe('root');
  expect(wire.carried).toMatchObject([
    { method: 'POST', url: `${at}/below/it`, body: 'hello', status: 200, answer: 'hello' },
    { method: 'GET' },
  ]);
});

test('nobody serves where a process has died, and what it had begun to answer is cut', async () => {
  const wire = new Wire(virtualClock());
  const life = new AbortController();
  wire.serve(at, () => new Promise(() => undefined), { signal: life.signal });
  const asking = wire.fetch(at);
  const cut = expect(asking).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  await new Promise((resolve) => void setImmediate(resolve));
  life.abort();
  await cut;
  await expect(wire.fetch(at)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  expect(wire.carried.map(({ problem }) => problem)).toEqual(['fetch failed', 'fetch failed']);
});

test('one that serves in the place of a dead process is left alone', async () => {
  const wire = new Wire(virtualClock());
  const life = new AbortController();
  const served = wire.serve(at, echo, { signal: life.signal });
  life.abort();
  wire.serve(at, () => Promise.resolve(new Response('next')));
  served[Symbol.dispose]();
  expect(await (await wire.fetch(at)).text()).toBe('next');
});

test('the interceptor that came last meets a message first; what is brought meets none', async () => {
  const wire = new Wire(virtualClock());
  wire.serve(at, echo);
  const met: string[] = [];
  for (const name of ['first', 'second']) {
    wire.intercept((request, next, carried) => {
      met.push(`${name} ${carried.body}`);
      return next(request);
    });
  }
  await wire.fetch(at, { method: 'POST', body: 'a' });
  await wire.bring(new Request(at, { method: 'POST', body: 'b' }), 'late');
  await wire.bring(new Request('http://nowhere.test'), 'late, and nobody is there');
  expect(met).toEqual(['second a', 'first a']);
  expect(wire.carried.map(({ fault, status }) => [fault, status])).toEqual([[undefined, 200], ['late', 200], ['late, and nobody is there', undefined]]); // prettier-ignore
});
