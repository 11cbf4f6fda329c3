/** The address at which a service tells changes: proves that it is there, and hands on what comes with a secret that was given out. Source: Graph docs, change-notifications-delivery-webhooks. */
import { z } from 'zod';
import type { Log } from '../../base/log.ts';
import { readLimited } from './read-limited.ts';

const LONGEST_BODY = 256 * 1024;
const LONGEST_TOKEN = 2_048;

/** Something was changed; or of the subscription itself: news were missed, it was removed, or wants to be renewed. */
export type Change = 'changed' | 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';

export class Changes {
  readonly #log: Log;
  /** By the secret that their subscription was made with. */
  readonly #listeners = new Map<string, (change: Change) => void>();

  constructor({ log }: { readonly log: Log }) {
    this.#log = log;
  }

  /** Hears of changes that come with that secret until it is disposed of. */
  listen(clientState: string, listener: (change: Change) => void): Disposable {
    this.#listeners.set(clientState, listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(clientState) };
  }

  /** 200 with the token to the question whether it is there; 202 to changes, whether or not they are for anybody. */
  async receive(request: Request): Promise<Response> {
    const token = new URL(request.url).searchParams.get('validationToken');
    if (token !== null) {
      if (token.length > LONGEST_TOKEN) return new Response(null, { status: 400 });
      return new Response(token, { headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' } });
    }
    const body = await readLimited(request.body, LONGEST_BODY).catch(() => undefined);
    const read = body && changes.safeParse(jsonOf(new TextDecoder().decode(body)));
    if (!read?.success) return new Response(null, { status: 400 });
    for (const { clientState, lifecycleEvent } of read.data.value) {
      const listener = clientState == null ? undefined : this.#listeners.get(clientState);
      if (listener) queueMicrotask(() => listener(lifecycleEvent ?? 'changed'));
      else this.#log.debug('a change came for a subscription that is not ours', {});
    }
    return new Response(null, { status: 202 });
  }
}

const changes = z.looseObject({
  value: z
    .array(
      z.looseObject({
        clientState: z.string().nullish(),
        lifecycleEvent: z.enum(['missed', 'subscriptionRemoved', 'reauthorizationRequired']).optional(),
      }),
    )
    .max(1_000),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
