import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { proofRounds } from '../../test/proof-rounds.ts';
import { seededRandom } from '../base/random.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { ConnectProxy, refusalOfForwarding } from './connect-proxy.ts';

const hosts = ['graph.microsoft.com', 'api.aps.skype.com'];
let clock: VirtualClock;
let server: Server;
let proxy: ConnectProxy;
let isOpen: boolean;
let accepted: Socket[];

beforeEach(async () => {
  clock = virtualClock();
  isOpen = true;
  accepted = [];
  // What stands at the other end says each thing twice.
  const accept = (socket: Socket): void => {
    accepted.push(socket);
    socket.on('data', (bytes: Buffer) => socket.write(Buffer.concat([bytes, bytes])));
  };
  proxy = new ConnectProxy({ clock, hosts, accept: () => (isOpen ? accept : undefined), limits: { tunnels: 2, idleMs: 1000 } });
  server = createServer((_, response) => response.end('a page'));
  proxy.serve(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  proxy.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('tunnels', () => {
  test.each(['graph.microsoft.com:443', 'GRAPH.Microsoft.com:443', 'graph.microsoft.com.:443', 'api.aps.skype.com:443'])(
    '%s is handed to whom it is for, in both directions',
    async (target) => {
      const client = await Client.to(target);
      expect(await client.until('\r\n\r\n')).toBe('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.write('ab');
      expect(await client.until('abab')).toMatch(/abab$/);
      expect(proxy.tunnels).toBe(1);
      client.end();
    },
  );

  test('what comes right behind the request, before the answer, is not lost', async () => {
    const client = await Client.say('CONNECT graph.microsoft.com:443 HTTP/1.1\r\nHost: graph.microsoft.com:443\r\n\r\nearly');
    expect(await client.until('earlyearly')).toContain('200 Connection Established');
    client.end();
  });

  test('there are so many at a time; when one ends there is room for another', async () => {
    const [first, second] = [await Client.to('graph.microsoft.com:443'), await Client.to('graph.microsoft.com:443')];
    for (const client of [first, second]) await client.until('\r\n\r\n');
    expect(await (await Client.to('graph.microsoft.com:443')).whole()).toMatch(/^HTTP\/1\.1 503 .*There are 2 tunnels already/s);
    const gone = new Promise((resolve) => accepted[0]?.once('close', resolve));
    first.end();
    await gone;
    expect(await (await Client.to('graph.microsoft.com:443')).until('\r\n\r\n')).toContain('200');
    second.end();
  });

  test('one in which nothing happens is closed; one in which something does is not', async () => {
    const [quiet, busy] = [await Client.to('graph.microsoft.com:443'), await Client.to('graph.microsoft.com:443')];
    for (const client of [quiet, busy]) await client.until('\r\n\r\n');
    await clock.advance(1000); // The answer itself was something.
    expect(proxy.tunnels).toBe(2);
    busy.write('x');
    await busy.until('xx');
    await clock.advance(1000);
    await quiet.whole();
    busy.write('y');
    expect(await busy.until('yy')).toMatch(/yy$/);
    busy.end();
  });

  test('closing the proxy closes every tunnel', async () => {
    const client = await Client.to('graph.microsoft.com:443');
    await client.until('\r\n\r\n');
    proxy.close();
    await client.whole();
  });
});

describe('what gets none', () => {
  test.each([
    ['example.com:443', 403, /example\.com:443 is not served here\. .*graph\.microsoft\.com, api\.aps\.skype\.com/],
    ['graph.microsoft.com:80', 403, /not served here/],
    ['graph.microsoft.com:4430', 403, /not served here/],
    ['graph.microsoft.com.evil.example:443', 403, /not served here/],
    ['evilgraph.microsoft.com:443', 403, /not served here/],
    ['127.0.0.1:22', 403, /not served here/],
    ['169.254.169.254:80', 403, /not served here/],
    ['[::1]:443', 403, /\[::1\]:443 is not served here/],
    ['graph.microsoft.com', 400, /takes a host and a port/],
    ['graph.microsoft.com:', 400, /takes a host and a port/],
    [':443', 400, /takes a host and a port/],
    ['graph.microsoft.com:abc', 400, /takes a host and a port/],
    ['graph.microsoft.com:4430000', 400, /takes a host and a port/],
    ['graph.microsoft.com:443:443', 400, /takes a host and a port/],
    ['https://graph.microsoft.com:443', 400, /takes a host and a port/],
    ['user@graph.microsoft.com:443', 400, /takes a host and a port/],
    ['/', 400, /takes a host and a port/],
    ['[::1:443', 400, /takes a host and a port/],
  ])('%s: %i', async (target, status, why) => {
    const answer = await (await Client.to(target)).whole();
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    expect(answer).toMatch(why);
    expect(accepted).toEqual([]);
  });

  test('as long as there is no HTTPS, the answer says so', async () => {
    isOpen = false;
    expect(await (await Client.to('graph.microsoft.com:443')).whole()).toMatch(/^HTTP\/1\.1 503 .*HTTPS is not open/s);
  });

  test('headers without end are cut off', async () => {
    const client = await Client.say(`CONNECT graph.microsoft.com:443 HTTP/1.1\r\nX: ${'x'.repeat(64 * 1024)}\r\n\r\n`);
    expect(await client.whole()).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('whatever is sent, only a target that is served gets a tunnel, and a page is there after', async () => {
    const random = seededRandom(1);
    const pieces = ['graph.microsoft.com', 'example.com', '[::1]', '[', ']', ':', '443', '80', '@', '/', '%00', '\t', '\0', '\r\n', ' ', 'é', 'HTTP/1.1', '.', '-1', '']; // prettier-ignore
    const pick = (): string => pieces[Math.floor(random.unit() * pieces.length)] ?? '';
    for (const _ of proofRounds(150, 20_000)) {
      const target = Array.from({ length: 1 + Math.floor(random.unit() * 4) }, pick).join('');
      const before = accepted.length;
      const client = await Client.say(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n${pick()}`);
      client.finish();
      const answer = await client.whole();
      if (accepted.length > before) expect(target.trim()).toMatch(/^graph\.microsoft\.com\.?:443/);
      else expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    }
    const { port } = server.address() as AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${String(port)}/`)).text()).toBe('a page');
  });
});

test.each([
  ['/phone', undefined],
  ['/http://elsewhere/', undefined],
  ['*', undefined],
  ['http://127.0.0.1:4400/phone', undefined],
  ['http://localhost:4400/phone', undefined],
  ['http://[::1]:4400/phone', undefined],
  ['http://localhost:9999/', /localhost:9999\/ is not fetched/],
  ['http://graph.microsoft.com/v1.0', /carries HTTPS alone/],
  ['https://graph.microsoft.com/v1.0', /carries HTTPS alone/],
  ['http://127.0.0.1.example.com:4400/', /is not fetched/],
  ['ftp://localhost:4400/', /is not fetched/],
  ['http://[', /is not fetched/],
])('a request for %s', (target, why) => {
  const refusal = refusalOfForwarding(target, 4400);
  if (why === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toMatch(why);
});

/** A socket that says one thing and keeps what comes back. */
class Client {
  readonly #socket: Socket;
  #heard = '';
  #hasEnded = false;
  #check: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#heard += text;
      this.#check();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#hasEnded = true;
      this.#check();
    });
  }

  static to(target: string): Promise<Client> {
    return Client.say(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  }

  static say(text: string): Promise<Client> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(text);
        resolve(new Client(socket));
      });
    });
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /** Says that nothing more comes. */
  finish(): void {
    this.#socket.end();
  }

  end(): void {
    this.#socket.destroy();
  }

  /** All that came, once it has `part` in it. */
  until(part: string): Promise<string> {
    return this.#when(() => this.#heard.includes(part));
  }

  /** All that came, once the other side has closed. */
  whole(): Promise<string> {
    return this.#when(() => this.#hasEnded);
  }

  #when(isSo: () => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#check = () => {
        if (isSo()) resolve(this.#heard);
        else if (this.#hasEnded) reject(new Error(`closed after: ${this.#heard}`));
      };
      this.#check();
    });
  }
}
