/** A captured call as one JSON file: what happened, what people did, what went over the wire, and how it sounded. */

/**
 * Times named `atMs` are milliseconds from the begin of the call, but for `facts`, which are kept as the switchboard tells them.
 * Secrets are cut out of messages before they get here; persons are still in it until `withoutPersons`.
 */
export type Bundle = {
  readonly format: 'rollcall-call';
  readonly version: 1;
  /** `atMs` is milliseconds since 1970 UTC; `by` is the program's version. */
  readonly made: { readonly atMs: number; readonly by: string; readonly where: 'switchboard' | 'lab' };
  /** What is not in it and why, a sentence each. */
  readonly lacks: readonly string[];
  /** There when persons were taken out of it. */
  readonly personsRemoved?: { readonly sound: 'removed' | 'kept' } | undefined;
  readonly call: BundleCall;
  readonly people: readonly BundlePerson[];
  readonly apps: readonly BundleApp[];
  readonly facts: readonly BundleFact[];
  /** In the order of their times. */
  readonly deeds: readonly Deed[];
  /** In the order in which they were sent. */
  readonly messages: readonly BundleMessage[];
  /** WAV files, 16 kHz, 16 bit, mono, in base64, by the name that deeds and `heard` use. */
  readonly sounds: Readonly<Record<string, string>>;
  /** What people heard, where that is known. */
  readonly heard: readonly HeardPiece[];
};

/** `begunMs` and `endedMs` are milliseconds since 1970 UTC. */
type BundleCall = {
  readonly callId: string;
  readonly from: BundleParty;
  readonly to: BundleParty;
  readonly begunMs: number;
  readonly endedMs?: number | undefined;
};
/** `number` is empty where there is none. */
export type BundleParty = {
  readonly kind: 'person' | 'app' | 'guest' | 'nobody';
  readonly id: string;
  readonly tenantId?: string | undefined;
  readonly name: string;
  readonly number: string;
};
export type BundlePerson = { readonly userId: string; readonly name: string; readonly number: string };
export type BundleApp = { readonly appId: string; readonly name: string; readonly number: string };

/** A fact of the switchboard, with whatever else its type brings. `atMs` is milliseconds since 1970 UTC. */
export type BundleFact = { readonly version: number; readonly callId: string; readonly atMs: number; readonly type: string };

/**
 * What somebody did: what a replay does again. `who` is a user id. `lost` is a window that is closed or a network that is gone.
 * A `say` is one stretch of speech; the silence between two is the gap between their times. `meeting` is the number that people dial.
 */
export type Deed = { readonly atMs: number; readonly who: string } & (
  | { readonly kind: 'dial'; readonly number: string }
  | { readonly kind: 'join'; readonly meeting: string }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'say'; readonly sound: string }
  | { readonly kind: 'answer' | 'decline' | 'hangUp' | 'lost' | 'mute' | 'unmute' }
);

/** A request and its answer between switchboard and app. */
export type BundleMessage = {
  readonly atMs: number;
  /** `command` goes from app to switchboard, `notification` from switchboard to app. */
  readonly direction: 'command' | 'notification';
  readonly appId: string;
  readonly method: string;
  readonly url: string;
  readonly requestBody?: string | undefined;
  /** Absent where no answer came. */
  readonly status?: number | undefined;
  readonly responseBody?: string | undefined;
  readonly seenBy: readonly ('bot' | 'switchboard')[];
};

/** `who` is a user id. */
export type HeardPiece = { readonly atMs: number; readonly who: string; readonly sound: string };

/** The bundle as the text of its file. */
export function writeBundle(bundle: Bundle): string {
  return `${JSON.stringify(bundle, null, 1)}\n`;
}
