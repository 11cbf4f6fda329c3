/** An app of Graph that is tested in a lab though it is not written with Rollcall's kit: whatever takes a request and gives a response. */
import type { Clock } from '../../base/clock.ts';
import type { Registration } from './lab-directory.ts';
import type { OpenSocket } from './lab-socket.ts';
import type { RawBridge } from './raw-bridge.ts';

export type GraphApp = {
  readonly name: string;
  /** Starts the app, once for each start of its process; gives what answers all requests below `publicUrl`, notifications at `/calls` among them. */
  readonly open: (place: AppPlace) => (request: Request) => Response | Promise<Response>;
};

/** What an app needs to know: its registration, and the lab's network and time. */
export type AppPlace = Registration & {
  /** Reaches Graph and the identity platform; anything else is refused. */
  readonly fetch: typeof globalThis.fetch;
  /** Opens a session of the media bridge: its `blob` goes into the answer, or into a call that is created; then `connect`. */
  readonly bridge: () => Promise<RawBridge>;
  /** A WebSocket of the media bridge, for an app that has a client of its own. */
  readonly openSocket: OpenSocket;
  readonly clock: Pick<Clock, 'now' | 'wallMs' | 'sleep' | 'deadline'>;
};

export function isGraphApp(value: object): value is GraphApp {
  return 'open' in value && typeof value.open === 'function';
}
