/** The floor of signalling: a bare HTTP round trip on loopback, with an RS256 signature made and checked. */
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { realClock } from '../../src/base/clock.ts';
import { listen } from '../../src/server/listener.ts';
import { busyFor, percentile, rounded } from './figures.ts';

export type Figures = { readonly p50Ms: number; readonly p99Ms: number; readonly cpuMs: number };

const clock = realClock();

/** A request with a signature made and checked: what each message between bot and switchboard cannot be cheaper than. */
export async function signedPosts(atOnce: number): Promise<{ readonly one: Figures; readonly many: Figures }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    upgrade: () => ({ status: 404, body: '' }),
    fetch: async (request) => {
      await jwtVerify(request.headers.get('authorization') ?? '', publicKey);
      await request.json();
      return new Response(null, { status: 202 });
    },
  });
  const body = JSON.stringify({
    value: Array.from({ length: 8 }, () => ({ name: 'floor', resource: 'a0000000-0000-4000-8000-000000010000', data: 'x'.repeat(60) })),
  });
  const once = async (): Promise<number> => {
    const begin = clock.now();
    const authorization = await new SignJWT({ sub: 'floor' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    const response = await fetch(server.url, { method: 'POST', body, headers: { authorization, 'content-type': 'application/json' } });
    await response.arrayBuffer();
    if (response.status !== 202) throw new Error(`the floor answered ${String(response.status)}`);
    return clock.now() - begin;
  };
  const times = async (batches: number, together: number): Promise<Figures> => {
    const ms: number[] = [];
    const cpuMs = await busyFor(async () => {
      for (let i = 0; i < batches; i++) ms.push(...(await Promise.all(Array.from({ length: together }, once))));
    });
    return { p50Ms: percentile(ms, 0.5), p99Ms: percentile(ms, 0.99), cpuMs: rounded(cpuMs / batches / together) };
  };
  await times(100, 1);
  const figures = { one: await times(250, 1), many: await times(10, atOnce) };
  await server[Symbol.asyncDispose]();
  return figures;
}
