/** Tells whether another window of this browser is a phone too: two of them on one machine hear each other. */
import { uuid } from '../app/chance.ts';
import { Store } from '../live/store.ts';

type Word = { readonly kind: 'hello' | 'here' | 'bye'; readonly from: string };

/** How many other phone windows are open, from `join` until the returned function is called. */
export const neighbours: Store<number> = new Store(0);

export function join(): () => void {
  if (!('BroadcastChannel' in window)) return () => undefined;
  const me = uuid();
  const others = new Set<string>();
  const channel = new BroadcastChannel('rollcall.phones');
  // A BroadcastChannel stays within its origin and takes no target.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const say = (kind: Word['kind']): void => channel.postMessage({ kind, from: me } satisfies Word);
  channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'bye') others.delete(data.from);
    else others.add(data.from);
    if (data.kind === 'hello') say('here');
    neighbours.set(others.size);
  });
  const leave = (): void => say('bye');
  window.addEventListener('pagehide', leave);
  say('hello');
  return () => {
    leave();
    window.removeEventListener('pagehide', leave);
    channel.close();
    neighbours.set(0);
  };
}
