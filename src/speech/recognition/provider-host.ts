/** Where a provider is: whether what it is sent leaves this machine, and what its answers of failure mean. */
import { retryAfterMs } from '../../base/retry-after.ts';
import { SpeechError } from '../errors.ts';

export type ProviderHost = { readonly leavesMachine: boolean; readonly sendsTo: string | undefined };

/** A host of this machine alone (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3) keeps the sound here. */
export function providerHost(url: URL): ProviderHost {
  const { hostname } = url;
  const isHere = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/iu.test(hostname);
  return { leavesMachine: !isHere, sendsTo: isHere ? undefined : hostname };
}

export type Refusal = {
  readonly status: number;
  /** What it said of it, in short. */
  readonly said?: string | undefined;
  /** The header `Retry-After` (RFC 9110 §10.2.3), as it came. */
  readonly retryAfter?: string | null | undefined;
  readonly wallMs: number;
};

/** The error of an HTTP answer that is no success, for people and for whoever decides whether to try again. */
export function refusalOf(name: string, { status, said = '', retryAfter, wallMs }: Refusal): SpeechError {
  const what = `${name} answered with status ${String(status)}${said && `: ${said}`}`;
  if (status === 401 || status === 403) return new SpeechError('speech/not-allowed', `${what}; check its key, and what the account may do`);
  if (status === 413) return new SpeechError('speech/sound-too-long', `${what}; cut the utterance`);
  if (status === 429)
    return new SpeechError('speech/throttled', `${what}; ask for less at once, or for a larger quota`, {
      retryAfterMs: retryAfterMs(retryAfter, wallMs),
    });
  const isRecoverable = status >= 500 || status === 408;
  return new SpeechError(
    'speech/provider-failed',
    isRecoverable ? `${what}; it may be back soon` : `${what}; check its address and settings`,
    {
      isRecoverable,
      retryAfterMs: retryAfterMs(retryAfter, wallMs),
    },
  );
}

/** In short why a request did not come through: of Node's fetch the cause says more. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
