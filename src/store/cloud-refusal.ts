/** What a cloud says when it refuses, as an error of this room: what was tried, what came back, what to do. */
import { StoreError, type StoreErrorCode } from './errors.ts';

/** What it comes down to; each cloud tells them apart by its own names. */
type CloudRefusal = 'noPlace' | 'credentials' | 'unreachable' | 'full' | 'other';

/** `code` is what the cloud calls it, where it says. */
export type CloudAnswer = { readonly refusal: CloudRefusal; readonly code?: string | undefined };

export type CloudPlace = {
  /** "the bucket recordings at https://…" */
  readonly name: string;
  /** What to do where it is not there, and where it refuses the credentials. */
  readonly remedies: { readonly noPlace: string; readonly credentials: string };
};

const codes: Readonly<Record<CloudRefusal, StoreErrorCode>> = {
  noPlace: 'store/refused',
  credentials: 'store/refused',
  unreachable: 'store/unreachable',
  full: 'store/full',
  other: 'store/failed',
};

/** Of Node's sockets and name look-ups. */
const NETWORK = /^(?:ECONN|EAI_|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_PREMATURE_CLOSE)/u;

export function refusedByCloud(what: string, place: CloudPlace, { refusal, code }: CloudAnswer, cause: unknown): StoreError {
  const came = described(code, cause);
  const message = {
    noPlace: `there is no ${place.name.replace(/^the /u, '')} (${came}): ${place.remedies.noPlace}`,
    credentials: `${place.name} refused the credentials (${came}): ${place.remedies.credentials}`,
    unreachable: `${place.name} could not be reached (${came}): look at the network and the address, then try again`,
    full: `${place.name} has no space left (${came}): free some or raise the quota, then try again`,
    other: `${place.name} answered ${came}`,
  }[refusal];
  return new StoreError(codes[refusal], `could not ${what}: ${message}`, { cause: bare(cause) });
}

/** Without what the SDKs hang on to their errors: whole requests, with the headers that prove who asks. */
function bare(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const plain = new Error(cause.message);
  plain.name = cause.name;
  plain.stack = cause.stack ?? '';
  return plain;
}

/** The network's own errors, wherever in the chain of causes they stand. */
export function isNetworkError(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause ?? firstOf(each)) {
    const { code } = each as { readonly code?: unknown };
    if (typeof code === 'string' && NETWORK.test(code)) return true;
  }
  return false;
}

/** Node tries every address of a name, and gives all their failures. */
function firstOf(error: Error): unknown {
  return error instanceof AggregateError ? (error.errors as readonly unknown[])[0] : undefined;
}

function described(code: string | undefined, cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const words = new Set([code ?? cause.name, cause.message.split('\n')[0] ?? '']);
  return [...words].filter((word) => word !== '').join(': ');
}
